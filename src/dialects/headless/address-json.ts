import { type Static, Type } from 'typebox'
import type { Address } from '../../cart/addresses.ts'
import type { WholeAddress } from '../../commands/cart-details.ts'
import { country, filled, maybe, text } from './bodies.ts'

/** Both documented spellings: one `name`, or `first_name` and `last_name`. */
const fields = {
  name: maybe(text),
  first_name: maybe(text),
  last_name: maybe(text),
  company: maybe(text),
  line1: maybe(text),
  line2: maybe(text),
  city: maybe(text),
  state: maybe(text),
  postal_code: maybe(text),
  country: maybe(country),
  phone: maybe(text),
}

/** An address while it is being written: anything may still be missing. */
export const draftAddress = Type.Object(fields)

/** An address that something can be sent to. */
export const wholeAddress = Type.Object({ ...fields, line1: filled, postal_code: filled, country })

export type AddressBody = Static<typeof draftAddress>

/** A `name` stays whole, as the first name: nobody can tell where a name divides. */
export function addressIn(body: AddressBody): WholeAddress {
  const parts = body.first_name != null || body.last_name != null
  return {
    firstName: (parts ? body.first_name : body.name) ?? null,
    lastName: (parts ? (body.last_name ?? '') : null) ?? null,
    company: body.company ?? null,
    address1: body.line1 ?? null,
    address2: body.line2 ?? null,
    city: body.city ?? null,
    province: body.state ?? null,
    postalCode: body.postal_code ?? null,
    countryCode: body.country?.toLowerCase() ?? null,
    phone: body.phone ?? null,
    metadata: null,
  }
}

/** Always with `name`, and with both parts where they were given as such. */
export function addressJson(address: Address | null) {
  if (address === null || isBlank(address)) return null
  const { firstName, lastName } = address
  return {
    name: [firstName, lastName].filter(Boolean).join(' '),
    ...(lastName !== null && { first_name: firstName ?? '', last_name: lastName }),
    company: address.company,
    line1: address.address1,
    line2: address.address2,
    city: address.city,
    state: address.province,
    postal_code: address.postalCode,
    country: address.countryCode?.toUpperCase() ?? null,
    phone: address.phone,
  }
}

/** In a region of one country the core expects that country before anybody wrote an address. */
function isBlank({ firstName, lastName, address1, postalCode, city, phone, company }: Address): boolean {
  return [firstName, lastName, address1, postalCode, city, phone, company].every((field) => field === null)
}
