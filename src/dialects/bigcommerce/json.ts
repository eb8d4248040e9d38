import { fromUuid, type IdPrefix, toUuid } from '../../id.ts'
import { toDecimalNumber } from '../../money/currency.ts'
import type { Minor } from '../../money/money.ts'

/** Something that is only ever turned into text; fields in BigCommerce's order. */
export type Json = Readonly<Record<string, unknown>>

/** ISO 8601 in UTC. */
export function time(ms: number): string {
  return new Date(ms).toISOString()
}

/** An id as BigCommerce spells such; one that is none of ours (imported ones may be any text) stays what it is. */
export function uuid(id: string): string {
  return toUuid(id) ?? id
}

/** The id that was meant: a UUID's, or the text itself. */
export function idMeant(prefix: IdPrefix, said: string): string {
  return fromUuid(prefix, said) ?? said
}

/** Amounts in a currency's major unit, as JSON numbers. */
export function decimalsIn(currencyCode: string): (amount: Minor) => number {
  return (amount) => toDecimalNumber(amount, currencyCode)
}

/** What nearly every answer is wrapped in. */
export function wrapped(data: unknown, meta: Json = {}): Json {
  return { data, meta }
}
