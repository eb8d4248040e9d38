import type { Route } from './route.ts'

/** A route, and the parts of the path by the names it gives them. */
export interface Spelled {
  readonly route: Route
  readonly params: Readonly<Record<string, string | null>>
}

/**
 * Finds routes by paths that express takes for the same: capitals in their words, and a slash too many. A part that is
 * not decodable is null.
 */
export function spellings(routes: readonly Route[]): (method: string, pathname: string) => Spelled | null {
  const known = routes.map((route) => ({ route, words: wordsIn(`/store${route.path}`) }))
  return (method, pathname) => {
    const said = wordsIn(pathname)
    const found = known.find(({ route, words }) => isMethod(route, method) && isSame(words, said))
    if (!found) return null
    const parts = found.words.flatMap((word, at) =>
      word.startsWith(':') ? [[word.slice(1), decoded(said[at] ?? '')] as const] : [],
    )
    return { route: found.route, params: Object.fromEntries(parts) }
  }
}

function wordsIn(pathname: string): readonly string[] {
  return pathname.split('/').filter((word) => word !== '')
}

function isMethod(route: Route, method: string): boolean {
  return route.method === method || (route.method === 'GET' && method === 'HEAD')
}

function isSame(words: readonly string[], said: readonly string[]): boolean {
  if (words.length !== said.length) return false
  return words.every((word, at) => word.startsWith(':') || word === said[at]?.toLowerCase())
}

function decoded(word: string): string | null {
  try {
    return decodeURIComponent(word)
  } catch {
    return null
  }
}
