import type { Customer } from '../cart/customer.ts'
import type { Books } from '../checkout/books.ts'
import { Refusal } from '../refusal.ts'
import { announcePasswordToken } from './announcing.ts'
import type { Passwords } from './passwords.ts'
import { hashOfSecret } from './secrets.ts'
import { sweepLimit } from './sessions.ts'
import type { Shop } from './shop.ts'

/** How long a password token is good, as long as Medusa's. */
export const passwordTokenMs = 15 * 60_000

/**
 * Sends leave to set a new password to who mails it. Nobody is told whether there is such an account: for an unknown
 * e-mail the same is written and nobody gets it.
 */
export function requestPasswordToken(shop: Shop, email: string, token: string, isTest = false): Promise<void> {
  return shop.store.change((books) => {
    const now = shop.now()
    const account = books.customerByEmail(email, true, isTest)
    const expiresAt = now + passwordTokenMs
    const kept = { tokenHash: hashOfSecret(token), customerId: account?.id ?? null, createdAt: now, expiresAt }
    return {
      result: undefined,
      changes: [
        { kind: 'delete-ended-sign-ins', before: now, limit: sweepLimit },
        { kind: 'save-password-token', token: kept },
        ...(account ? announcePasswordToken(shop, account, token, expiresAt) : []),
      ],
    }
  })
}

export interface NewPassword {
  /** Null: whoever the token was sent to, which nobody can guess. */
  readonly email: string | null
  readonly token: string
  readonly password: string
  /** Absent: live. */
  readonly isTest?: boolean
}

/** Sets the password, once per token, and ends everything that was signed in; refuses tokens that are not this account's. */
export async function resetPassword(shop: Shop, passwords: Passwords, wanted: NewPassword): Promise<Customer> {
  await shop.store.read((books) => accountFor(shop, wanted, books))
  const passwordHash = await passwords.hash(wanted.password)
  return shop.store.change((books) => {
    const customer = { ...accountFor(shop, wanted, books), passwordHash, updatedAt: shop.now() }
    return {
      result: customer,
      changes: [
        { kind: 'save-customer', customer },
        { kind: 'end-password-tokens', customerId: customer.id },
        { kind: 'end-sessions', customerId: customer.id, exceptIdHash: null },
        { kind: 'refuse-tokens', customerId: customer.id },
      ],
    }
  })
}

function accountFor(shop: Shop, { email, token, isTest = false }: NewPassword, books: Books): Customer {
  const known = books.passwordToken(hashOfSecret(token))
  const account = known?.customerId ? books.customer(known.customerId) : null
  const isMeant = account?.isTest === isTest && (email === null || account.email === email.toLowerCase())
  const isGood = known !== null && known.expiresAt > shop.now() && isMeant
  if (!account || !isGood) throw new Refusal('unauthorized', 'The password token is wrong, used or too old.')
  return account
}
