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

/** Longest e-mail address (RFC 3696, erratum 1690). */
export const email = Type.String({ format: 'email', maxLength: 254 })

/** The fields of `wanted` that were said and are not null; Medusa takes null for "not said". */
export function said<Wanted extends object>(
  wanted: Wanted,
): { [Key in keyof Wanted]?: Exclude<Wanted[Key], null | undefined> } {
  const present = Object.entries(wanted).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(present) as { [Key in keyof Wanted]?: Exclude<Wanted[Key], null | undefined> }
}
