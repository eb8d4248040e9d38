import type { Books } from '../checkout/books.ts'
import type { Order } from '../checkout/order.ts'
import { Refusal } from '../refusal.ts'
import { announceOrderClaim } from './announcing.ts'
import { accountOf } from './customers.ts'
import type { Shop } from './shop.ts'

/** Orders in one request. */
export const claimedOrdersMax = 100

/** How long leave to take orders over is good, as long as Medusa's. */
export const orderClaimMs = 15 * 60_000

/** Orders that were placed with one e-mail, and who wants them in their account. */
export interface OrderClaim {
  readonly customerId: string
  readonly email: string
  readonly orderIds: readonly string[]
}

export interface SignedClaim {
  readonly claim: OrderClaim
  readonly token: string
}

/** The orders among these that there are, put together by the e-mail they were placed with. */
export function claimsOf(books: Books, customerId: string, orderIds: readonly string[]): readonly OrderClaim[] {
  accountOf(books, customerId)
  const orders = [...new Set(orderIds)].flatMap((id) => books.order(id) ?? []).filter(({ cart }) => !cart.isTest)
  const emails = [...new Set(orders.map(({ email }) => email))]
  return emails.map((email) => ({
    customerId,
    email,
    orderIds: orders.filter((order) => order.email === email).map(({ id }) => id),
  }))
}

/** Has whoever reads those e-mails asked whether the customer may have the orders. */
export function requestOrderClaims(shop: Shop, claims: readonly SignedClaim[]): Promise<void> {
  return shop.store.change(() => {
    const secretUntil = shop.now() + orderClaimMs
    const changes = claims.flatMap((signed) => announceOrderClaim(shop, signed, secretUntil))
    return { result: undefined, changes }
  })
}

/** Puts the orders into the customer's account; an order that is no longer that e-mail's stays where it is. */
export function confirmOrderClaim(shop: Shop, claim: OrderClaim): Promise<void> {
  return shop.store.change((books) => {
    const customer = books.customer(claim.customerId)
    if (!customer?.hasAccount)
      throw new Refusal('customer-not-found', 'The customer has no account.', { customerId: claim.customerId })
    const orders = claim.orderIds.flatMap((id) => books.order(id) ?? []).filter(({ email }) => email === claim.email)
    const owner = { customerId: customer.id, email: customer.email, updatedAt: shop.now() }
    return {
      result: undefined,
      changes: orders.map((order) => ({ kind: 'save-order', order: { ...order, ...owner } satisfies Order }) as const),
    }
  })
}
