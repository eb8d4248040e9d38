import { type Static, Type } from 'typebox'
import type { Address, AddressChange } from '../../cart/addresses.ts'
import { Refusal } from '../../refusal.ts'
import { email, optional } from './bodies.ts'
import { type Json, uuid } from './json.ts'

const lineMax = 255
const fieldsMax = 50

const line = optional(Type.String({ maxLength: lineMax }))

const customField = Type.Object({
  field_id: Type.String({ minLength: 1, maxLength: lineMax }),
  field_value: optional(
    Type.Union([Type.String({ maxLength: lineMax }), Type.Number(), Type.Array(Type.String({ maxLength: lineMax }))]),
  ),
})

/** An address of a bill or of a consignment. */
export const addressFields = {
  email,
  country_code: Type.String({ pattern: '^[A-Za-z]{2}$', 'x-words': 'must be an ISO 3166-1 alpha-2 code' }),
  first_name: line,
  last_name: line,
  company: line,
  address1: line,
  address2: line,
  city: line,
  state_or_province: line,
  state_or_province_code: line,
  postal_code: line,
  phone: line,
  custom_fields: optional(Type.Array(customField, { maxItems: fieldsMax })),
}

type AddressBody = Static<Type.TObject<typeof addressFields>>

/** What an address is to be; refuses countries that there are not. What the core has no place for stays in its metadata. */
export function addressSaid(body: AddressBody, field: string): AddressChange {
  const countryCode = body.country_code.toLowerCase()
  if (countryName(countryCode) === null) {
    throw new Refusal('country-unknown', `There is no country ${body.country_code}.`, { field: `${field}country_code` })
  }
  return {
    firstName: body.first_name || null,
    lastName: body.last_name || null,
    company: body.company || null,
    address1: body.address1 || null,
    address2: body.address2 || null,
    city: body.city || null,
    province: body.state_or_province_code || body.state_or_province || null,
    postalCode: body.postal_code || null,
    phone: body.phone || null,
    countryCode,
    metadata: {
      email: body.email,
      state_or_province: body.state_or_province ?? '',
      state_or_province_code: body.state_or_province_code ?? '',
      custom_fields: body.custom_fields ?? [],
    },
  }
}

export function addressJson(address: Address, cartEmail: string | null): Json {
  const { metadata } = address
  const text = (name: string): string | null => (typeof metadata?.[name] === 'string' ? metadata[name] : null)
  const code = address.countryCode ?? ''
  return {
    id: uuid(address.id),
    first_name: address.firstName ?? '',
    last_name: address.lastName ?? '',
    email: text('email') ?? cartEmail ?? '',
    company: address.company ?? '',
    address1: address.address1 ?? '',
    address2: address.address2 ?? '',
    city: address.city ?? '',
    state_or_province: text('state_or_province') ?? address.province ?? '',
    state_or_province_code: text('state_or_province_code') ?? '',
    country: countryName(code) ?? '',
    country_code: code.toUpperCase(),
    postal_code: address.postalCode ?? '',
    phone: address.phone ?? '',
    custom_fields: Array.isArray(metadata?.['custom_fields']) ? metadata['custom_fields'] : [],
  }
}

const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

/** A country's name in English (ISO 3166, by way of CLDR); null for what is none. */
export function countryName(code: string): string | null {
  if (!/^[A-Za-z]{2}$/.test(code) || code.toLowerCase() === 'zz') return null
  return names.of(code.toUpperCase()) ?? null
}
