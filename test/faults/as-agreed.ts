import type { Database } from 'bun:sqlite'
import type { Order } from '../../src/checkout/order.ts'
import type { Likeness, Purchase } from './purchase.ts'
import type { Broken } from './witness.ts'

/**
 * I15, by what the shoppers saw and not by what the shop wrote down about itself: an order is one of the things that its cart
 * was shown to be, lacks nothing that was acknowledged before anybody asked to complete, and has nothing in it that was sent
 * after its attempt was acknowledged.
 */
export function notAsAgreed(shop: Database, purchases: readonly Purchase[]): readonly Broken[] {
  const find = shop.prepare<{ doc: string }, [string]>('select doc from orders where cart_id = ?')
  return purchases.flatMap((purchase) => {
    const row = find.get(purchase.cartId)
    if (!row) return []
    const order: Order = JSON.parse(row.doc)
    const about = [purchase.cartId, order.id]
    return differences(order, purchase).map((says) => ({ rule: 'I15', says, about }))
  })
}

function differences(order: Order, { likenesses, linesAsked, edits, acknowledgedAt }: Purchase): readonly string[] {
  const likeness = JSON.stringify(likenessOfOrder(order))
  const ids = new Set(order.cart.lines.map(({ id }) => id))
  const missing = [...(linesAsked ?? [])].filter((id) => !ids.has(id))
  const acknowledged = acknowledgedAt.get(order.checkoutId) ?? Number.POSITIVE_INFINITY
  const late = order.cart.lines.filter(({ metadata }) => (edits.get(Number(metadata['edit'])) ?? 0) > acknowledged)
  return [
    ...(likenesses.has(likeness) ? [] : [`an order is what its cart was shown to be, not ${likeness}`]),
    ...(missing.length === 0 ? [] : [`an order has every line that was there before: ${missing.join()}`]),
    ...(late.length === 0 ? [] : [`an order has no line that came later: ${late.map(({ id }) => id).join()}`]),
  ]
}

function likenessOfOrder({ email, cart, bill }: Order): Likeness {
  const { lines, discounts, giftCards, shippingMethods, shippingAddress: to } = cart
  return {
    email,
    lines: lines.map((line) => `${line.id} ${line.variantId} ${line.quantity} ${line.unitPrice}`).toSorted(),
    codes: [...discounts, ...giftCards].map(({ code }) => code).toSorted(),
    shipping: shippingMethods.map((method) => `${method.optionId} ${method.price}`).toSorted(),
    address: to ? [to.address1, to.city, to.postalCode, to.countryCode].map(String) : [],
    due: bill.total + bill.giftCardTotal + bill.giftCardTaxTotal,
  }
}
