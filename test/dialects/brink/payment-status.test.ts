import { expect, test } from 'bun:test'
import type { CheckoutState } from '../../../src/checkout/checkout.ts'
import type { Order } from '../../../src/checkout/order.ts'
import { type PaymentStatus, paymentStatusOf } from '../../../src/dialects/brink/payment-status.ts'

const attempts: Readonly<Record<CheckoutState, PaymentStatus>> = {
  accepted: 'PENDING',
  taxed: 'PENDING',
  authorizing: 'PENDING',
  requires_action: 'PENDING',
  payment_unknown: 'PENDING',
  authorized: 'PENDING',
  completed: 'PAID',
  failed: 'FAILED',
  canceled: 'CANCELLED',
  expired: 'EXPIRED',
}

test.each(Object.entries(attempts))('without an order, an attempt that is %s shows as %s', (state, status) => {
  expect(paymentStatusOf(null, { state: state as CheckoutState })).toBe(status)
})

test('nothing tried, nothing paid', () => {
  expect(paymentStatusOf(null, null)).toBe('PENDING')
})

test.each<[Order['status'], Order['paymentStatus'], PaymentStatus]>([
  ['pending', 'awaiting', 'PAID'],
  ['pending', 'captured', 'PAID'],
  ['completed', 'captured', 'PAID'],
  ['pending', 'partially_refunded', 'PAID'],
  ['pending', 'refunded', 'REFUNDED'],
  ['canceled', 'refunded', 'REFUNDED'],
  ['canceled', 'canceled', 'CANCELLED'],
  ['canceled', 'awaiting', 'CANCELLED'],
])('an order that is %s and %s shows as %s, whatever its attempt says', (status, paymentStatus, shown) => {
  expect(paymentStatusOf({ status, paymentStatus }, { state: 'completed' })).toBe(shown)
})
