import Type, { type TProperties, type TSchema } from 'typebox'
import { amountMax } from '../money/money.ts'

// Each schema's description completes the sentence "must be …" that the file's author reads.

const stockMax = 1_000_000_000
const numberMax = 2_147_483_647
const measureMax = 1_000_000_000
const percentMax = 100
const percentDecimals = 4

/** An object that refuses unknown fields. */
export function record<Properties extends TProperties>(properties: Properties) {
  return Type.Object(properties, { additionalProperties: false, description: 'an object' })
}

/** A list with a cap; what is left out is the caller's to default. */
export function list<Item extends TSchema>(item: Item, maxItems: number) {
  return Type.Array(item, { maxItems, description: `a list of at most ${maxItems} items` })
}

/** Text with something in it. */
export function text(maxLength: number) {
  return Type.String({ minLength: 1, maxLength, description: `text of 1 to ${maxLength} characters` })
}

/** Text that may be empty. */
export function prose(maxLength: number) {
  return Type.String({ maxLength, description: `text of at most ${maxLength} characters` })
}

/** One of a few words. */
export function oneOf<Words extends string[]>(...words: [...Words]) {
  return Type.Enum(words, { description: `one of ${words.map((word) => `"${word}"`).join(', ')}` })
}

/** An id in Medusa's spelling: the prefix and 26 characters of Crockford's base 32. */
export function idOf(prefix: string) {
  return Type.String({
    pattern: `^${prefix}_[0-9A-HJKMNP-TV-Z]{26}$`,
    description: `an id as in ${prefix}_01J0000000000000000000000A (26 characters of Crockford's base 32)`,
  })
}

export const flag = Type.Boolean({ description: 'true or false' })

export const money = Type.Integer({
  minimum: 0,
  maximum: amountMax,
  description: `a whole number of minor units (cents) from 0 to ${amountMax}`,
})

export const stockCount = Type.Integer({
  minimum: 0,
  maximum: stockMax,
  description: `a whole number from 0 to ${stockMax}`,
})

export const positive = Type.Integer({
  minimum: 1,
  maximum: numberMax,
  description: `a whole number from 1 to ${numberMax}`,
})

export const measure = Type.Number({
  minimum: 0,
  maximum: measureMax,
  description: `a number from 0 to ${measureMax}`,
})

/** Percent, as 20 or 5.5. */
export const percent = Type.Refine(
  Type.Number({
    minimum: 0,
    maximum: percentMax,
    description: `a number from 0 to ${percentMax} with at most ${percentDecimals} decimals`,
  }),
  hasFewDecimals,
)

/** Whether a percentage is one that the tax arithmetic counts in full. */
export function hasFewDecimals(value: number): boolean {
  return Number(value.toFixed(percentDecimals)) === value
}

export const currencyCode = Type.String({
  pattern: '^[a-z]{3}$',
  description: 'a currency code in lower case, such as "eur"',
})

export const countryCode = Type.String({
  pattern: '^[a-z]{2}$',
  description: 'a country code in lower case, such as "de"',
})

/** What stands in addresses: no spaces, nothing that a path or a query would need to escape twice. */
export const handle = Type.String({
  pattern: '^[^\\s/?#%\\\\]{1,200}$',
  description: 'text of 1 to 200 characters without spaces or any of / ? # % \\',
})

/** A code that a shopper types. */
export const code = Type.String({
  pattern: '^\\S(?:.{0,98}\\S)?$',
  description: 'text of 1 to 100 characters that neither begins nor ends with a space',
})

export const email = Type.String({
  pattern: '^[^\\s@]{1,64}@[^\\s@]{1,189}$',
  description: 'an e-mail address',
})

/** ISO 8601; without a zone it is UTC. */
export const date = Type.Refine(Type.String({ description: 'a date as in 2026-01-31T00:00:00.000Z' }), isDate)

/** Anything at all, kept as it is: `metadata` and `data`. */
export const free = Type.Record(Type.String(), Type.Unknown(), { description: 'an object' })

const datePattern = /^(\d{4})-(\d{2})-(\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/

function isDate(value: string): boolean {
  const parts = datePattern.exec(value)
  if (parts === null || Number.isNaN(Date.parse(value))) return false
  const [, year, month, day] = parts.map(Number)
  return day !== undefined && day <= new Date(Date.UTC(year ?? 0, month ?? 0, 0)).getUTCDate()
}

/** Milliseconds since 1970 of a checked date; a time without a zone is UTC. */
export function timeOf(value: string): number {
  return Date.parse(/T/.test(value) && !/(?:Z|[+-]\d{2}:\d{2})$/.test(value) ? `${value}Z` : value)
}
