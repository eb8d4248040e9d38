import type { Address } from '../../cart/addresses.ts'
import type { Payment } from '../../cart/cart.ts'
import type { Order, OrderAction } from '../../checkout/order.ts'
import { refundableOf } from '../../checkout/order-actions.ts'
import { time, timeOrNull } from './json.ts'

/** An order as operators see it; amounts in minor units of its currency. */
export function orderJson(order: Order): object {
  const { cart, bill } = order
  return {
    id: order.id,
    display_id: order.displayId,
    status: order.status,
    payment_status: order.paymentStatus,
    cart_id: order.cartId,
    checkout_id: order.checkoutId,
    door: cart.door,
    is_test: cart.isTest,
    channel_id: cart.channelId,
    region: order.region.name,
    currency_code: bill.currencyCode,
    customer_id: order.customerId,
    email: order.email,
    shipping_address: addressJson(cart.shippingAddress),
    billing_address: addressJson(cart.billingAddress),
    items: cart.lines.map(({ id, title, description, sku, variantId, quantity, unitPrice }) => ({
      id,
      title,
      description,
      sku,
      variant_id: variantId,
      quantity,
      unit_price: unitPrice,
      total: bill.lines.find(({ lineId }) => lineId === id)?.total ?? null,
    })),
    shipping_methods: cart.shippingMethods.map(({ id, name, price }) => ({ id, name, price })),
    discounts: order.discounts.map(({ code }) => code),
    subtotal: bill.subtotal,
    discount_total: bill.discountTotal,
    shipping_total: bill.shippingTotal,
    tax_total: bill.taxTotal,
    gift_card_total: bill.giftCardTotal,
    total: bill.total,
    refundable_amount: refundableOf(order),
    payments: order.payments.map(paymentJson),
    actions: order.actions.map(actionJson),
    created_at: time(order.createdAt),
    updated_at: time(order.updatedAt),
    canceled_at: timeOrNull(order.canceledAt),
  }
}

function addressJson(address: Address | null): object | null {
  if (!address) return null
  const { company, firstName, lastName, address1, address2, city, province, postalCode, countryCode, phone } = address
  return {
    company,
    first_name: firstName,
    last_name: lastName,
    address_1: address1,
    address_2: address2,
    city,
    province,
    postal_code: postalCode,
    country_code: countryCode,
    phone,
  }
}

function paymentJson({ id, providerId, reference, amount, amountRefunded, capturedAt, canceledAt }: Payment): object {
  return {
    id,
    provider_id: providerId,
    reference,
    amount,
    amount_refunded: amountRefunded,
    captured_at: timeOrNull(capturedAt),
    canceled_at: timeOrNull(canceledAt),
  }
}

function actionJson({ id, kind, amount, reason, state, problem, createdAt, updatedAt }: OrderAction): object {
  return { id, kind, amount, reason, state, problem, created_at: time(createdAt), updated_at: time(updatedAt) }
}
