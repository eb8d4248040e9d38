import { type Address, type AddressChange, changeAddress } from '../cart/addresses.ts'
import type { Customer } from '../cart/customer.ts'
import { assertMetadataSize } from '../cart/limits.ts'
import { Refusal } from '../refusal.ts'
import { type AskedOfCustomer, editCustomer, replaced } from './customers.ts'
import { assertParticulars } from './particulars.ts'
import type { Answer } from './receipts.ts'
import type { Shop } from './shop.ts'

/** Entries of one address book. */
export const addressesMax = 100

/** What makes two addresses the same to Medusa; a field that was left out equals nothing, not even an empty one. */
const comparedFields = [
  'countryCode',
  'address1',
  'address2',
  'city',
  'phone',
  'postalCode',
  'province',
  'firstName',
  'lastName',
] as const satisfies readonly (keyof AddressChange)[]

/** Writes an address into the customer's book, unless it is in there already. */
export function addAddress(
  shop: Shop,
  customerId: string,
  wanted: AddressChange,
  asked: AskedOfCustomer,
): Promise<Answer> {
  return editCustomer(shop, customerId, asked, (customer, _books, now) => {
    assertParticulars(wanted)
    assertMetadataSize(wanted.metadata)
    const book = bookOf(customer)
    if (book.some((entry) => isSame(entry, wanted))) return { customer, changes: [] }
    if (book.length >= addressesMax) {
      throw new Refusal('limit-exceeded', `An address book has at most ${addressesMax} entries.`, {
        limit: addressesMax,
      })
    }
    const entry = { ...changeAddress(null, wanted, shop.newId('addr'), now), customerId }
    return { customer: { ...customer, addresses: [...customer.addresses, entry] }, changes: [] }
  })
}

/** Changes an entry of the customer's own book; refuses every other id. */
export function updateAddress(
  shop: Shop,
  customerId: string,
  addressId: string,
  wanted: AddressChange,
  asked: AskedOfCustomer,
): Promise<Answer> {
  return editCustomer(shop, customerId, asked, (customer, _books, now) => {
    assertParticulars(wanted)
    assertMetadataSize(wanted.metadata)
    const entry = bookOf(customer).find(({ id }) => id === addressId)
    if (!entry) throw new Refusal('address-not-found', 'Could not find address for customer', { addressId })
    const changed = changeAddress(entry, wanted, entry.id, now)
    return { customer: { ...customer, addresses: replaced(customer.addresses, changed) }, changes: [] }
  })
}

/** Takes an entry out of the customer's own book; one that is not in there changes nothing. */
export function removeAddress(
  shop: Shop,
  customerId: string,
  addressId: string,
  asked: AskedOfCustomer,
): Promise<Answer> {
  return editCustomer(shop, customerId, asked, (customer) => {
    if (!bookOf(customer).some(({ id }) => id === addressId)) return { customer, changes: [] }
    const addresses = customer.addresses.filter(({ id }) => id !== addressId)
    const billingAddressId = customer.billingAddressId === addressId ? null : customer.billingAddressId
    return { customer: { ...customer, addresses, billingAddressId }, changes: [] }
  })
}

/** The entries of the book: an address given for bills alone is not one. */
export function bookOf({ id, addresses }: Customer): readonly Address[] {
  return addresses.filter(({ customerId }) => customerId === id)
}

function isSame(entry: Address, wanted: AddressChange): boolean {
  return comparedFields.every((field) => entry[field] === wanted[field])
}
