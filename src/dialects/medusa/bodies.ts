import { Type } from 'typebox'
import type { Metadata } from '../../catalog/product.ts'

/** Unknown fields are refused, as Medusa does. */
export const closed = { additionalProperties: false } as const

/** What class-validator's IsOptional lets through: nothing, or null. */
export function optional<Schema extends Type.TSchema>(schema: Schema) {
  return Type.Optional(Type.Union([schema, Type.Null()]))
}

/** An object of the caller's own. */
export const freeObject = Type.Unsafe<Metadata>(Type.Object({}))

export const code = Type.Object({ code: Type.String() }, closed)

const letter = 'A-Za-z\\u00a1-\\uffff'
const word = `[${letter}\\d!#$%&'*+/=?^_\`{|}~-]+`
const label = `[${letter}\\d](?:[${letter}\\d-]{0,61}[${letter}\\d])?`

/**
 * An e-mail address as class-validator takes it: a host with a dot in it, no quotes. At most 64 characters before the @
 * (RFC 5321 §4.5.3.1.1) and 254 in all (RFC 3696, erratum 1690).
 */
export const emailPattern = `^(?=.{1,254}$)(?=[^@]{1,64}@)${word}(?:\\.${word})*@(?:${label}\\.)+(?:xn[${letter}\\d-]{2,61}|[${letter}]{2,63})$`

export const email = Type.String({ pattern: emailPattern, 'x-words': 'must be an email' })

/** The fields of `wanted` that were said and are not null; Medusa takes null for "not said". */
export function said<Wanted extends object>(
  wanted: Wanted,
): { [Key in keyof Wanted]?: Exclude<Wanted[Key], null | undefined> } {
  const present = Object.entries(wanted).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(present) as { [Key in keyof Wanted]?: Exclude<Wanted[Key], null | undefined> }
}
