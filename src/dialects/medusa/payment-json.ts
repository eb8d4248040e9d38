import type { Payment, PaymentSession } from '../../cart/cart.ts'
import { type Json, time, timeOrNull } from './json.ts'

/** `is_selected` is true or null, never false: Medusa's unique index wants it so, and clients look for it. */
export function paymentSessionJson(session: PaymentSession, cartId: string): Json {
  return {
    id: session.id,
    created_at: time(session.createdAt),
    updated_at: time(session.updatedAt),
    cart_id: cartId,
    provider_id: session.providerId,
    is_selected: session.isSelected ? true : null,
    is_initiated: session.isInitiated,
    status: session.status,
    data: session.data,
    idempotency_key: null,
    amount: session.amount,
    payment_authorized_at: timeOrNull(session.authorizedAt),
  }
}

export function paymentJson(payment: Payment, cartId: string): Json {
  return {
    id: payment.id,
    created_at: time(payment.createdAt),
    updated_at: time(payment.updatedAt),
    swap_id: null,
    cart_id: cartId,
    order_id: payment.orderId,
    amount: payment.amount,
    currency_code: payment.currencyCode,
    amount_refunded: payment.amountRefunded,
    provider_id: payment.providerId,
    data: payment.data,
    captured_at: timeOrNull(payment.capturedAt),
    canceled_at: timeOrNull(payment.canceledAt),
    metadata: null,
    idempotency_key: null,
  }
}
