import { Refusal } from '../../refusal.ts'
import type { Json } from './json.ts'

/** Entries of a page when nobody says how many, and at most. */
const limitUsual = 50
const limitMax = 250
const pageMax = 1_000_000

/** Which part of a list. */
export interface Page {
  readonly page: number
  readonly limit: number
  /** A number from a cursor; at most one of the two. */
  readonly after: number | null
  readonly before: number | null
}

/** Reads `page` and `limit`, or a cursor instead of a page. */
export function pageIn(query: URLSearchParams): Page {
  const limit = wholeIn(query, 'limit', limitUsual, limitMax)
  const after = cursorIn(query, 'after')
  const before = cursorIn(query, 'before')
  if (after !== null && before !== null)
    throw new Refusal('query-invalid', 'after and before cannot be used together', { field: 'after' })
  const isByCursor = after !== null || before !== null
  return { page: isByCursor ? 1 : wholeIn(query, 'page', 1, pageMax), limit, after, before }
}

/** `meta` of a list. */
export function pagingMeta(
  query: URLSearchParams,
  { page, limit }: Page,
  total: number,
  numbers: readonly number[],
): Json {
  const pages = Math.max(1, Math.ceil(total / limit))
  const link = (wanted: number): string => {
    const asked = new URLSearchParams(query)
    asked.set('page', String(wanted))
    asked.set('limit', String(limit))
    return `?${asked}`
  }
  const [first] = numbers
  const last = numbers.at(-1)
  return {
    pagination: {
      total,
      count: numbers.length,
      per_page: limit,
      current_page: page,
      total_pages: pages,
      links: {
        ...(page > 1 && { previous: link(page - 1) }),
        current: link(page),
        ...(page < pages && { next: link(page + 1) }),
      },
    },
    cursor_pagination: {
      count: numbers.length,
      per_page: limit,
      start_cursor: first === undefined ? null : cursorOf(first),
      end_cursor: last === undefined ? null : cursorOf(last),
      links: {
        ...(first !== undefined && { previous: `?before=${cursorOf(first)}&limit=${limit}` }),
        ...(last !== undefined && { next: `?after=${cursorOf(last)}&limit=${limit}` }),
      },
    },
  }
}

function wholeIn(query: URLSearchParams, name: string, usual: number, max: number): number {
  const said = query.get(name)
  if (said === null || said === '') return usual
  const number = /^\d{1,9}$/.test(said) ? Number(said) : 0
  if (number < 1 || number > max)
    throw new Refusal('query-invalid', `${name} must be a whole number from 1 to ${max}`, { field: name })
  return number
}

function cursorOf(number: number): string {
  return Buffer.from(`id:${number}`).toString('base64url')
}

function cursorIn(query: URLSearchParams, name: string): number | null {
  const said = query.get(name)
  if (said === null || said === '') return null
  const match = /^id:(\d{1,15})$/.exec(Buffer.from(said, 'base64').toString())
  if (!match) throw new Refusal('query-invalid', `${name} must be a cursor of an earlier answer`, { field: name })
  return Number(match[1])
}
