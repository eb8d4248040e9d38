import { Refusal } from '../../refusal.ts'
import { integer, number } from './query-params.ts'

/** Things on one page; who asks for more gets this many. */
export const pageMax = 500

/** Beyond any list; larger numbers are none that a database counts with. */
const offsetMax = Number.MAX_SAFE_INTEGER

/** Which page is wanted; on some routes Medusa takes whole numbers only. */
export const pageParams = { offset: number, limit: number }
export const wholePageParams = { limit: integer, offset: integer }

export interface Page {
  readonly limit: number
  readonly offset: number
}

/** A page, and how Medusa repeats it in the answer: a limit of 0 is none, and still called 0. */
export interface PageAsked extends Page {
  readonly shown: Page
}

/** Which part of a list is wanted. */
export function pageAsked(
  { limit, offset }: { readonly limit: number | null; readonly offset: number | null },
  usualLimit: number,
): PageAsked {
  const wanted = { limit: limit ?? usualLimit, offset: offset ?? 0 }
  for (const [name, value] of Object.entries(wanted)) {
    if (value < 0) throw new Refusal('query-invalid', `${name} must not be less than 0`)
  }
  const page = {
    limit: Math.min(wanted.limit === 0 ? pageMax : Math.round(wanted.limit), pageMax),
    offset: Math.min(Math.round(wanted.offset), offsetMax),
  }
  return { ...page, shown: { limit: Math.min(wanted.limit, pageMax), offset: wanted.offset } }
}

export function pageOf<Thing>(things: readonly Thing[], { limit, offset }: Page): readonly Thing[] {
  return things.slice(offset, offset + limit)
}
