import type { Books } from '../checkout/books.ts'
import type { Checkout, CheckoutProblem } from '../checkout/checkout.ts'
import type { Change, Decision } from '../checkout/decision.ts'
import { failAttempt, placeOrder } from '../checkout/ending.ts'
import { attemptMaxOf, type ClaimedJob, type JobPayload } from '../checkout/job.ts'
import { LeaseLost } from '../store/lease-lost.ts'
import { announced } from './announcing.ts'
import { freshSession, givingBack } from './editing.ts'
import type { Shop } from './shop.ts'

/** A claimed job of one kind. */
export type Claimed<Kind extends JobPayload['kind']> = ClaimedJob<Extract<JobPayload, { kind: Kind }>>

/**
 * The cart becomes an order, in one commit with everything that belongs to it. When that fails time after time, the
 * attempt ends: nobody is kept waiting for an order that cannot be made, with their money set aside.
 */
export async function carryOutCompletion(shop: Shop, job: Claimed<'complete-cart'>): Promise<void> {
  const attempt = (books: Books): Checkout | null => {
    const checkout = books.checkout(job.payload.checkoutId)
    return checkout?.state === 'authorized' ? checkout : null
  }
  try {
    await shop.store.change((books) => {
      const checkout = attempt(books)
      const order = checkout ? placeOrder(checkout, books, shop.newId, shop.now()) : []
      return withRetired(job, announced(shop, order))
    })
  } catch (error) {
    if (error instanceof LeaseLost || job.attempt < attemptMaxOf('complete-cart')) throw error
    shop.log('order-impossible', { checkoutId: job.payload.checkoutId, error })
    await shop.store.change((books) => {
      const checkout = attempt(books)
      return withRetired(job, announced(shop, checkout ? orderImpossible(shop, checkout, books) : []))
    })
  }
}

/** An authorized attempt ends without its order: everything goes back, the payment too. */
export function orderImpossible(shop: Shop, checkout: Checkout, books: Books): readonly Change[] {
  const now = shop.now()
  const problem: CheckoutProblem = {
    code: 'not-ready',
    message: 'The order could not be made. The payment is given back.',
    details: {},
  }
  const cart = books.cart(checkout.cartId)
  const session = cart && checkout.payment ? freshSession(shop, cart) : null
  const failed = failAttempt(checkout, books, { problem, session, by: 'job', now })
  return [...failed, ...givingBack(shop, checkout, now)]
}

/** The work is done already, or no longer wanted. */
export function retired(job: ClaimedJob): Decision<null> {
  return withRetired(job, [])
}

/** The changes and the end of the job that stands for them, in one commit. */
export function withRetired(job: ClaimedJob, changes: readonly Change[]): Decision<null> {
  return { result: null, changes: [{ kind: 'retire', job }, ...changes] }
}
