import type { Address } from '../../cart/addresses.ts'
import { type Json, row } from './json.ts'

export function addressJson(address: Address): Json {
  return {
    ...row(address),
    customer_id: address.customerId,
    company: address.company,
    first_name: address.firstName,
    last_name: address.lastName,
    address_1: address.address1,
    address_2: address.address2,
    city: address.city,
    country_code: address.countryCode,
    province: address.province,
    postal_code: address.postalCode,
    phone: address.phone,
    metadata: address.metadata,
  }
}

export function addressOrNull(address: Address | null): Json | null {
  return address && addressJson(address)
}
