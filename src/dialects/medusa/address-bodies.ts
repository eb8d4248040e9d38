import { type Static, Type } from 'typebox'
import type { AddressChange } from '../../cart/addresses.ts'
import { Refusal } from '../../refusal.ts'
import { closed, freeObject, optional } from './bodies.ts'
import { isCountry } from './countries.ts'

export const addressBody = Type.Object(
  {
    first_name: optional(Type.String()),
    last_name: optional(Type.String()),
    phone: optional(Type.String()),
    metadata: optional(freeObject),
    company: optional(Type.String()),
    address_1: optional(Type.String()),
    address_2: optional(Type.String()),
    city: optional(Type.String()),
    country_code: optional(Type.String()),
    province: optional(Type.String()),
    postal_code: optional(Type.String()),
  },
  closed,
)

/** What an address is to become whose country may be any. Codes are lower case; "DE" is no country, here as in Medusa. */
export function addressAnywhere(body: Static<typeof addressBody>): AddressChange {
  if (typeof body.country_code === 'string' && !isCountry(body.country_code)) {
    throw new Refusal('country-unknown', 'There is no such country', { countryCode: body.country_code })
  }
  return addressChange(body)
}

/** What an address is to become. */
export function addressChange(body: Static<typeof addressBody>): AddressChange {
  const fields = {
    firstName: body.first_name,
    lastName: body.last_name,
    phone: body.phone,
    metadata: body.metadata,
    company: body.company,
    address1: body.address_1,
    address2: body.address_2,
    city: body.city,
    countryCode: body.country_code,
    province: body.province,
    postalCode: body.postal_code,
  }
  const sent = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(sent) as AddressChange
}
