/** Ids that stand in every catalog; all others open something to whoever has them. */
const publicPrefixes = new Set(['reg', 'prod', 'variant', 'opt', 'ptag', 'ptyp', 'pcol', 'so', 'sp', 'sc'])

/** Parts that say which gateway is meant. */
const openParts = new Set(['provider', 'provider_id'])

const ownId = /^([a-z]+)_([0-9A-HJKMNP-TV-Z]{10})[0-9A-HJKMNP-TV-Z]{12}([0-9A-HJKMNP-TV-Z]{4})$/
const uuid = /^([0-9a-f]{8}-[0-9a-f]{4})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{8}([0-9a-f]{4})$/i
const plainWord = /^[a-z][a-z-]{0,31}$/

/**
 * How paths stand in the log: with the names of their parts instead of e-mails, codes and tokens. Of the ids of carts,
 * orders and the like, which are all that a guest needs, the middle is left out: enough is left to tell them apart, and as a
 * pattern of SQLite's GLOB it finds the row, but the 54 missing bits cannot be guessed. What no route has is left out.
 */
export function pathsShownBy(
  routes: readonly { readonly path: string }[],
  showPart: ShowPart = shownPart,
): (pathname: string) => string {
  const start: Place = emptyPlace()
  for (const { path } of routes) if (!path.includes('*')) learn(start, wordsIn(path))
  return (pathname) => {
    const words = wordsIn(pathname)
    return `/${(shownFrom(start, words, showPart) ?? strayFrom(start, words)).join('/')}`
  }
}

/** The same for every request of a route: what figures are counted by. */
export function routeNames(routes: readonly { readonly path: string }[]): (pathname: string) => string {
  return pathsShownBy(routes, (name) => name)
}

type ShowPart = (name: string, value: string) => string

/** Where one is after some words of a path: which words go on, and whether anything else does. */
interface Place {
  readonly words: Map<string, Place>
  part: { readonly name: string; readonly place: Place } | null
  isRoute: boolean
}

function emptyPlace(): Place {
  return { words: new Map(), part: null, isRoute: false }
}

function learn(place: Place, [word, ...rest]: readonly string[]): void {
  if (word === undefined) {
    place.isRoute = true
  } else if (word.startsWith(':')) {
    place.part ??= { name: word, place: emptyPlace() }
    learn(place.part.place, rest)
  } else {
    const next = place.words.get(word) ?? emptyPlace()
    place.words.set(word, next)
    learn(next, rest)
  }
}

/** Null where no route is. */
function shownFrom(
  { words, part, isRoute }: Place,
  [word, ...rest]: readonly string[],
  showPart: ShowPart,
): readonly string[] | null {
  if (word === undefined) return isRoute ? [] : null
  const spelled = word.toLowerCase()
  const known = words.get(spelled)
  const after = known && shownFrom(known, rest, showPart)
  if (after) return [spelled, ...after]
  const beyond = part && shownFrom(part.place, rest, showPart)
  return part && beyond ? [showPart(part.name, word), ...beyond] : null
}

/** As far as it is known, and the word with which it goes astray if nobody could have put a secret there. */
function strayFrom({ words, part }: Place, [word, ...rest]: readonly string[]): readonly string[] {
  if (word === undefined) return []
  const spelled = word.toLowerCase()
  const known = words.get(spelled)
  if (known) return [spelled, ...strayFrom(known, rest)]
  if (part !== null || !plainWord.test(word)) return ['*']
  return rest.length > 0 ? [word, '*'] : [word]
}

function shownPart(name: string, value: string): string {
  if (openParts.has(name.slice(1)) && plainWord.test(value)) return value
  const [, prefix, made, last] = ownId.exec(value) ?? []
  if (prefix !== undefined) return publicPrefixes.has(prefix) ? value : `${prefix}_${made}*${last}`
  const [, begin, end] = uuid.exec(value) ?? []
  return begin === undefined ? name : `${begin}-*${end}`
}

function wordsIn(path: string): readonly string[] {
  return path.split('/').filter((word) => word !== '')
}
