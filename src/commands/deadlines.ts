import type { Books } from '../checkout/books.ts'
import type { Checkout, CheckoutProblem, CheckoutState } from '../checkout/checkout.ts'
import type { Change } from '../checkout/decision.ts'
import { endWithoutOrder } from '../checkout/ending.ts'
import type { JobKind } from '../checkout/job.ts'
import { invariant } from '../invariant.ts'
import { announced } from './announcing.ts'
import { freshSession, givingBack } from './editing.ts'
import { orderImpossible } from './fulfilment.ts'
import type { Shop } from './shop.ts'

const minute = 60_000

type LiveState = Exclude<CheckoutState, 'completed' | 'failed' | 'canceled' | 'expired'>

/** How long an attempt may stay in a state. What the shopper has to do takes longest: they look for their phone first. */
export const deadlinesMs = {
  accepted: 2 * minute,
  taxed: 2 * minute,
  requires_action: 60 * minute,
  authorizing: 2 * minute,
  payment_unknown: 2 * minute,
  authorized: 2 * minute,
} as const satisfies Readonly<Record<LiveState, number>>

/** Money may be on its way here, so time alone ends nothing: what is missing is the job that asks after it. */
const asking = ['authorizing', 'payment_unknown'] as const

/** No money is taken here, or none that could not be given back. */
const expiring = ['accepted', 'taxed', 'requires_action'] as const

/**
 * What is to be done about attempts that did not move in time, at most `limit` per state. `isMore`: there may be others.
 * One whose job is still to be done is left to it, but for the deadlines that shoppers are kept waiting by.
 */
export function overdueChanges(
  shop: Shop,
  books: Books,
  limit: number,
): { readonly changes: readonly Change[]; readonly isMore: boolean } {
  const since = (state: LiveState): number => shop.now() - deadlinesMs[state]
  const stranded = (state: LiveState, kind: JobKind): readonly Checkout[] =>
    books.strandedCheckouts(state, kind, since(state), limit)
  const late = expiring.map((state) => books.idleCheckouts(state, since(state), limit))
  const unasked = asking.map((state) => stranded(state, 'authorize-payment'))
  const unmade = stranded('authorized', 'complete-cart')
  const changes = [
    ...late.flat().flatMap((checkout) => expired(shop, checkout, books)),
    ...unasked.flat().map((checkout) => askingAgain(shop, checkout)),
    ...unmade.flatMap((checkout) => orderImpossible(shop, checkout, books)),
  ]
  return {
    changes: announced(shop, changes),
    isMore: [...late, ...unasked, unmade].some((some) => some.length === limit),
  }
}

const tooLate: CheckoutProblem = {
  code: 'checkout-expired',
  message: 'The checkout was not completed in time.',
  details: {},
}

/** As if the shopper had canceled: holds and pending payment go back, the cart is open. */
function expired(shop: Shop, checkout: Checkout, books: Books): readonly Change[] {
  const cart = books.cart(checkout.cartId)
  invariant(cart, 'the cart of a live attempt is there')
  const now = shop.now()
  const hasAsked = checkout.state === 'requires_action'
  const session = hasAsked ? freshSession(shop, cart) : null
  return [
    ...endWithoutOrder(checkout, cart, { state: 'expired', problem: tooLate, session, by: 'job', now }),
    ...(hasAsked ? givingBack(shop, checkout, now) : []),
  ]
}

function askingAgain(shop: Shop, { id, cartId }: Checkout): Change {
  const payload = { kind: 'authorize-payment', cartId, checkoutId: id } as const
  return { kind: 'promise', job: { id: shop.newId('job'), payload, runAt: shop.now() } }
}
