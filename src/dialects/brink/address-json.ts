import { type Static, Type } from 'typebox'
import type { Address, AddressChange } from '../../cart/addresses.ts'
import type { CartUpdate } from '../../commands/cart-updates.ts'
import { shapeOf } from '../../http/schema.ts'
import type { Json } from './json.ts'

/** Characters of one line of an address. */
const lineMax = 500

/** An address that can be written to, without quotes; at most 254 characters (RFC 3696, erratum 1690). */
const emailPattern = '^(?=.{3,254}$)[^\\s@"<>,;:]{1,64}@[^\\s@"<>,;:.]+(\\.[^\\s@"<>,;:.]+)+$'

const line = Type.Union([Type.String({ maxLength: lineMax }), Type.Null()])

const said = Type.Optional(line)

const addressBody = Type.Object(
  {
    firstName: said,
    lastName: said,
    company: said,
    streetAddress: said,
    streetAddress2: said,
    postalCode: said,
    city: said,
    region: said,
    countryCode: Type.Optional(Type.String({ pattern: '^[A-Za-z]{2}$', description: 'two letters (ISO 3166-1)' })),
    phone: said,
    email: Type.Optional(Type.String({ pattern: emailPattern, description: 'an e-mail address' })),
  },
  { additionalProperties: false },
)

/** What a shopper writes down of where they live. Unknown fields are refused: whatever they were meant to say would be lost. */
export const addressShape = shapeOf(addressBody)

/** What the cart is to know: the e-mail is the buyer's, whichever address it came with. */
export function addressUpdate(
  body: Static<typeof addressBody>,
  kind: 'shippingAddress' | 'billingAddress',
): CartUpdate {
  const { email } = body
  return { ...(email !== undefined && { email }), [kind]: addressChange(body) }
}

/** Null as well while no more is known of it than the session's country. */
export function addressJson(address: Address | null): Json | null {
  if (!address) return null
  const { firstName, lastName, company, city, postalCode, province: region, phone } = address
  const written = {
    firstName,
    lastName,
    company,
    streetAddress: address.address1,
    streetAddress2: address.address2,
    postalCode,
    city,
    region,
    phone,
  }
  const isBlank = Object.values(written).every((line) => line === null)
  return isBlank ? null : { ...written, countryCode: address.countryCode?.toUpperCase() ?? null }
}

function addressChange(body: Static<typeof addressBody>): AddressChange {
  const fields = {
    firstName: body.firstName,
    lastName: body.lastName,
    company: body.company,
    address1: body.streetAddress,
    address2: body.streetAddress2,
    postalCode: body.postalCode,
    city: body.city,
    province: body.region,
    countryCode: body.countryCode?.toLowerCase(),
    phone: body.phone,
  }
  const sent = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(sent) as AddressChange
}
