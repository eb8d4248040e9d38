import type { Session } from '../cart/customer.ts'
import type { Change } from '../checkout/decision.ts'
import { Refusal } from '../refusal.ts'
import type { Shop } from './shop.ts'
import { isAccount, type SignedIn } from './sign-in.ts'

/** How long a browser stays signed in from its sign-in on: as long as a session of Medusa's. */
export const sessionMs = 10 * 3_600_000

/** Browsers of one customer; with one more, the oldest is signed out. */
export const sessionsMax = 200

/** What ended is removed where something begins, so that it never heaps up. */
export const sweepLimit = 100

/** Signs a browser in; refuses when the password was changed since it was found right. */
export function beginSession(shop: Shop, { customer }: SignedIn, idHash: string): Promise<Session> {
  return shop.store.change((books) => {
    if (books.customer(customer.id)?.passwordHash !== customer.passwordHash) {
      throw new Refusal('unauthorized', 'The password was changed.')
    }
    const session = newSession(shop, customer.id, idHash)
    return { result: session, changes: beginning(shop, session) }
  })
}

export function newSession(shop: Shop, customerId: string, idHash: string): Session {
  const createdAt = shop.now()
  return { idHash, customerId, createdAt, expiresAt: createdAt + sessionMs }
}

/** What is to be saved for a session to begin. */
export function beginning(shop: Shop, session: Session): readonly Change[] {
  return [
    { kind: 'delete-ended-sign-ins', before: shop.now(), limit: sweepLimit },
    { kind: 'save-session', session, countMax: sessionsMax },
  ]
}

/** The id of the customer whose browser it is; null when it is not signed in, or no longer. */
export function customerOfSession(shop: Shop, idHash: string): Promise<string | null> {
  return shop.store.read((books) => {
    const session = books.session(idHash)
    if (!session || session.expiresAt <= shop.now() || !isAccount(session.customerId, books)) return null
    return session.customerId
  })
}

/** Signs a browser out; one that is not signed in stays so. */
export function endSession(shop: Shop, idHash: string): Promise<void> {
  return shop.store.change(() => ({ result: undefined, changes: [{ kind: 'end-session', idHash }] }))
}
