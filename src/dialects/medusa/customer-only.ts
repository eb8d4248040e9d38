import type { Keyed } from '../../commands/receipts.ts'
import { Refusal } from '../../refusal.ts'
import type { Call, Door, Route } from './route.ts'

/** Routes for signed-in customers: everybody else is refused before anything else is looked at. */
export function forCustomers(routes: readonly Route[]): readonly Route[] {
  return routes.map((route) => ({
    ...route,
    carryOut: async (call) => {
      customerIn(call)
      return route.carryOut(call)
    },
  }))
}

/** The id of the customer whose request it is. */
export function customerIn({ signedInAs }: Pick<Call, 'signedInAs'>): string {
  if (signedInAs === null) throw nobody()
  return signedInAs
}

export function nobody(): Refusal {
  return new Refusal('unauthorized', 'Nobody is signed in.')
}

/**
 * The request's key, for that owner. The bodies of these routes may hold a password, so their fingerprint is sealed with
 * a secret that is not in the database: nobody who reads that can try passwords on it.
 */
export function sealedKey({ accounts }: Door, { keyed }: Call, scope: string): Keyed | null {
  if (!keyed) return null
  const sealed = new Bun.CryptoHasher('sha256', accounts.cookieSecret).update(keyed.fingerprint).digest('base64url')
  return { ...keyed, scope, fingerprint: sealed }
}
