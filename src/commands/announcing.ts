import type { Cart } from '../cart/cart.ts'
import type { Customer } from '../cart/customer.ts'
import type { Metadata } from '../catalog/product.ts'
import type { Announcement, AnnouncementType, Delivery } from '../checkout/announcement.ts'
import type { Checkout, CheckoutState } from '../checkout/checkout.ts'
import type { Change } from '../checkout/decision.ts'
import type { Order, OrderAction } from '../checkout/order.ts'
import type { SignedClaim } from './order-claims.ts'
import type { Shop } from './shop.ts'

/** How long announcements and the logs of their deliveries are kept for people to look at. */
export const announcementsKeptMs = 30 * 24 * 3_600_000

/**
 * The changes and, in the same commit, the news of them for everybody who is to be told: carts that came and went,
 * attempts that ended, orders that were placed. With nobody to tell, just the changes.
 */
export function announced(shop: Shop, changes: readonly Change[]): readonly Change[] {
  if (shop.announcer.endpointIds.length === 0) return changes
  return [...changes, ...changes.flatMap(newsOf).flatMap((news) => announcing(shop, news))]
}

/** Tells who mails it that a customer wants a new password; the token is kept only until they know, or it is worthless. */
export function announcePasswordToken(
  shop: Shop,
  { id, email, firstName, lastName }: Customer,
  token: string,
  secretUntil: number,
): readonly Change[] {
  const data = { customer_id: id, email, first_name: firstName, last_name: lastName, token }
  return announcing(shop, { type: 'customer.password_token', subject: id, data, secretUntil })
}

/** Tells who mails it that a customer wants orders that were placed with an e-mail; kept no longer than the token is good. */
export function announceOrderClaim(shop: Shop, { claim, token }: SignedClaim, secretUntil: number): readonly Change[] {
  const data = { customer_id: claim.customerId, email: claim.email, order_ids: claim.orderIds, token }
  return announcing(shop, { type: 'order.claim_token', subject: claim.customerId, data, secretUntil })
}

/** Tells what became of a placed order; `action` is what an operator asked of it and the provider did. */
export function announceOrder(
  shop: Shop,
  { id, displayId, cartId, cart }: Order,
  action: OrderAction,
): readonly Change[] {
  const { kind, amount, reason } = action
  const type = orderNews[kind]
  return announcing(shop, news(type, id, { display_id: displayId, cart_id: cartId, amount, reason, ...markOf(cart) }))
}

const orderNews = { capture: 'order.captured', refund: 'order.refunded', cancel: 'order.canceled' } as const

type News = Pick<Announcement, 'type' | 'subject' | 'data' | 'secretUntil'>

function newsOf(change: Change): readonly News[] {
  switch (change.kind) {
    case 'save-cart':
      return change.cart.version === 1 ? [news('cart.created', change.cart.id, markOf(change.cart))] : []
    case 'delete-carts':
      return change.ids.map((id) => news(`cart.${change.why}`, id, {}))
    case 'move-checkout':
      return endOf(change.checkout)
    case 'place-order': {
      const { id, displayId, cartId, checkoutId, cart } = change.order
      const about = { display_id: displayId, cart_id: cartId, checkout_id: checkoutId, ...markOf(cart) }
      return [news('order.placed', id, about)]
    }
    default:
      return []
  }
}

const endings: Partial<Readonly<Record<CheckoutState, AnnouncementType>>> = {
  completed: 'checkout.completed',
  failed: 'checkout.failed',
  canceled: 'checkout.canceled',
  expired: 'checkout.expired',
}

function endOf({ id, cartId, state, orderId, problem, cart }: Checkout): readonly News[] {
  const type = endings[state]
  if (!type) return []
  const how = orderId === null ? { problem: problem?.code.replaceAll('-', '_') ?? null } : { order_id: orderId }
  return [news(type, id, { cart_id: cartId, ...how, ...markOf(cart) })]
}

/** So that nobody ships what was bought for a test. */
function markOf({ isTest }: Cart): Metadata {
  return isTest ? { test: true } : {}
}

/** Thin: who needs more asks for it, and sees the present state. */
function news(type: AnnouncementType, id: string, more: Metadata): News {
  return { type, subject: id, data: { id, ...more }, secretUntil: null }
}

function announcing(shop: Shop, { type, subject, data, secretUntil }: News): readonly Change[] {
  const { endpointIds } = shop.announcer
  if (endpointIds.length === 0) return []
  const at = shop.now()
  const announcement: Announcement = { id: shop.newId('evt'), type, subject, data, secretUntil, at }
  const deliveries = endpointIds.map(
    (endpointId): Delivery => ({
      id: shop.newId('whd'),
      announcementId: announcement.id,
      endpointId,
      state: 'waiting',
      createdAt: at,
      updatedAt: at,
    }),
  )
  const promises = deliveries.map(({ id }): Change => {
    const payload = { kind: 'deliver-webhook', deliveryId: id } as const
    return { kind: 'promise', job: { id: shop.newId('job'), payload, runAt: at } }
  })
  return [{ kind: 'announce', announcement, deliveries }, ...promises]
}
