import type { Query } from '../../http/query.ts'
import { invalidFields } from './errors.ts'

/** Entries of one page. */
const limitMax = 100
const limitDefault = 20

/** Which page somebody asks for: so many entries after that one. */
export interface Page {
  readonly limit: number
  /** The id of the entry before the first; null for the beginning. */
  readonly after: string | null
}

export function pageIn(query: Query): Page {
  const said = query.one('limit')
  const limit = said === null ? limitDefault : wholeNumber('limit', said)
  if (limit < 1 || limit > limitMax) throw invalid('limit', `must be from 1 to ${limitMax}`)
  return { limit, after: query.one('starting_after') || null }
}

/** The page of a list that is there whole; refuses a beginning that is not in it. */
export function pageOf<Entry extends { readonly id: string }>(
  entries: readonly Entry[],
  { limit, after }: Page,
  json: (entry: Entry) => object,
) {
  const before = after === null ? -1 : entries.findIndex(({ id }) => id === after)
  if (after !== null && before < 0) throw invalid('starting_after', 'names nothing of this list')
  const shown = entries.slice(before + 1, before + 1 + limit)
  const hasMore = entries.length > before + 1 + limit
  return { data: shown.map(json), has_more: hasMore, next_cursor: hasMore ? (shown.at(-1)?.id ?? null) : null }
}

/** What a query says as a number; refuses anything else. */
export function wholeNumber(name: string, said: string): number {
  if (!/^\d{1,15}$/.test(said)) throw invalid(name, 'must be a whole number')
  return Number(said)
}

/** One of these words; null when nothing was said. */
export function wordIn<Word extends string>(query: Query, name: string, words: readonly Word[]): Word | null {
  const said = query.one(name)
  if (said === null || said === '') return null
  const word = words.find((one) => one === said)
  if (word === undefined) throw invalid(name, `must be one of ${words.join(', ')}`)
  return word
}

/** A time in any spelling of RFC 3339; null when nothing was said. */
export function timeIn(query: Query, name: string): number | null {
  const said = query.one(name)
  if (said === null || said === '') return null
  const at = /^\d{4}-\d{2}-\d{2}/.test(said) ? Date.parse(said) : Number.NaN
  if (Number.isNaN(at)) throw invalid(name, 'must be a time such as 2026-01-31T12:00:00Z')
  return at
}

export function invalid(field: string, words: string) {
  return invalidFields([{ field, message: `${field} ${words}` }])
}
