import type { Payment } from '../cart/cart.ts'
import type { GiftCard } from '../catalog/discount.ts'
import type { Books } from '../checkout/books.ts'
import type { Change, Decision } from '../checkout/decision.ts'
import type { Order, OrderAction, OrderActionKind } from '../checkout/order.ts'
import { type AskedOfOrder, actionDone, actionRefused, askOfOrder, waitingAction } from '../checkout/order-actions.ts'
import type { Minor } from '../money/money.ts'
import type { Gateway, PaymentReference, SettleOutcome } from '../payments/gateway.ts'
import { Refusal } from '../refusal.ts'
import { announceOrder } from './announcing.ts'
import { providerDeadlineMs } from './authorization.ts'
import { type Claimed, retired, withRetired } from './fulfilment.ts'
import type { Shop } from './shop.ts'
import { waitFor } from './waiting.ts'

/** What an operator wants of an order. `amount` null: all that is left; only refunds have one. */
export interface OrderWish {
  readonly kind: OrderActionKind
  readonly amount: Minor | null
  readonly reason: string | null
  /** The Idempotency-Key, if one was sent. */
  readonly key: string | null
  /** How long to wait for the provider's word. */
  readonly waitMs: number
}

/** The order as it stands; `isWaiting` while the provider has not answered. */
export interface AskedOrder {
  readonly order: Order
  readonly isWaiting: boolean
}

/**
 * Captures, refunds or cancels: written down in one commit with the promise to do it, then waited for. Refused as
 * `payment-error` when the provider says no; then the order is as it was.
 */
export async function askOrder(shop: Shop, orderId: string, wish: OrderWish): Promise<AskedOrder> {
  const actionId = await shop.store.change((books) => ask(shop, orderId, wish, books))
  const order = await waitFor(shop, orderId, wish.waitMs, (books) => {
    const seen = orderOf(books, orderId)
    return waitingAction(seen) ? null : seen
  })
  if (!order) return { order: await readOrder(shop, orderId), isWaiting: true }
  const action = order.actions.find(({ id }) => id === actionId)
  if (action?.state === 'refused') {
    throw new Refusal('payment-error', action.problem ?? 'The payment provider refused.', { orderId })
  }
  return { order, isWaiting: false }
}

/** The order of that id; refused as `order-not-found`. */
export function readOrder(shop: Shop, orderId: string): Promise<Order> {
  return shop.store.read((books) => orderOf(books, orderId))
}

/** Asks the provider for what is written down, under one key however often, until it has said yes or no. */
export async function carryOutOrderAction(shop: Shop, job: Claimed<'settle-order'>): Promise<void> {
  const asked = await shop.store.read((books) => standing(books, job))
  if (!asked) return void (await shop.store.change(() => retired(job)))
  const outcome = await said(shop, asked)
  if (outcome.kind === 'unknown') {
    throw new Error(`nobody knows yet whether the ${asked.action.kind} was done: ${outcome.message}`)
  }
  await shop.store.change((books) => withRetired(job, outcomeOf(shop, standing(books, job), outcome, books)))
}

function ask(shop: Shop, orderId: string, wish: OrderWish, books: Books): Decision<string | null> {
  const order = orderOf(books, orderId)
  const asked: AskedOfOrder = { ...wish, id: shop.newId(wish.kind === 'refund' ? 'ref' : 'act'), now: shop.now() }
  const after = askOfOrder(order, asked)
  if (after === order) return { result: earlierOf(order, wish), changes: [] }
  const payload = { kind: 'settle-order', orderId, actionId: asked.id } as const
  return {
    result: asked.id,
    changes: [
      { kind: 'save-order', order: after },
      ...(wish.kind === 'cancel' ? cardsSwitched(unspentCards(order, books), true) : []),
      { kind: 'promise', job: { id: shop.newId('job'), payload, runAt: asked.now } },
    ],
  }
}

function earlierOf(order: Order, { key }: OrderWish): string | null {
  const earlier = key === null ? null : order.actions.find((action) => action.key === key)
  return (earlier ?? waitingAction(order))?.id ?? null
}

interface Standing {
  readonly order: Order
  readonly action: OrderAction
  readonly payment: Payment | null
  /** The key of the authorization. */
  readonly authorizeKey: string
  readonly begunAt: number
}

/** Null when it is done, or was never asked. */
function standing(books: Books, { payload }: Claimed<'settle-order'>): Standing | null {
  const order = books.order(payload.orderId)
  const action = order?.actions.find(({ id, state }) => id === payload.actionId && state === 'waiting')
  if (!order || !action) return null
  const checkout = books.checkout(order.checkoutId)
  return {
    order,
    action,
    payment: order.payments[0] ?? null,
    authorizeKey: checkout?.payment?.key ?? '',
    begunAt: checkout?.createdAt ?? 0,
  }
}

async function said(shop: Shop, asked: Standing): Promise<SettleOutcome> {
  const { order, action, payment, authorizeKey, begunAt } = asked
  if (!payment || (payment.capturedAt !== null && action.amount === 0)) return { kind: 'done', data: {} }
  const gateway = shop.gateways.get(payment.providerId)
  if (!gateway) return { kind: 'refused', message: `The payment provider ${payment.providerId} is not set up here.` }
  const isRefund = payment.capturedAt !== null
  const reference: PaymentReference = {
    key: isRefund ? action.id : `${order.checkoutId}-${action.kind}`,
    authorizeKey,
    reference: payment.reference,
    begunAt,
    amount: isRefund ? action.amount : null,
    data: payment.data,
    deadlineMs: providerDeadlineMs,
  }
  return answerOf(gateway, isRefund ? 'refund' : action.kind, reference)
}

/** A provider's code that throws has said nothing about the money. */
async function answerOf(gateway: Gateway, verb: OrderActionKind, reference: PaymentReference): Promise<SettleOutcome> {
  try {
    return await gateway[verb](reference)
  } catch (error) {
    return { kind: 'unknown', message: error instanceof Error ? error.message : String(error) }
  }
}

function outcomeOf(
  shop: Shop,
  asked: Standing | null,
  outcome: Exclude<SettleOutcome, { kind: 'unknown' }>,
  books: Books,
): readonly Change[] {
  if (!asked) return []
  const { order, action } = asked
  const now = shop.now()
  if (outcome.kind === 'done') return [...actionDone(order, action, now), ...announceOrder(shop, order, action)]
  const cards = action.kind === 'cancel' ? cardsOf(order, books) : []
  return [
    { kind: 'save-order', order: actionRefused(order, action, outcome.message, now) },
    ...cardsSwitched(cards, false),
  ]
}

/** Gift cards that were bought with the order; an order is not taken back once one of them was spent. */
function unspentCards(order: Order, books: Books): readonly GiftCard[] {
  const cards = cardsOf(order, books)
  if (cards.every(({ balance, value }) => balance === value)) return cards
  throw new Refusal('order-settled', 'A gift card that was bought with the order is spent already.', {
    orderId: order.id,
  })
}

function cardsOf(order: Order, books: Books): readonly GiftCard[] {
  if (!order.cart.lines.some(({ isGiftcard }) => isGiftcard)) return []
  return books.giftCards().filter(({ orderId }) => orderId === order.id)
}

function cardsSwitched(cards: readonly GiftCard[], isDisabled: boolean): readonly Change[] {
  return cards.map(({ id }) => ({ kind: 'switch-gift-card', giftCardId: id, isDisabled }))
}

function orderOf(books: Books, orderId: string): Order {
  const order = books.order(orderId)
  if (!order) throw new Refusal('order-not-found', `Order with id ${orderId} was not found`, { orderId })
  return order
}
