import { settleSession } from '../cart/payment-sessions.ts'
import type { Books } from '../checkout/books.ts'
import type { Actor, Checkout, CheckoutPayment, CheckoutProblem } from '../checkout/checkout.ts'
import type { Change } from '../checkout/decision.ts'
import { type Ending, failAttempt } from '../checkout/ending.ts'
import { invariant } from '../invariant.ts'
import type { AuthorizeOutcome } from '../payments/gateway.ts'
import { givingBack } from './editing.ts'
import type { Shop } from './shop.ts'

/** An answer that says what became of the money. */
export type KnownOutcome = Exclude<AuthorizeOutcome, { kind: 'unknown' }>

/** Who found out, and by what books and clock it is decided. */
export interface Finding {
  readonly shop: Shop
  readonly books: Books
  readonly by: Extract<Actor, 'job' | 'webhook'>
}

/**
 * What a provider's answer does to the attempt that waits for it. Another amount or currency than was asked for is no
 * payment. What ends without an order is given back wherever something may have been set aside, or still could be.
 */
export function followOutcome(checkout: Checkout, outcome: KnownOutcome, finding: Finding): readonly Change[] {
  if (checkout.state !== 'requires_action') return followAsked(checkout, outcome, finding)
  const asked: Checkout = { ...checkout, state: 'authorizing', nextAction: null, updatedAt: finding.shop.now() }
  const { by } = finding
  return [
    { kind: 'move-checkout', from: checkout.state, checkout: asked, why: 'the shopper has acted', by },
    ...followAsked(asked, outcome, finding),
  ]
}

/** On its way to an order; `payment` is null when nothing is due. */
export function authorized(
  checkout: Checkout,
  payment: CheckoutPayment | null,
  why: string,
  { shop, by }: Finding,
): readonly Change[] {
  const now = shop.now()
  const moved: Checkout = { ...checkout, state: 'authorized', payment, nextAction: null, updatedAt: now }
  const payload = { kind: 'complete-cart', cartId: checkout.cartId, checkoutId: checkout.id } as const
  return [
    { kind: 'move-checkout', from: checkout.state, checkout: moved, why, by },
    { kind: 'promise', job: { id: shop.newId('job'), payload, runAt: now } },
  ]
}

function followAsked(checkout: Checkout, outcome: KnownOutcome, finding: Finding): readonly Change[] {
  const { payment } = checkout
  invariant(payment, 'an attempt that asked for a payment has one')
  const { data } = outcome
  switch (outcome.kind) {
    case 'authorized':
      return comparedWithAsked(checkout, { ...payment, reference: outcome.reference, data }, outcome, finding)
    case 'requires_action': {
      const waiting = { ...payment, reference: outcome.reference, data }
      return waitingForShopper(checkout, waiting, outcome.nextAction, finding)
    }
    case 'declined': {
      const problem: CheckoutProblem = { code: 'payment-declined', message: outcome.message, details: {} }
      return [
        ...failedPayment(checkout, problem, { status: 'pending', data }, finding),
        ...takenBack(checkout, finding),
      ]
    }
    case 'error': {
      const problem: CheckoutProblem = { code: 'payment-error', message: outcome.message, details: {} }
      return [...failedPayment(checkout, problem, { status: 'error', data }, finding), ...takenBack(checkout, finding)]
    }
  }
}

function comparedWithAsked(
  checkout: Checkout,
  said: CheckoutPayment,
  { amount, currencyCode, data }: Extract<KnownOutcome, { kind: 'authorized' }>,
  finding: Finding,
): readonly Change[] {
  if (amount === said.amount && currencyCode === said.currencyCode) {
    return authorized(checkout, said, 'the payment is authorized', finding)
  }
  const problem: CheckoutProblem = {
    code: 'payment-error',
    message: 'The provider authorized another amount than was asked for.',
    details: {},
  }
  const { shop } = finding
  return [
    ...failedPayment(checkout, problem, { status: 'error', data }, finding),
    ...givingBack(shop, { ...checkout, payment: said }, shop.now()),
  ]
}

/** The attempt ends here, for want of its payment. */
export function failedPayment(
  checkout: Checkout,
  problem: CheckoutProblem,
  session: Ending['session'],
  { shop, books, by }: Finding,
): readonly Change[] {
  return failAttempt(checkout, books, { problem, session, by, now: shop.now() })
}

/** A payment that has a name, or that nobody knew about for a while, may still come to something. */
function takenBack(checkout: Checkout, { shop }: Finding): readonly Change[] {
  const mayBeThere = checkout.state === 'payment_unknown' || checkout.payment?.reference != null
  return mayBeThere ? givingBack(shop, checkout, shop.now()) : []
}

function waitingForShopper(
  checkout: Checkout,
  payment: CheckoutPayment,
  nextAction: Checkout['nextAction'],
  { shop, books, by }: Finding,
): readonly Change[] {
  const now = shop.now()
  const cart = cartOf(checkout, books)
  const shown = { ...settleSession(cart, 'requires_more', payment.data, now), version: cart.version + 1 }
  const moved: Checkout = { ...checkout, state: 'requires_action', payment, nextAction, updatedAt: now }
  return [
    { kind: 'move-checkout', from: checkout.state, checkout: moved, why: 'the shopper has to act', by },
    { kind: 'save-cart', cart: shown },
  ]
}

function cartOf({ cartId }: Checkout, books: Books) {
  const cart = books.cart(cartId)
  invariant(cart, 'the cart of a live attempt is there')
  return cart
}
