import type { Cart } from '../cart/cart.ts'
import { hasGoods } from '../cart/line-items.ts'
import { openSessions, selectedSession, selectSession } from '../cart/payment-sessions.ts'
import type { Books } from '../checkout/books.ts'
import { zero } from '../money/money.ts'
import { Refusal } from '../refusal.ts'
import { type AskedToComplete, type Completed, completeCart } from './checkouts.ts'
import { cartFor, sessionFacts } from './editing.ts'
import { receiptOf } from './idempotency.ts'
import { consignmentOf, shippedLines, unshippedLines } from './shipped-lines.ts'
import type { Shop } from './shop.ts'
import { settleTaxes } from './taxes.ts'

/** The bank of orders that are paid elsewhere: it always authorizes, and people capture. */
const paidElsewhere = 'manual'

/**
 * Turns the cart into an order whose payment is the caller's own business. Refuses a cart without goods, without a
 * buyer, or with goods of which nobody said where and how they go; the rest is the one way of completing.
 */
export async function placeManagedOrder(shop: Shop, cartId: string, asked: AskedToComplete): Promise<Completed> {
  await settleTaxes(shop, cartId, asked)
  await shop.store.change<null>((books) => {
    const cart = cartFor(books, cartId, asked.signedInAs, asked)
    const isReplay = asked.keyed !== null && receiptOf(shop, books, asked.keyed) !== null
    if (isReplay || cart.stage !== 'open') return { result: null, changes: [] }
    assertOrderable(cart, books)
    const now = shop.now()
    const paying = payingElsewhere(shop, cart, books, now)
    if (paying === cart) return { result: null, changes: [] }
    const saved = { ...paying, version: cart.version + 1, updatedAt: now }
    return { result: null, changes: [{ kind: 'save-cart', cart: saved }] }
  })
  return completeCart(shop, cartId, { ...asked, paidElsewhere: true })
}

/** Refuses, with the first thing that is missing. */
function assertOrderable(cart: Cart, books: Books): void {
  if (!hasGoods(cart)) throw new Refusal('cart-empty', 'Cannot create an order from an empty cart.')
  if (!cart.email) throw new Refusal('email-missing', 'A billing address for this order is incomplete')
  if (shippedLines(cart, books).length === 0) return
  if (!consignmentOf(cart)) throw new Refusal('shipping-incomplete', 'A shipping address for this order is incomplete')
  const lineIds = unshippedLines(cart, books).map(({ id }) => id)
  if (lineIds.length > 0)
    throw new Refusal('shipping-incomplete', 'A shipping option is missing for a consignment of this order', {
      lineIds,
    })
}

function payingElsewhere(shop: Shop, cart: Cart, books: Books, now: number): Cart {
  const facts = { ...sessionFacts(shop, cart, books, now), providers: [paidElsewhere] }
  const present = selectedSession(cart)
  if (present?.providerId === paidElsewhere && present.amount === facts.total) return cart
  const opened = openSessions(cart, facts)
  return facts.total > zero ? selectSession(opened, paidElsewhere, facts) : opened
}
