import type { Json } from './recordings.ts'

/** What the words of the recordings stand for here. It grows while answers are compared. */
export class Meanings {
  readonly #meant: Map<string, string>
  /** In one answer two words are two things. */
  readonly #seen: Map<string, string>

  constructor(meant: Iterable<readonly [string, string]>, seen: Iterable<readonly [string, string]> = []) {
    this.#meant = new Map(meant)
    this.#seen = new Map(seen)
  }

  of(word: string): string | undefined {
    return this.#meant.get(word)
  }

  bind(word: string, value: string): void {
    this.#meant.set(word, value)
  }

  /** Whether the word can stand for the value; if so it does from now on. */
  accepts(word: string, value: string): boolean {
    const meant = this.#meant.get(word) ?? value
    const seenAs = this.#seen.get(value) ?? word
    if (meant !== value || seenAs !== word) return false
    this.#meant.set(word, value)
    this.#seen.set(value, word)
    return true
  }

  /** For the next answer. */
  forgetSeen(): void {
    this.#seen.clear()
  }

  /** For trying out: what is learned there is not known here until it is kept. */
  copy(): Meanings {
    return new Meanings(this.#meant, this.#seen)
  }

  keep(tried: Meanings): void {
    for (const [word, value] of tried.#meant) this.#meant.set(word, value)
    for (const [value, word] of tried.#seen) this.#seen.set(value, word)
  }
}

export type Allowance = (path: string) => 'any' | { readonly within: number } | null

export interface Difference {
  readonly path: string
  readonly expected: unknown
  readonly actual: unknown
}

/** How an answer differs from the recorded one. Fields that were not recorded may be there; the order of lists is open. */
export function differences(
  expected: Json,
  actual: unknown,
  meanings: Meanings,
  allowed: Allowance,
  path = 'body',
): Difference[] {
  if (expected === '<any>' || allowed(path) === 'any') return []
  if (isList(expected)) return listDifferences(expected, actual, meanings, allowed, path)
  if (typeof expected === 'object' && expected !== null) {
    if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return [{ path, expected, actual }]
    const having: Readonly<Record<string, unknown>> = { ...actual }
    return Object.entries(expected).flatMap(([name, value]) => {
      const at = `${path}.${name}`
      return name in having || allowed(at) === 'any'
        ? differences(value, having[name], meanings, allowed, at)
        : [{ path: at, expected: value, actual: 'missing' }]
    })
  }
  return isAlike(expected, actual, meanings, allowed(path)) ? [] : [{ path, expected, actual }]
}

/** Every recorded element finds the element most like it. */
function listDifferences(
  expected: readonly Json[],
  actual: unknown,
  meanings: Meanings,
  allowed: Allowance,
  path: string,
): Difference[] {
  if (!Array.isArray(actual)) return [{ path, expected, actual }]
  const found: Difference[] = []
  if (expected.length !== actual.length)
    found.push({ path: `${path}.length`, expected: expected.length, actual: actual.length })
  const free: unknown[] = [...actual]
  expected.forEach((wanted, at) => {
    const best = mostLike(wanted, free, meanings, allowed, `${path}[${at}]`)
    if (!best) return
    free.splice(best.at, 1)
    meanings.keep(best.meanings)
    found.push(...best.found)
  })
  return found
}

function mostLike(wanted: Json, free: readonly unknown[], meanings: Meanings, allowed: Allowance, path: string) {
  let best: { at: number; found: Difference[]; meanings: Meanings } | null = null
  for (const [at, candidate] of free.entries()) {
    const tried = meanings.copy()
    const found = differences(wanted, candidate, tried, allowed, path)
    if (!best || found.length < best.found.length) best = { at, found, meanings: tried }
    if (found.length === 0) break
  }
  return best
}

function isAlike(expected: Json, actual: unknown, meanings: Meanings, allowance: ReturnType<Allowance>): boolean {
  if (typeof expected === 'number' && typeof actual === 'number' && allowance !== null && allowance !== 'any') {
    return Math.abs(expected - actual) <= allowance.within
  }
  if (typeof expected !== 'string' || !expected.includes('<')) return expected === actual
  const whole = wholeWords[expected]
  if (whole) return whole(actual)
  if (typeof actual === 'number') return means(expected, String(actual), meanings)
  return typeof actual === 'string' && textIsAlike(expected, actual, meanings)
}

/** What stands in here for the scripted plug-in that Medusa had beside `manual`. */
export const secondProvider = 'test'

const wholeWords: Readonly<Record<string, (actual: unknown) => boolean>> = {
  '<text>': (actual) => typeof actual === 'string' && actual.length > 0,
  '<time>': (actual) => typeof actual === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(actual),
  '<ip>': (actual) => typeof actual === 'string' && /^(::ffff:)?127\.0\.0\.1$|^::1$/.test(actual),
  '<plenty>': (actual) => typeof actual === 'number' && actual >= 9_000_000,
  '<count>': (actual) => typeof actual === 'number' && Number.isInteger(actual) && actual >= 0,
  '<country>': (actual) => typeof actual === 'number' || typeof actual === 'string',
  "<second's data>": (actual) => typeof actual === 'object' && actual !== null,
  '<second>': (actual) => actual === secondProvider,
  '<present>': (actual) => typeof actual === 'string' && actual.length > 0,
}

/** Text in which some parts are words. */
function textIsAlike(expected: string, actual: string, meanings: Meanings): boolean {
  const parts = expected.split(/(<[^<>]+>)/)
  const pattern = parts.map((part, at) => (at % 2 === 1 ? '(.+?)' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
  const values = new RegExp(`^${pattern.join('')}$`, 's').exec(actual)?.slice(1)
  const words = parts.filter((_, at) => at % 2 === 1)
  return values?.every((value, at) => means(words[at] ?? '', value, meanings)) ?? false
}

/** Rows that are made anew at any time: only what they are is compared. */
const passing = /^<(lia|litl|smtl|gct):\d+>$/

function means(word: string, value: string, meanings: Meanings): boolean {
  const kind = /^<([a-z_]+):.+>$/.exec(word)?.[1]
  if (kind === undefined) return false
  const spelling = kind === 'display_id' ? /^\d+$/ : new RegExp(`^${kind}_[0-9A-HJKMNP-TV-Z]{26}$`)
  if (!spelling.test(value)) return false
  return passing.test(word) || meanings.accepts(word, value)
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
