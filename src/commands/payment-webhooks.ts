import type { Books } from '../checkout/books.ts'
import type { Checkout, CheckoutPayment } from '../checkout/checkout.ts'
import type { Change, Decision } from '../checkout/decision.ts'
import type { Notice } from '../checkout/notice.ts'
import type { LookupOutcome, NoticeMessage, NoticeReading } from '../payments/gateway.ts'
import { Refusal } from '../refusal.ts'
import { announced } from './announcing.ts'
import { gatewayOf, lookUp, paymentRequest } from './authorization.ts'
import { givingBack } from './editing.ts'
import { type Claimed, withRetired } from './fulfilment.ts'
import { followOutcome, type KnownOutcome } from './payment-outcomes.ts'
import type { Shop } from './shop.ts'

/** How long what was told is remembered, so that the same told again is known: longer than any provider tries. */
export const noticesKeptMs = 30 * 24 * 3_600_000

/**
 * Takes a payment provider's webhook: once this resolves it is saved, and with it the promise to look. Told again, nothing
 * happens. Refuses what is not signed by the provider, is too old, or comes from a provider that tells nothing.
 */
export async function takeNotice(shop: Shop, providerId: string, message: NoticeMessage): Promise<void> {
  const read = shop.gateways.get(providerId)?.readNotice
  if (!read) throw new Refusal('route-unknown', 'There is no payment provider here that sends webhooks.')
  const reading = await read(message)
  if (reading.kind === 'refused') {
    shop.log('payment-webhook-refused', { provider: providerId, why: reading.message })
    throw new Refusal('body-invalid', reading.message)
  }
  await shop.store.change((books) => kept(shop, providerId, reading, books))
}

/** Looks at the payment that a provider told of, whatever it told; what is true by then is what counts. */
export async function carryOutLook(shop: Shop, job: Claimed<'look-at-payment'>): Promise<void> {
  const { checkoutId, providerId, eventId } = job.payload
  const seen = await shop.store.read((books) => ({
    notice: books.notice(providerId, eventId),
    checkout: books.checkout(checkoutId),
  }))
  const found = await look(shop, seen.notice, seen.checkout)
  if (found?.kind === 'unknown') throw new Error(`the payment of ${checkoutId} is unknown: ${found.message}`)
  await shop.store.change((books) => {
    const checkout = books.checkout(checkoutId)
    const changes = checkout && seen.notice ? followed(shop, checkout, seen.notice, found, books) : []
    const end = { kind: 'end-notice', providerId, eventId, state: 'handled', at: shop.now() } as const
    return withRetired(job, [...announced(shop, changes), end])
  })
}

type Told = Extract<NoticeReading, { kind: 'notice' }>
type Found = Exclude<LookupOutcome, { kind: 'unknown' }>

function kept(shop: Shop, providerId: string, told: Told, books: Books): Decision<null> {
  const { eventId, type, checkoutId, reference } = told
  if (books.notice(providerId, eventId)) return { result: null, changes: [] }
  const now = shop.now()
  const checkout = checkoutId === null ? null : books.checkout(checkoutId)
  const concerns = checkout?.payment?.providerId === providerId
  const notice: Notice = {
    providerId,
    eventId,
    type,
    checkoutId,
    reference,
    state: concerns ? 'waiting' : 'ignored',
    receivedAt: now,
    endedAt: concerns ? null : now,
  }
  const payload = {
    kind: 'look-at-payment',
    cartId: checkout?.cartId ?? '',
    checkoutId: checkout?.id ?? '',
    providerId,
    eventId,
  } as const
  const promise: Change = { kind: 'promise', job: { id: shop.newId('job'), payload, runAt: now } }
  return { result: null, changes: [{ kind: 'save-notice', notice }, ...(concerns ? [promise] : [])] }
}

/** Null when it need not be asked: an attempt that has its payment knows enough of it. */
async function look(shop: Shop, notice: Notice | null, checkout: Checkout | null): Promise<LookupOutcome | null> {
  if (!notice || !checkout?.payment || hasPayment(checkout) || isOfAnother(notice, checkout.payment)) return null
  const { payment } = checkout
  const reference = payment.reference ?? notice.reference
  return lookUp(gatewayOf(shop, notice.providerId), { ...paymentRequest(checkout, payment), reference })
}

/** What was found, applied to what the attempt is by now. */
function followed(
  shop: Shop,
  checkout: Checkout,
  notice: Notice,
  found: Found | null,
  books: Books,
): readonly Change[] {
  const { payment, state } = checkout
  if (!payment) return []
  // A second payment of one attempt is nobody's, whatever became of the first.
  if (isOfAnother(notice, payment)) return takingBack(shop, checkout, payment, notice.reference)
  if (!found || hasPayment(checkout)) return []
  switch (state) {
    case 'authorizing':
    case 'payment_unknown':
    case 'requires_action':
      return isNews(state, found) ? followOutcome(checkout, found, { shop, books, by: 'webhook' }) : []
    case 'failed':
    case 'canceled':
    case 'expired':
      return found.kind === 'authorized' || found.kind === 'requires_action'
        ? takingBack(shop, checkout, payment, found.reference)
        : []
    default:
      return []
  }
}

/** While the shopper is to act, only the end of that is news; a payment that is not there may still be made. */
function isNews(state: Checkout['state'], found: Found): found is KnownOutcome {
  return found.kind !== 'absent' && !(state === 'requires_action' && found.kind === 'requires_action')
}

function hasPayment({ state }: Checkout): boolean {
  return state === 'authorized' || state === 'completed'
}

function isOfAnother({ reference }: Notice, payment: CheckoutPayment): boolean {
  return reference !== null && payment.reference !== null && reference !== payment.reference
}

function takingBack(
  shop: Shop,
  checkout: Checkout,
  payment: CheckoutPayment,
  reference: string | null,
): readonly Change[] {
  return givingBack(shop, { ...checkout, payment: { ...payment, reference } }, shop.now())
}
