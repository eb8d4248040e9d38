import type { Checkout, CheckoutPayment } from '../checkout/checkout.ts'
import { isTerminal } from '../checkout/checkout.ts'
import type { Order } from '../checkout/order.ts'
import type { Minor } from '../money/money.ts'
import type { Gateway, PaymentRequest, ProviderPayment } from '../payments/gateway.ts'
import { lookUp, paymentRequest, providerDeadlineMs } from './authorization.ts'
import type { Shop } from './shop.ts'

/** Attempts read at a time, so that no read holds up anybody. */
const pageSize = 200

/** What does not agree between a provider's books and ours. The only good number of these is none. */
export interface Difference {
  readonly kind: /** Money is set aside or taken, and no order is paid with it. */
    | 'payment-without-order'
    /** The provider does not have what an order says it was paid with. */
    | 'order-without-payment'
    /** Another amount or currency than the order's. */
    | 'amount-differs'
    /** The provider could not be asked, or does not know. */
    | 'not-known'
  readonly provider: string
  readonly reference: string | null
  readonly checkoutId: string | null
  readonly orderId: string | null
  readonly amount: Minor | null
  readonly currencyCode: string | null
}

export interface Reconciliation {
  /** Payments of the providers' lists that are ours, and attempts of ours that were compared. */
  readonly payments: number
  readonly checkouts: number
  readonly differences: readonly Difference[]
}

/**
 * Compares every provider's payments since a time (milliseconds since 1970) with the orders, both ways. Whatever looks
 * wrong is asked once more before it is told, since a shop goes on while it is looked at. Changes nothing.
 */
export async function reconcile(shop: Shop, since: number): Promise<Reconciliation> {
  const live = new Set<string>()
  let payments = 0
  const differences: Difference[] = []
  for (const gateway of shop.gateways.values()) {
    if (typeof gateway.payments !== 'function') continue
    for await (const payment of gateway.payments(since)) {
      if (payment.checkoutId === null) continue
      payments += 1
      if (!payment.isLive) continue
      live.add(nameOf(gateway.id, payment.reference))
      differences.push(...(await differencesOfPayment(shop, gateway, payment)))
    }
  }
  let checkouts = 0
  for await (const checkout of checkoutsSince(shop, since)) {
    const { payment } = checkout
    if (!payment || !isTerminal(checkout.state) || shop.gateways.get(payment.providerId)?.payments === null) continue
    checkouts += 1
    if (!isExplained(shop, checkout, payment, live))
      differences.push(...(await differencesOfCheckout(shop, checkout, payment)))
  }
  return { payments, checkouts, differences }
}

async function differencesOfPayment(
  shop: Shop,
  gateway: Gateway,
  payment: ProviderPayment,
): Promise<readonly Difference[]> {
  const { checkoutId, reference, amount, currencyCode } = payment
  const { checkout, order } = await shop.store.read((books) => {
    const checkout = checkoutId === null ? null : books.checkout(checkoutId)
    return { checkout, order: checkout?.orderId ? books.order(checkout.orderId) : null }
  })
  const own = checkout?.payment
  if (checkout && !isTerminal(checkout.state)) return []
  const isItsOwn =
    order !== null && order.status !== 'canceled' && own?.reference === reference && own.providerId === gateway.id
  if (isItsOwn && own.amount === amount && own.currencyCode === currencyCode) return []
  const said = await lookUp(gateway, requestFor(payment))
  if (said.kind === 'unknown') return [difference('not-known', gateway.id, { checkout, order, reference })]
  if (said.kind !== 'authorized') return []
  const kind = isItsOwn ? 'amount-differs' : 'payment-without-order'
  return [difference(kind, gateway.id, { checkout, order, ...said })]
}

/** An order's payment that the list does not have may be older than the list; an ended attempt's may not be listed. */
async function differencesOfCheckout(
  shop: Shop,
  checkout: Checkout,
  payment: CheckoutPayment,
): Promise<readonly Difference[]> {
  const { providerId, reference } = payment
  const gateway = shop.gateways.get(providerId)
  const order = await shop.store.read((books) => (checkout.orderId ? books.order(checkout.orderId) : null))
  const said = gateway ? await lookUp(gateway, paymentRequest(checkout, payment)) : null
  if (said === null || said.kind === 'unknown') {
    return [difference('not-known', providerId, { checkout, order, reference })]
  }
  if (!order) {
    return said.kind === 'authorized'
      ? [difference('payment-without-order', providerId, { checkout, order, ...said })]
      : []
  }
  const isOver = order.paymentStatus === 'refunded' || order.paymentStatus === 'canceled'
  if (said.kind !== 'authorized') {
    return isOver ? [] : [difference('order-without-payment', providerId, { checkout, order, ...payment })]
  }
  const isSame = said.amount === payment.amount && said.currencyCode === payment.currencyCode
  return isSame ? [] : [difference('amount-differs', providerId, { checkout, order, ...said })]
}

/** What a provider's list has said enough about; an attempt that ended without an order is in the list if it was ever paid. */
function isExplained(
  shop: Shop,
  { orderId }: Checkout,
  { providerId, reference }: CheckoutPayment,
  live: ReadonlySet<string>,
): boolean {
  if (typeof shop.gateways.get(providerId)?.payments !== 'function') return false
  return orderId === null || (reference !== null && live.has(nameOf(providerId, reference)))
}

async function* checkoutsSince(shop: Shop, since: number): AsyncGenerator<Checkout> {
  let afterId = ''
  for (;;) {
    const page = await shop.store.read((books) => books.checkoutsSince(since, afterId, pageSize))
    yield* page
    const last = page.at(-1)
    if (!last) return
    afterId = last.id
  }
}

function requestFor({ reference, key, checkoutId, amount, currencyCode, createdAt }: ProviderPayment): PaymentRequest {
  return {
    key: key ?? '',
    checkoutId: checkoutId ?? '',
    amount,
    currencyCode,
    reference,
    begunAt: createdAt,
    data: {},
    deadlineMs: providerDeadlineMs,
  }
}

interface Facts {
  readonly checkout: Checkout | null
  readonly order: Order | null
  readonly reference: string | null
  readonly amount?: Minor
  readonly currencyCode?: string
}

function difference(kind: Difference['kind'], provider: string, facts: Facts): Difference {
  const { checkout, order, reference, amount, currencyCode } = facts
  return {
    kind,
    provider,
    reference,
    checkoutId: checkout?.id ?? null,
    orderId: order?.id ?? null,
    amount: amount ?? null,
    currencyCode: currencyCode ?? null,
  }
}

function nameOf(providerId: string, reference: string): string {
  return `${providerId} ${reference}`
}
