import type { Payment } from '../cart/cart.ts'
import { invariant } from '../invariant.ts'
import { type Minor, minor } from '../money/money.ts'
import { Refusal } from '../refusal.ts'
import type { Change } from './decision.ts'
import type { Order, OrderAction, OrderActionKind } from './order.ts'

/** What an operator asks; an `amount` of null is all that is left. Amounts are for refunds alone. */
export interface AskedOfOrder {
  readonly id: string
  readonly key: string | null
  readonly kind: OrderActionKind
  readonly amount: Minor | null
  readonly reason: string | null
  readonly now: number
}

/** What was captured and not given back. */
export function refundableOf({ payments }: Order): Minor {
  const captured = payments.filter(({ capturedAt }) => capturedAt !== null)
  return minor(captured.reduce((sum, { amount, amountRefunded }) => sum + amount - amountRefunded, 0))
}

/** The action that the provider has not answered yet. */
export function waitingAction({ actions }: Order): OrderAction | null {
  return actions.find(({ state }) => state === 'waiting') ?? null
}

/**
 * The order with what is asked of it written down, or the same order where that is done or asked already. Refused as
 * `order-busy` while something else is asked, as `order-settled` when it is too late or too early for it, as
 * `refund-invalid` for more than is left.
 */
export function askOfOrder(order: Order, asked: AskedOfOrder): Order {
  const { id, kind, reason, now } = asked
  if (askedUnder(order, asked)) return order
  if (isDone(order, kind)) return order
  const waiting = waitingAction(order)
  if (waiting?.kind === kind && kind !== 'refund') return order
  if (waiting) {
    throw new Refusal('order-busy', `The order's ${waiting.kind} is not answered yet by the payment provider.`, {
      orderId: order.id,
    })
  }
  const action: OrderAction = {
    id,
    key: asked.key,
    kind,
    amount: amountFor(order, asked),
    reason,
    state: 'waiting',
    problem: null,
    createdAt: now,
    updatedAt: now,
  }
  return { ...order, actions: [...order.actions, action], updatedAt: now }
}

/** What the provider said yes to: money moved, and of a cancellation everything else that goes back. */
export function actionDone(order: Order, action: OrderAction, now: number): readonly Change[] {
  const after = withEnd(moved(order, action, now), action, { state: 'done', problem: null, now })
  const back = action.kind === 'cancel' ? [{ kind: 'return-holds', checkoutId: order.checkoutId } as const] : []
  return [{ kind: 'save-order', order: after }, ...back]
}

/** The provider said no: the order is as it was. */
export function actionRefused(order: Order, action: OrderAction, problem: string, now: number): Order {
  return withEnd(order, action, { state: 'refused', problem, now })
}

/** What was asked under that key; another question under the same key is a mistake. */
function askedUnder({ actions }: Order, { key, kind, amount }: AskedOfOrder): OrderAction | null {
  const earlier = key === null ? undefined : actions.find((action) => action.key === key)
  if (!earlier) return null
  if (earlier.kind === kind && (amount === null || amount === earlier.amount)) return earlier
  throw new Refusal('key-reused', 'This Idempotency-Key was used for another request.', {})
}

function isDone({ status, paymentStatus }: Order, kind: OrderActionKind): boolean {
  if (kind === 'cancel') return status === 'canceled'
  return kind === 'capture' && status !== 'canceled' && paymentStatus !== 'awaiting'
}

function amountFor(order: Order, { kind, amount }: AskedOfOrder): Minor {
  const refundable = refundableOf(order)
  if (kind === 'cancel') return refundable
  const settled = (sentence: string) => new Refusal('order-settled', sentence, { orderId: order.id })
  if (order.status === 'canceled') throw settled('The order is canceled.')
  const [payment] = order.payments
  if (!payment) throw settled('The order has no payment: nothing was due.')
  if (kind === 'capture') return payment.amount
  if (payment.capturedAt === null) throw settled('The payment is not captured yet; cancel the order instead.')
  if (refundable === 0) throw settled('All that was paid is refunded.')
  const wanted = amount ?? refundable
  if (wanted > 0 && wanted <= refundable) return wanted
  throw new Refusal('refund-invalid', `A refund is between 1 and ${refundable}, what is left of the payment.`, {
    orderId: order.id,
  })
}

function moved(order: Order, { kind, amount }: OrderAction, now: number): Order {
  switch (kind) {
    case 'capture':
      return { ...withPayment(order, { capturedAt: now, updatedAt: now }), paymentStatus: 'captured' }
    case 'refund':
      return refunded(order, amount, now)
    case 'cancel': {
      const isCaptured = order.payments.some(({ capturedAt }) => capturedAt !== null)
      const after = isCaptured
        ? refunded(order, amount, now)
        : { ...withPayment(order, { canceledAt: now, updatedAt: now }), paymentStatus: 'canceled' as const }
      return { ...after, status: 'canceled', canceledAt: now }
    }
  }
}

function refunded(order: Order, amount: Minor, now: number): Order {
  const before = order.payments[0]?.amountRefunded ?? 0
  const after = withPayment(order, { amountRefunded: minor(before + amount), updatedAt: now })
  return { ...after, paymentStatus: refundableOf(after) === 0 ? 'refunded' : 'partially_refunded' }
}

function withPayment(order: Order, change: Partial<Payment>): Order {
  return { ...order, payments: order.payments.map((payment) => ({ ...payment, ...change })) }
}

function withEnd(
  order: Order,
  { id }: OrderAction,
  { state, problem, now }: Pick<OrderAction, 'state' | 'problem'> & { readonly now: number },
): Order {
  const isThere = order.actions.some((action) => action.id === id && action.state === 'waiting')
  invariant(isThere, `action ${id} of an order waits for its end`)
  const actions = order.actions.map((action) =>
    action.id === id ? { ...action, state, problem, updatedAt: now } : action,
  )
  return { ...order, actions, updatedAt: now }
}
