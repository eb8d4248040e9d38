import { settleSession } from '../cart/payment-sessions.ts'
import type { Books } from '../checkout/books.ts'
import type { Checkout, CheckoutPayment, CheckoutProblem } from '../checkout/checkout.ts'
import type { Change } from '../checkout/decision.ts'
import { invariant } from '../invariant.ts'
import type { AuthorizeOutcome, Gateway, PaymentRequest } from '../payments/gateway.ts'
import { announced } from './announcing.ts'
import { givingBack } from './editing.ts'
import { type Claimed, failed, retired, withRetired } from './fulfilment.ts'
import type { Shop } from './shop.ts'

/** How long a provider has to answer; well below a job's lease. */
export const providerDeadlineMs = 6_000

/**
 * Asks the provider for the frozen amount under the attempt's one key. The attempt says `authorizing` before the first
 * call, so that a crash at any moment is followed by the same question under the same key. What cannot be known yet stays
 * `payment_unknown`, and the job comes back.
 */
export async function carryOutAuthorization(shop: Shop, job: Claimed<'authorize-payment'>): Promise<void> {
  const payment = await shop.store.change<CheckoutPayment | null>((books) => {
    const checkout = books.checkout(job.payload.checkoutId)
    if (checkout?.state === 'taxed' && !checkout.payment)
      return withRetired(job, authorized(shop, checkout, null, 'nothing is due'))
    if (checkout?.state === 'taxed')
      return { result: checkout.payment, changes: [{ kind: 'prove', job }, ...asking(checkout, shop.now())] }
    const underWay = checkout?.state === 'authorizing' || checkout?.state === 'payment_unknown'
    return underWay ? { result: checkout.payment, changes: [{ kind: 'prove', job }] } : retired(job)
  })
  if (!payment) return
  const outcome = await ask(shop, job, payment)
  await shop.store.change((books) => {
    const checkout = books.checkout(job.payload.checkoutId)
    if (checkout?.state !== 'authorizing' && checkout?.state !== 'payment_unknown') return retired(job)
    if (outcome.kind === 'unknown')
      return { result: null, changes: [{ kind: 'prove', job }, ...unknown(checkout, outcome.message, shop.now())] }
    return withRetired(job, announced(shop, settled(shop, checkout, outcome, books)))
  })
  if (outcome.kind === 'unknown')
    throw new Error(`the payment of ${job.payload.checkoutId} is unknown: ${outcome.message}`)
}

/** Gives back at the provider what no order will use; comes back until the provider has said that it is done. */
export async function carryOutCancellation(shop: Shop, job: Claimed<'cancel-payment'>): Promise<void> {
  const { checkoutId, providerId, key, reference, data } = job.payload
  const gateway = gatewayOf(shop, providerId)
  const request = {
    key: `${checkoutId}-cancel`,
    authorizeKey: key,
    reference,
    amount: null,
    data,
    deadlineMs: providerDeadlineMs,
  }
  const outcome = await gateway.cancel(request)
  if (outcome.kind === 'unknown') throw new Error(`the payment of ${checkoutId} may still be live: ${outcome.message}`)
  if (outcome.kind === 'refused')
    shop.log('payment-cancel-refused', { checkoutId, providerId, message: outcome.message })
  await shop.store.change(() => retired(job))
}

/** The same key again; if that says nothing once more, what the provider knows under it. */
async function ask(shop: Shop, job: Claimed<'authorize-payment'>, payment: CheckoutPayment): Promise<AuthorizeOutcome> {
  const { key, amount, currencyCode, data } = payment
  const request: PaymentRequest = {
    key,
    checkoutId: job.payload.checkoutId,
    amount,
    currencyCode,
    data,
    deadlineMs: providerDeadlineMs,
  }
  const gateway = gatewayOf(shop, payment.providerId)
  const outcome = await answerOf(() => gateway.authorize(request))
  if (outcome.kind !== 'unknown' || job.attempt < 2) return outcome
  return lookedUp(gateway, request, outcome)
}

async function lookedUp(
  gateway: Gateway,
  request: PaymentRequest,
  unanswered: AuthorizeOutcome,
): Promise<AuthorizeOutcome> {
  try {
    const found = await gateway.lookup(request)
    return found.kind === 'absent' ? unanswered : found
  } catch {
    return unanswered
  }
}

/** A provider's code that throws has said nothing about the money. */
async function answerOf(call: () => Promise<AuthorizeOutcome>): Promise<AuthorizeOutcome> {
  try {
    return await call()
  } catch (error) {
    return { kind: 'unknown', message: error instanceof Error ? error.message : String(error) }
  }
}

function gatewayOf(shop: Shop, providerId: string): Gateway {
  const gateway = shop.gateways.get(providerId)
  invariant(gateway, `there is a gateway ${providerId}`)
  return gateway
}

function asking(checkout: Checkout, now: number): readonly Change[] {
  const moved: Checkout = { ...checkout, state: 'authorizing', updatedAt: now }
  return [
    { kind: 'move-checkout', from: checkout.state, checkout: moved, why: 'asking the payment provider', by: 'job' },
  ]
}

function unknown(checkout: Checkout, message: string, now: number): readonly Change[] {
  if (checkout.state === 'payment_unknown') return []
  const moved: Checkout = { ...checkout, state: 'payment_unknown', updatedAt: now }
  return [{ kind: 'move-checkout', from: checkout.state, checkout: moved, why: message, by: 'job' }]
}

type Known = Exclude<AuthorizeOutcome, { kind: 'unknown' }>

function settled(shop: Shop, checkout: Checkout, outcome: Known, books: Books): readonly Change[] {
  const now = shop.now()
  const { payment } = checkout
  invariant(payment, 'an attempt that asked for a payment has one')
  switch (outcome.kind) {
    case 'authorized': {
      const said: CheckoutPayment = { ...payment, reference: outcome.reference, data: outcome.data }
      if (outcome.amount === payment.amount && outcome.currencyCode === payment.currencyCode) {
        return authorized(shop, checkout, said, 'the payment is authorized')
      }
      const problem: CheckoutProblem = {
        code: 'payment-error',
        message: 'The provider authorized another amount than was asked for.',
        details: {},
      }
      return [
        ...failed(checkout, books, problem, { status: 'error', data: outcome.data }, now),
        ...givingBack(shop, { ...checkout, payment: said }, now),
      ]
    }
    case 'requires_action':
      return waitingForShopper(
        checkout,
        { ...payment, reference: outcome.reference, data: outcome.data },
        outcome.nextAction,
        books,
        now,
      )
    case 'declined':
      return failed(
        checkout,
        books,
        { code: 'payment-declined', message: outcome.message, details: {} },
        { status: 'pending', data: outcome.data },
        now,
      )
    case 'error':
      return failed(
        checkout,
        books,
        { code: 'payment-error', message: outcome.message, details: {} },
        { status: 'error', data: outcome.data },
        now,
      )
  }
}

function authorized(shop: Shop, checkout: Checkout, payment: CheckoutPayment | null, why: string): readonly Change[] {
  const now = shop.now()
  const moved: Checkout = { ...checkout, state: 'authorized', payment, nextAction: null, updatedAt: now }
  return [
    { kind: 'move-checkout', from: checkout.state, checkout: moved, why, by: 'job' },
    {
      kind: 'promise',
      job: {
        id: shop.newId('job'),
        payload: { kind: 'complete-cart', cartId: checkout.cartId, checkoutId: checkout.id },
        runAt: now,
      },
    },
  ]
}

function waitingForShopper(
  checkout: Checkout,
  payment: CheckoutPayment,
  nextAction: Checkout['nextAction'],
  books: Books,
  now: number,
): readonly Change[] {
  const cart = books.cart(checkout.cartId)
  invariant(cart, 'the cart of a live attempt is there')
  const shown = { ...settleSession(cart, 'requires_more', payment.data, now), version: cart.version + 1 }
  const moved: Checkout = { ...checkout, state: 'requires_action', payment, nextAction, updatedAt: now }
  return [
    { kind: 'move-checkout', from: checkout.state, checkout: moved, why: 'the shopper has to act', by: 'job' },
    { kind: 'save-cart', cart: shown },
  ]
}
