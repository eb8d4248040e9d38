import type { Books } from '../checkout/books.ts'
import type { Checkout, CheckoutProblem } from '../checkout/checkout.ts'
import type { Change, Decision } from '../checkout/decision.ts'
import { type Ending, endWithoutOrder, placeOrder } from '../checkout/ending.ts'
import type { ClaimedJob, JobPayload } from '../checkout/job.ts'
import { invariant } from '../invariant.ts'
import { announced } from './announcing.ts'
import type { Shop } from './shop.ts'

/** A claimed job of one kind. */
export type Claimed<Kind extends JobPayload['kind']> = ClaimedJob<Extract<JobPayload, { kind: Kind }>>

/** The cart becomes an order, in one commit with everything that belongs to it. */
export async function carryOutCompletion(shop: Shop, job: Claimed<'complete-cart'>): Promise<void> {
  await shop.store.change((books) => {
    const checkout = books.checkout(job.payload.checkoutId)
    if (checkout?.state !== 'authorized') return retired(job)
    return withRetired(job, announced(shop, placeOrder(checkout, books, shop.newId, shop.now())))
  })
}

/** The attempt did not work out: everything goes back, and the cart is open again. */
export function failed(
  checkout: Checkout,
  books: Books,
  problem: CheckoutProblem,
  session: Ending['session'],
  now: number,
): readonly Change[] {
  const cart = books.cart(checkout.cartId)
  invariant(cart, 'the cart of a live attempt is there')
  return endWithoutOrder(checkout, cart, { state: 'failed', problem, session, by: 'job', now })
}

/** The work is done already, or no longer wanted. */
export function retired(job: ClaimedJob): Decision<null> {
  return withRetired(job, [])
}

/** The changes and the end of the job that stands for them, in one commit. */
export function withRetired(job: ClaimedJob, changes: readonly Change[]): Decision<null> {
  return { result: null, changes: [{ kind: 'retire', job }, ...changes] }
}
