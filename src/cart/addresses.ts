import type { Metadata } from '../catalog/product.ts'

/** A postal address as the shopper wrote it. */
export interface Address {
  readonly id: string
  /** Set on an address of a customer's address book. */
  readonly customerId: string | null
  readonly company: string | null
  readonly firstName: string | null
  readonly lastName: string | null
  readonly address1: string | null
  readonly address2: string | null
  readonly city: string | null
  /** ISO 3166-1 alpha-2, lower case. */
  readonly countryCode: string | null
  readonly province: string | null
  readonly postalCode: string | null
  readonly phone: string | null
  readonly metadata: Metadata | null
  readonly createdAt: number
  readonly updatedAt: number
}

/** What may be said of an address; what is left out stays as it was. */
export type AddressChange = Partial<Omit<Address, 'id' | 'customerId' | 'createdAt' | 'updatedAt'>>

/** Lays what was said over the address that is there; a first one gets `id`. */
export function changeAddress(present: Address | null, change: AddressChange, id: string, now: number): Address {
  return { ...(present ?? blankAddress(id, now)), ...change, updatedAt: now }
}

function blankAddress(id: string, now: number): Address {
  return {
    id,
    customerId: null,
    company: null,
    firstName: null,
    lastName: null,
    address1: null,
    address2: null,
    city: null,
    countryCode: null,
    province: null,
    postalCode: null,
    phone: null,
    metadata: null,
    createdAt: now,
    updatedAt: now,
  }
}
