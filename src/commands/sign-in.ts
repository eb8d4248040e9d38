import type { Customer } from '../cart/customer.ts'
import type { Books } from '../checkout/books.ts'
import { Refusal } from '../refusal.ts'
import type { Passwords } from './passwords.ts'
import type { Shop } from './shop.ts'

export interface Credentials {
  readonly email: string
  readonly password: string
}

/** Somebody whose password was right, as they were when it was looked at. */
export interface SignedIn {
  readonly customer: Customer
  readonly tokenGeneration: number
}

/** The account with that e-mail and password; an unknown e-mail and a wrong password are refused alike, and as late. */
export async function signIn(
  shop: Shop,
  passwords: Passwords,
  { email, password }: Credentials,
  isTest = false,
): Promise<SignedIn> {
  const found = await shop.store.read((books) => {
    const customer = books.customerByEmail(email, true, isTest)
    return customer && { customer, tokenGeneration: books.tokenGeneration(customer.id) }
  })
  const isRight = await passwords.matches(password, found?.customer.passwordHash ?? null)
  if (!found || !isRight) throw new Refusal('unauthorized', 'The e-mail or the password is wrong.')
  return found
}

/** Whether somebody could sign in with that e-mail. */
export function hasAccount(shop: Shop, email: string): Promise<boolean> {
  return shop.store.read((books) => books.customerByEmail(email, true) !== null)
}

/** Whether the customer is there and access tokens of that generation are still good. */
export function isTokenGood(shop: Shop, customerId: string, generation: number): Promise<boolean> {
  return shop.store.read((books) => isAccount(customerId, books) && books.tokenGeneration(customerId) === generation)
}

export function isAccount(customerId: string, books: Books): boolean {
  return books.customer(customerId)?.hasAccount === true
}
