import type { Customer } from '../../cart/customer.ts'
import { type Json, row } from './json.ts'

export function customerJson(customer: Customer): Json {
  return {
    ...row(customer),
    email: customer.email,
    first_name: customer.firstName,
    last_name: customer.lastName,
    billing_address_id: customer.billingAddressId,
    phone: customer.phone,
    has_account: customer.hasAccount,
    metadata: customer.metadata,
  }
}

/**
 * The customer that a cart or order names, for the eyes of whoever asks: themselves, or a guest who is known by the very
 * e-mail that the cart shows anyway. `customer_id` can be set by anybody, so it must not fetch somebody else's name.
 */
export function shownCustomer(
  customer: Customer | null,
  shown: { readonly email: string | null; readonly signedInAs: string | null },
): Json | null {
  if (!customer) return null
  const isThemselves = customer.id === shown.signedInAs
  const isThatGuest = !customer.hasAccount && customer.email === shown.email
  return isThemselves || isThatGuest ? customerJson(customer) : null
}
