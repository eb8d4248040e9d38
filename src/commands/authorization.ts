import type { Books } from '../checkout/books.ts'
import { type Checkout, type CheckoutPayment, type CheckoutProblem, isTerminal } from '../checkout/checkout.ts'
import type { Change, Decision } from '../checkout/decision.ts'
import { attemptMax } from '../checkout/job.ts'
import { invariant } from '../invariant.ts'
import type { AuthorizeOutcome, Gateway, LookupOutcome, PaymentRequest } from '../payments/gateway.ts'
import { announced } from './announcing.ts'
import { givingBack } from './editing.ts'
import { type Claimed, retired, withRetired } from './fulfilment.ts'
import { authorized, failedPayment, followOutcome } from './payment-outcomes.ts'
import type { Shop } from './shop.ts'

/** How long a provider has to answer; asking and then looking fit into a job's lease, with room for two commits. */
export const providerDeadlineMs = 5_000
export const lookupDeadlineMs = 4_000

/**
 * How long a payment may be unknown until it counts that the provider's books do not have it. Until then a question that
 * is still on its way may arrive, and the same key is asked again.
 */
export const absenceCountsMs = 5 * 60_000

/**
 * Asks the provider for the frozen amount under the attempt's one key. The attempt says `authorizing` before the first
 * call, so that a crash at any moment is followed by the same question under the same key. What cannot be known yet stays
 * `payment_unknown`, and the job comes back for as long as the attempt is live.
 */
export async function carryOutAuthorization(shop: Shop, job: Claimed<'authorize-payment'>): Promise<void> {
  const { checkoutId } = job.payload
  const asking = await shop.store.change((books) => begin(shop, job, books))
  if (!asking?.payment) return
  const outcome = await ask(shop, job, asking, asking.payment)
  await shop.store.change<null>((books) => {
    const checkout = books.checkout(checkoutId)
    if (!checkout || !mayTake(checkout, outcome)) return withRetired(job, comingLate(shop, checkout, outcome))
    if (outcome.kind === 'unknown')
      return { result: null, changes: [{ kind: 'prove', job }, ...unknown(checkout, outcome.message, shop.now())] }
    return withRetired(job, announced(shop, followOutcome(checkout, outcome, { shop, books, by: 'job' })))
  })
  if (outcome.kind === 'unknown') throw new Error(`the payment of ${checkoutId} is unknown: ${outcome.message}`)
}

/** Gives back at the provider what no order will use; comes back until the provider has said that it is done. */
export async function carryOutCancellation(shop: Shop, job: Claimed<'cancel-payment'>): Promise<void> {
  const { checkoutId, providerId, key, reference, data } = job.payload
  const checkout = await shop.store.read((books) => books.checkout(checkoutId))
  const isOwn = reference === null || reference === checkout?.payment?.reference
  const outcome = await gatewayOf(shop, providerId).cancel({
    key: isOwn ? `${checkoutId}-cancel` : `${checkoutId}-cancel-${reference}`,
    authorizeKey: key,
    reference,
    begunAt: checkout?.createdAt ?? 0,
    amount: null,
    data,
    deadlineMs: providerDeadlineMs,
  })
  if (outcome.kind === 'unknown') throw new Error(`the payment of ${checkoutId} may still be live: ${outcome.message}`)
  if (outcome.kind === 'refused')
    shop.log('payment-cancel-refused', { checkoutId, providerId, message: outcome.message })
  await shop.store.change(() => retired(job))
}

/** What the provider's own books say of the attempt's payment; `unknown` when it does not say. */
export async function lookUp(gateway: Gateway, request: PaymentRequest): Promise<LookupOutcome> {
  return saidBy(() => gateway.lookup({ ...request, deadlineMs: lookupDeadlineMs }))
}

export function paymentRequest(checkout: Checkout, payment: CheckoutPayment): PaymentRequest {
  const { key, amount, currencyCode, reference, data } = payment
  return {
    key,
    checkoutId: checkout.id,
    amount,
    currencyCode,
    reference,
    begunAt: checkout.createdAt,
    data,
    deadlineMs: providerDeadlineMs,
  }
}

export function gatewayOf(shop: Shop, providerId: string): Gateway {
  const gateway = shop.gateways.get(providerId)
  invariant(gateway, `there is a gateway ${providerId}`)
  return gateway
}

/** The attempt if its payment is to be asked for, with that written down first. */
function begin(shop: Shop, job: Claimed<'authorize-payment'>, books: Books): Decision<Checkout | null> {
  const checkout = books.checkout(job.payload.checkoutId)
  const finding = { shop, books, by: 'job' } as const
  if (checkout?.state === 'authorizing' || checkout?.state === 'payment_unknown')
    return { result: checkout, changes: [{ kind: 'prove', job }] }
  if (checkout?.state !== 'taxed') return retired(job)
  const { payment } = checkout
  if (!payment) return withRetired(job, announced(shop, authorized(checkout, null, 'nothing is due', finding)))
  if (!shop.gateways.has(payment.providerId)) {
    return withRetired(job, announced(shop, failedPayment(checkout, notOffered(payment), null, finding)))
  }
  return { result: checkout, changes: [{ kind: 'prove', job }, ...asking(checkout, shop.now())] }
}

function notOffered({ providerId }: CheckoutPayment): CheckoutProblem {
  return { code: 'payment-error', message: 'The payment method is not available.', details: { providerId } }
}

/**
 * The same key again. If that says nothing once more, what the provider knows under it; and after a question that was
 * never answered, a refusal counts only when the provider's books have nothing either.
 */
async function ask(
  shop: Shop,
  job: Claimed<'authorize-payment'>,
  checkout: Checkout,
  payment: CheckoutPayment,
): Promise<AuthorizeOutcome> {
  const gateway = gatewayOf(shop, payment.providerId)
  const request = paymentRequest(checkout, payment)
  if (isLongUnknown(checkout, job.attempt, shop.now())) return foundOrNot(await lookUp(gateway, request), payment)
  const outcome = await saidBy(() => gateway.authorize(request))
  if (job.attempt < 2 || (outcome.kind !== 'unknown' && outcome.kind !== 'error')) return outcome
  const found = await lookUp(gateway, request)
  if (found.kind === 'absent') return outcome
  return found.kind === 'unknown' && outcome.kind === 'unknown' ? outcome : found
}

/** By now nobody asks for the money any more: what is not there by then will not be, and only that ends the attempt. */
function isLongUnknown({ state, updatedAt }: Checkout, attempt: number, now: number): boolean {
  return state === 'payment_unknown' && attempt >= attemptMax && now - updatedAt >= absenceCountsMs
}

function foundOrNot(found: LookupOutcome, { data }: CheckoutPayment): AuthorizeOutcome {
  if (found.kind !== 'absent') return found
  return { kind: 'error', message: 'The payment provider did not answer and took no payment.', data }
}

/** A provider's code that throws has said nothing about the money. */
async function saidBy<Outcome>(
  call: () => Promise<Outcome>,
): Promise<Outcome | Extract<AuthorizeOutcome, { kind: 'unknown' }>> {
  try {
    return await call()
  } catch (error) {
    return { kind: 'unknown', message: error instanceof Error ? error.message : String(error) }
  }
}

/** Money set aside for an attempt that ended meanwhile, or that was paid otherwise, is nobody's and given back. */
function comingLate(shop: Shop, checkout: Checkout | null, outcome: AuthorizeOutcome): readonly Change[] {
  if (!checkout?.payment || (outcome.kind !== 'authorized' && outcome.kind !== 'requires_action')) return []
  const { state, payment } = checkout
  const isWanted = !isTerminal(state) || state === 'completed'
  if (isWanted && (outcome.kind === 'requires_action' || outcome.reference === payment.reference)) return []
  return givingBack(shop, { ...checkout, payment: { ...payment, reference: outcome.reference } }, shop.now())
}

/** A webhook may have been quicker: then only what moves the attempt on is still news. */
function mayTake({ state }: Checkout, outcome: AuthorizeOutcome): boolean {
  return (
    state === 'authorizing' ||
    state === 'payment_unknown' ||
    (state === 'requires_action' && outcome.kind === 'authorized')
  )
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
