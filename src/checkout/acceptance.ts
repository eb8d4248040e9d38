import type { Cart } from '../cart/cart.ts'
import { assertOrderable } from '../cart/limits.ts'
import { hasGoods } from '../cart/line-items.ts'
import { selectedSession } from '../cart/payment-sessions.ts'
import { availableOf } from '../catalog/product.ts'
import { zero } from '../money/money.ts'
import type { Bill } from '../pricing/bill.ts'
import { assertDiscountUsable, assertGiftCardUsable } from '../pricing/discount-validity.ts'
import { Refusal } from '../refusal.ts'
import type { Books } from './books.ts'
import type { Checkout, CheckoutPayment } from './checkout.ts'
import type { Change, StockItem } from './decision.ts'
import { assertPurchasing } from './purchasing.ts'

/** The ids and the time that an acceptance is made with. */
export interface Acceptance {
  readonly checkoutId: string
  readonly jobId: string
  readonly now: number
  /** True: who asks runs the shop and has the order paid elsewhere, whatever the region offers. */
  readonly paidElsewhere: boolean
}

/**
 * Freezes the cart, holds what could be lost to others and promises the rest; refuses, in this order, more than an order
 * can be made of, a missing payment session, short stock, an empty cart, an unknown buyer, and discounts and gift cards
 * that ended; then nothing is changed.
 */
export function acceptCart(
  cart: Cart,
  bill: Bill,
  books: Books,
  { checkoutId, jobId, now, paidElsewhere }: Acceptance,
): readonly Change[] {
  assertOrderable(cart)
  assertPurchasing(books, cart.channelId)
  const items = stockItems(cart, books)
  if (!paidElsewhere) assertOffered(cart, books)
  assertCompletable(cart, bill, books, items)
  assertStillValid(cart, books, now)
  const frozen: Cart = { ...cart, stage: 'frozen', version: cart.version + 1 }
  const checkout: Checkout = {
    id: checkoutId,
    cartId: cart.id,
    state: 'accepted',
    cart: frozen,
    bill,
    taxes: null,
    payment: paymentFor(checkoutId, frozen, bill),
    nextAction: null,
    orderId: null,
    problem: null,
    createdAt: now,
    updatedAt: now,
  }
  return [
    { kind: 'save-cart', cart: frozen },
    { kind: 'begin-checkout', checkout, why: 'the cart can be completed', by: 'shopper' },
    ...(items.length ? [{ kind: 'hold-stock', checkoutId, items } as const] : []),
    ...cart.discounts.map(({ id }) => ({ kind: 'hold-discount', checkoutId, discountId: id }) as const),
    {
      kind: 'promise',
      job: {
        id: jobId,
        payload: { kind: 'calculate-taxes', cartId: cart.id, cartVersion: frozen.version, checkoutId },
        runAt: now,
      },
    },
  ]
}

/** The amount that is asked for, under a key that the attempt keeps for ever; null when nothing is due. */
export function paymentFor(checkoutId: string, cart: Cart, bill: Bill): CheckoutPayment | null {
  const session = selectedSession(cart)
  if (bill.total <= zero || !session) return null
  return {
    providerId: session.providerId,
    key: `${checkoutId}-authorize`,
    amount: bill.total,
    currencyCode: bill.currencyCode,
    reference: null,
    data: session.data,
  }
}

/** A session that was opened for somebody else, or before the region's providers changed, is none to pay with. */
function assertOffered(cart: Cart, books: Books): void {
  const providerId = selectedSession(cart)?.providerId
  if (cart.isTest || providerId === undefined) return
  if (books.region(cart.regionId)?.paymentProviders.includes(providerId)) return
  throw new Refusal('payment-session-missing', 'You cannot complete a cart without a payment session.')
}

function assertCompletable(cart: Cart, bill: Bill, books: Books, items: readonly StockItem[]): void {
  if (bill.total > zero && !selectedSession(cart)) {
    throw new Refusal('payment-session-missing', 'You cannot complete a cart without a payment session.')
  }
  const short = items.filter((item) => !item.allowBackorder && available(books, item.variantId) < item.quantity)
  if (short.length) throw outOfStock(short.map(({ variantId }) => variantId))
  if (!hasGoods(cart)) throw new Refusal('cart-empty', 'Cannot create order from empty cart')
  if (!cart.email) throw new Refusal('email-missing', 'The cart has no e-mail address; an order needs one.')
}

/** What was valid when it was put on the cart may have been switched off, used up or have ended since. */
function assertStillValid(cart: Cart, books: Books, now: number): void {
  for (const { id } of cart.discounts) {
    const discount = books.discount(id)
    if (discount) assertDiscountUsable(discount, books.discountUses(id), cart.regionId, now)
  }
  for (const { id } of cart.giftCards) {
    const giftCard = books.giftCard(id)
    if (giftCard && !giftCard.isDisabled) assertGiftCardUsable(giftCard, cart.regionId, now)
  }
}

/** Too little is left of these to complete the cart. */
function outOfStock(variantIds: readonly string[]): Refusal {
  return new Refusal('out-of-stock', `Too little is left of ${variantIds.join(', ')}.`, { variantIds })
}

/** What goes, per variant: lines of the same variant are added up first. What is not managed is counted, and never short. */
function stockItems(cart: Cart, books: Books): readonly StockItem[] {
  const items = new Map<string, StockItem>()
  for (const line of cart.lines) {
    const variant = line.variantId === null ? null : books.variant(line.variantId)
    if (!variant) continue
    const quantity = (items.get(variant.id)?.quantity ?? 0) + line.quantity
    const allowBackorder = variant.allowBackorder || !variant.manageInventory
    items.set(variant.id, { variantId: variant.id, quantity, allowBackorder })
  }
  return [...items.values()]
}

function available(books: Books, variantId: string): number {
  const stock = books.stock(variantId)
  return stock ? availableOf(stock) : 0
}
