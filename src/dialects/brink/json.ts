import type { Percent } from '../../catalog/region.ts'
import { toUuid } from '../../id.ts'

/** Something that is only ever turned into text. */
export type Json = Readonly<Record<string, unknown>>

/** RFC 3339 in UTC. */
export function time(ms: number): string {
  return new Date(ms).toISOString()
}

/** Our id's bits as a UUID, as Brink's ids are; what was imported under another kind of id keeps that. */
export function uuid(id: string): string {
  return toUuid(id) ?? id
}

/** A percentage as a whole number and how many of its digits are decimals: 5.5 is 55 and 1. */
export function percentage(rates: readonly Percent[]): Json {
  const text = rates.reduce((total, rate) => total + rate, 0).toFixed(4)
  const [whole = '0', decimals = ''] = text.replace(/\.?0+$/, '').split('.')
  return { taxPercentage: Number(whole + decimals), taxPercentageDecimals: decimals.length }
}

/** A provider as Brink names one. */
export function providerJson(id: string): Json {
  return { id, name: id.charAt(0).toUpperCase() + id.slice(1) }
}
