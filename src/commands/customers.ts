import { type Address, type AddressChange, changeAddress } from '../cart/addresses.ts'
import type { Customer } from '../cart/customer.ts'
import { assertMetadataSize } from '../cart/limits.ts'
import type { Metadata } from '../catalog/product.ts'
import type { Books } from '../checkout/books.ts'
import type { Change } from '../checkout/decision.ts'
import { Refusal } from '../refusal.ts'
import { once } from './idempotency.ts'
import { assertParticulars } from './particulars.ts'
import type { Passwords } from './passwords.ts'
import type { Answer, Keyed, Shown } from './receipts.ts'
import { beginning, newSession } from './sessions.ts'
import type { Shop } from './shop.ts'

/** Characters of a customer's metadata as JSON. */
export const metadataMax = 65_536

/** How the answer is to look; `show` runs inside the transaction and sees what was decided. */
export interface AskedOfCustomer {
  readonly keyed: Keyed | null
  readonly show: (customer: Customer, books: Books) => Shown
}

export interface NewCustomer {
  readonly firstName: string | null
  readonly lastName: string | null
  readonly phone: string | null
  readonly email: string
  readonly password: string
  /** The browser that is signed in with it; null: none. */
  readonly sessionIdHash: string | null
  /** Absent: live. */
  readonly isTest?: boolean
}

/** Makes an account and signs the browser in; refuses an e-mail that has one. */
export async function registerCustomer(
  shop: Shop,
  passwords: Passwords,
  wanted: NewCustomer,
  asked: AskedOfCustomer,
): Promise<Answer> {
  const { email: written, firstName, lastName, phone } = wanted
  assertParticulars({ written, firstName, lastName, phone })
  const passwordHash = await passwords.hash(wanted.password)
  return shop.store.change((books) =>
    once(shop, books, asked.keyed, () => {
      const email = written.toLowerCase()
      const { isTest = false, sessionIdHash } = wanted
      assertEmailFree(email, isTest, books)
      const now = shop.now()
      const customer: Customer = {
        id: shop.newId('cus'),
        number: books.nextCustomerNumber(),
        email,
        firstName,
        lastName,
        phone,
        hasAccount: true,
        isTest,
        passwordHash,
        billingAddressId: null,
        addresses: [],
        metadata: null,
        createdAt: now,
        updatedAt: now,
      }
      const session = sessionIdHash === null ? [] : beginning(shop, newSession(shop, customer.id, sessionIdHash))
      return { result: asked.show(customer, books), changes: [{ kind: 'save-customer', customer }, ...session] }
    }),
  )
}

/** What is to be different; what is left out stays. */
export interface CustomerUpdate {
  readonly firstName?: string | null
  readonly lastName?: string | null
  readonly phone?: string | null
  readonly email?: string
  readonly password?: string
  /** Laid over what is there, key by key; an empty text removes its key. */
  readonly metadata?: Metadata
  /** What to lay over the present one, or the id of an entry of the address book; null for none. */
  readonly billingAddress?: AddressChange | string | null
}

/**
 * Changes an account. A new password signs all other browsers out; access tokens stay good, since the caller's own may be
 * one of them.
 */
export async function updateCustomer(
  shop: Shop,
  passwords: Passwords,
  customerId: string,
  wanted: CustomerUpdate & { readonly sessionIdHash: string | null },
  asked: AskedOfCustomer,
): Promise<Answer> {
  const { password, sessionIdHash, ...rest } = wanted
  const passwordHash = password === undefined ? null : await passwords.hash(password)
  return editCustomer(shop, customerId, asked, (customer, books, now) => {
    const updated = updatedCustomer(shop, customer, rest, books, now)
    if (!passwordHash) return { customer: updated, changes: [] }
    return {
      customer: { ...updated, passwordHash },
      changes: [{ kind: 'end-sessions', customerId, exceptIdHash: sessionIdHash }],
    }
  })
}

/** The account as it should be, and what else is to be saved with it. */
export interface CustomerEdit {
  readonly customer: Customer
  readonly changes: readonly Change[]
}

/** The one way to change an account: under a key that was used before it only shows the stored answer. */
export function editCustomer(
  shop: Shop,
  customerId: string,
  asked: AskedOfCustomer,
  edit: (customer: Customer, books: Books, now: number) => CustomerEdit,
): Promise<Answer> {
  return shop.store.change((books) =>
    once(shop, books, asked.keyed, () => {
      const now = shop.now()
      const present = accountOf(books, customerId)
      const edited = edit(present, books, now)
      if (edited.customer === present) return { result: asked.show(present, books), changes: edited.changes }
      const customer = { ...edited.customer, updatedAt: now }
      return { result: asked.show(customer, books), changes: [{ kind: 'save-customer', customer }, ...edited.changes] }
    }),
  )
}

/** The account with that id. */
export function accountOf(books: Books, customerId: string): Customer {
  const customer = books.customer(customerId)
  if (!customer?.hasAccount) {
    throw new Refusal('customer-not-found', `Customer with id: ${customerId} was not found`, { customerId })
  }
  return customer
}

function updatedCustomer(shop: Shop, customer: Customer, wanted: CustomerUpdate, books: Books, now: number): Customer {
  const { metadata, billingAddress, email: written, ...plain } = wanted
  const email = written?.toLowerCase() ?? customer.email
  if (email !== customer.email) assertEmailFree(email, customer.isTest, books)
  assertParticulars({ ...plain, written, metadata })
  const noted = metadata ? laidOver(customer.metadata, metadata) : customer.metadata
  const updated = { ...customer, ...plain, email, metadata: noted }
  return billingAddress === undefined ? updated : withBilling(shop, updated, billingAddress, now)
}

function assertEmailFree(email: string, isTest: boolean, books: Books): void {
  if (books.customerByEmail(email, true, isTest)) {
    throw new Refusal('email-taken', 'The e-mail has an account already.', { email })
  }
}

/** An empty text takes its key away, as Medusa does. */
function laidOver(present: Metadata | null, given: Metadata): Metadata {
  const noted = Object.fromEntries(Object.entries({ ...present, ...given }).filter(([key]) => given[key] !== ''))
  if (JSON.stringify(noted).length > metadataMax) {
    throw new Refusal('limit-exceeded', `Metadata has at most ${metadataMax} characters.`, { limit: metadataMax })
  }
  return noted
}

function withBilling(shop: Shop, customer: Customer, wanted: AddressChange | string | null, now: number): Customer {
  if (wanted === null) return { ...customer, billingAddressId: null }
  if (typeof wanted === 'string') {
    if (customer.addresses.some(({ id }) => id === wanted)) return { ...customer, billingAddressId: wanted }
    throw new Refusal('address-not-found', `Address with id ${wanted} was not found`, { addressId: wanted })
  }
  assertParticulars(wanted)
  assertMetadataSize(wanted.metadata)
  const present = customer.addresses.find(({ id }) => id === customer.billingAddressId) ?? null
  const address = changeAddress(present, wanted, shop.newId('addr'), now)
  return { ...customer, billingAddressId: address.id, addresses: replaced(customer.addresses, address) }
}

/** The addresses with that one in place of the one of its id, or at their end. */
export function replaced(addresses: readonly Address[], address: Address): readonly Address[] {
  const isThere = addresses.some(({ id }) => id === address.id)
  return isThere ? addresses.map((one) => (one.id === address.id ? address : one)) : [...addresses, address]
}
