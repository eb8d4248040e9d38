import { Type } from 'typebox'
import { Refusal } from '../../refusal.ts'
import type { AdminCall } from './route.ts'

const limitDefault = 20
const pageLimitMax = 200
const textMax = 500
const offsetMax = 10_000_000

/** Which part of a list. */
export interface Page {
  readonly offset: number
  readonly limit: number
}

/** What every list may be asked, for the document. */
export const pageQuery = {
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: offsetMax, default: 0 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: pageLimitMax, default: limitDefault })),
}

/** The page that is asked for; a larger limit than there is counts as the largest. Refuses what is no number. */
export function pageOf({ query }: AdminCall): Page {
  return {
    offset: Math.min(wholeNumber('offset', query('offset'), 0), offsetMax),
    limit: Math.min(Math.max(1, wholeNumber('limit', query('limit'), limitDefault)), pageLimitMax),
  }
}

/** What stands there, without spaces around it; null when nothing does. */
export function textOf({ query }: AdminCall, name: string): string | null {
  return query(name)?.trim().slice(0, textMax) || null
}

/** As `wordOf`, several with commas between. */
export function wordsOf<Word extends string>(
  call: AdminCall,
  name: string,
  words: readonly Word[],
): readonly Word[] | null {
  const said = textOf(call, name)
  if (said === null) return null
  return said.split(',').map((each) => wordIn(each.trim(), name, words))
}

/** One of the words that stand there, or null when none was said; refuses every other. */
export function wordOf<Word extends string>(call: AdminCall, name: string, words: readonly Word[]): Word | null {
  const said = textOf(call, name)
  return said === null ? null : wordIn(said, name, words)
}

function wordIn<Word extends string>(said: string, name: string, words: readonly Word[]): Word {
  const word = words.find((each) => each === said)
  if (word === undefined) throw new Refusal('query-invalid', `${name} is one of ${words.join(', ')}.`)
  return word
}

function wholeNumber(name: string, said: string | null, fallback: number): number {
  if (said === null || said === '') return fallback
  if (!/^\d{1,15}$/.test(said)) throw new Refusal('query-invalid', `${name} is to be a whole number.`)
  return Number(said)
}
