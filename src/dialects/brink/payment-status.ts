import type { Checkout, CheckoutState } from '../../checkout/checkout.ts'
import type { Order } from '../../checkout/order.ts'

/** What Brink's storefronts look for: PENDING and PAID are documented, the rest is how it may end otherwise. */
export type PaymentStatus = 'PENDING' | 'PAID' | 'FAILED' | 'CANCELLED' | 'EXPIRED' | 'REFUNDED'

/** A part that was given back leaves the rest paid. */
const ofOrders = {
  awaiting: 'PAID',
  captured: 'PAID',
  partially_refunded: 'PAID',
  refunded: 'REFUNDED',
  canceled: 'CANCELLED',
} as const satisfies Record<Order['paymentStatus'], PaymentStatus>

const ofAttempts = {
  accepted: 'PENDING',
  taxed: 'PENDING',
  authorizing: 'PENDING',
  authorized: 'PENDING',
  requires_action: 'PENDING',
  payment_unknown: 'PENDING',
  completed: 'PAID',
  failed: 'FAILED',
  canceled: 'CANCELLED',
  expired: 'EXPIRED',
} as const satisfies Record<CheckoutState, PaymentStatus>

/** What an order says goes before what its attempt said; without an attempt nobody has been asked for money yet. */
export function paymentStatusOf(
  order: Pick<Order, 'status' | 'paymentStatus'> | null,
  attempt: Pick<Checkout, 'state'> | null,
): PaymentStatus {
  if (order)
    return order.status === 'canceled' && order.paymentStatus !== 'refunded'
      ? 'CANCELLED'
      : ofOrders[order.paymentStatus]
  return attempt ? ofAttempts[attempt.state] : 'PENDING'
}
