import { Type } from 'typebox'
import type { Metadata } from '../../catalog/product.ts'

/** Characters of what people type into one field. */
const textMax = 500

/** An address that can be written to, without quotes; at most 254 characters (RFC 3696, erratum 1690). */
const emailPattern = '^(?=.{3,254}$)[^\\s@"<>,;:]{1,64}@[^\\s@"<>,;:.]+(\\.[^\\s@"<>,;:.]+)+$'

export const text = Type.String({ maxLength: textMax })
export const filled = Type.String({ minLength: 1, maxLength: textMax })
export const freeObject = Type.Unsafe<Metadata>(Type.Object({}))
export const email = Type.String({ pattern: emailPattern, 'x-words': 'must be an e-mail address' })
export const password = Type.String({ minLength: 1, maxLength: 1024 })

/** ISO 3166-1 alpha-2. */
export const country = Type.String({ pattern: '^[A-Za-z]{2}$', 'x-words': 'must be a country code of two letters' })

/** Left out, or null: not said. */
export function maybe<Schema extends Type.TSchema>(schema: Schema) {
  return Type.Optional(Type.Union([schema, Type.Null()]))
}
