import type { Payment } from '../../cart/cart.ts'
import type { Books } from '../../checkout/books.ts'
import type { Checkout } from '../../checkout/checkout.ts'
import type { Order } from '../../checkout/order.ts'
import { addressJson } from './address-json.ts'
import { accountIdOf, discountsJson, totalsJson } from './cart-json.ts'
import { lineJson } from './line-json.ts'
import { moneyJson, timeJson, timeOrNull } from './money-json.ts'

const statuses = { pending: 'pending', completed: 'completed', canceled: 'cancelled' } as const

/** Authorized money is not paid yet: it is when somebody captures it. */
const paymentStatuses = {
  awaiting: 'awaiting_payment',
  captured: 'paid',
  partially_refunded: 'partially_refunded',
  refunded: 'refunded',
  canceled: 'unpaid',
} as const

/** An order in this API's words. Nothing is sent or returned through it yet, and it says so. */
export function orderJson(order: Order, books: Books) {
  const money = (amount: number) => moneyJson(amount, order.cart.currencyCode)
  const refunds = order.actions.filter(({ kind, state }) => kind === 'refund' && state !== 'refused')
  const canceling = order.actions.find(({ kind, state }) => kind === 'cancel' && state === 'done')
  return {
    ...agreedJson(order.cart, order.bill, order.discounts, books),
    id: order.id,
    number: order.displayId,
    status: statuses[order.status],
    payment_status: order.payments.length === 0 ? 'paid' : paymentStatuses[order.paymentStatus],
    customer_id: accountIdOf(order.customerId, books),
    email: order.email,
    refunded_total: money(order.payments.reduce((sum, { amountRefunded }) => sum + amountRefunded, 0)),
    cancel_reason: canceling?.reason ?? null,
    payments: order.payments.map((payment) => paymentJson(payment, order)),
    refunds: refunds.map(({ id, amount, reason, state, createdAt }) => ({
      id,
      order_id: order.id,
      amount: money(amount),
      reason: reason ?? '',
      restock: false,
      status: state === 'done' ? 'completed' : 'pending',
      lines: [],
      created_at: timeJson(createdAt),
    })),
    created_at: timeJson(order.createdAt),
    updated_at: timeJson(order.updatedAt),
    confirmed_at: null,
    cancelled_at: timeOrNull(order.canceledAt),
    completed_at: order.status === 'completed' ? timeJson(order.updatedAt) : null,
  }
}

/**
 * What becomes an order once the shopper has acted, with what they act with. Its id is the attempt's, and confirming the
 * payment by it answers with the order's.
 */
export function awaitedOrderJson(checkout: Checkout, books: Books) {
  const { cart, bill } = checkout
  const discounts = cart.discounts.flatMap(({ id }) => books.discount(id) ?? [])
  return {
    ...agreedJson(cart, bill, discounts, books),
    id: checkout.id,
    number: null,
    status: 'pending',
    payment_status: 'awaiting_payment',
    customer_id: accountIdOf(cart.customerId, books),
    email: cart.email,
    refunded_total: moneyJson(0, cart.currencyCode),
    cancel_reason: null,
    payments: [],
    refunds: [],
    created_at: timeJson(checkout.createdAt),
    updated_at: timeJson(checkout.updatedAt),
    confirmed_at: null,
    cancelled_at: null,
    completed_at: null,
    payment: awaitedPaymentJson(checkout),
  }
}

function awaitedPaymentJson({ payment, nextAction }: Checkout) {
  if (payment === null) return null
  return {
    provider: payment.providerId,
    client_secret: nextAction?.['client_secret'] ?? null,
    payment_intent_id: payment.reference ?? payment.key,
    next_action: nextAction,
  }
}

function agreedJson(cart: Order['cart'], bill: Order['bill'], discounts: Order['discounts'], books: Books) {
  const note = cart.context['note']
  return {
    fulfillment_status: 'unfulfilled',
    shipping_address: addressJson(cart.shippingAddress),
    billing_address: addressJson(cart.billingAddress),
    lines: cart.lines.map((line) => ({
      ...lineJson(line, bill, books),
      tax_amount: moneyJson(bill.lines.find(({ lineId }) => lineId === line.id)?.taxTotal ?? 0, bill.currencyCode),
      fulfilled_quantity: 0,
      refunded_quantity: 0,
    })),
    ...totalsJson(bill),
    currency: cart.currencyCode.toUpperCase(),
    applied_discounts: discountsJson(cart, discounts, bill),
    shipping_method_name: cart.shippingMethods[0]?.name ?? null,
    note: typeof note === 'string' ? note : null,
    fulfillments: [],
    metadata: cart.metadata ?? {},
  }
}

function paymentJson(payment: Payment, order: Order) {
  return {
    id: payment.id,
    order_id: order.id,
    provider: payment.providerId,
    provider_id: payment.reference,
    amount: moneyJson(payment.amount, payment.currencyCode),
    status: paymentStatusOf(payment),
    created_at: timeJson(payment.createdAt),
  }
}

function paymentStatusOf({ capturedAt, canceledAt, amount, amountRefunded }: Payment): string {
  if (canceledAt !== null) return 'cancelled'
  if (capturedAt === null) return 'pending'
  return amountRefunded >= amount ? 'refunded' : 'completed'
}
