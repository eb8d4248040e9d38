import type { Cart } from '../cart/cart.ts'
import type { Metadata } from '../catalog/product.ts'
import type { Books } from '../checkout/books.ts'
import { isTerminal } from '../checkout/checkout.ts'
import { zero } from '../money/money.ts'
import { assertNoCardNumber } from '../payments/card-data.ts'
import { Refusal } from '../refusal.ts'
import { billOf } from './bills.ts'
import { type CartDetails, detailed } from './cart-details.ts'
import { type AskedToComplete, type Completed, completeCart } from './checkouts.ts'
import { cartFor, editCart, sessionFacts } from './editing.ts'
import { receiptOf } from './idempotency.ts'
import { payWith } from './payments.ts'
import type { Asked } from './receipts.ts'
import type { Shop } from './shop.ts'

/** Everything that is said with the wish to buy. */
export interface CheckOut {
  readonly details: CartDetails
  /** Null: the only one there is, or `manual`. */
  readonly payment: { readonly providerId: string | null; readonly data: Metadata }
  /** Kept in the cart's context, for whoever packs. */
  readonly note: string | null
}

/**
 * Says who buys, where it goes and how it is paid, and completes the cart, for storefronts that do so in one request. What
 * runs already is joined as it is; an order that is there is no answer to another wish, so it is refused as completed.
 */
export async function checkOut(
  shop: Shop,
  cartId: string,
  wanted: CheckOut,
  asked: AskedToComplete,
): Promise<Completed> {
  const isBegun = await shop.store.read((books) => hasBegun(shop, cartId, asked, books))
  if (!isBegun) {
    try {
      await prepare(shop, cartId, wanted, { ...asked, keyed: null, show: () => ({ status: 200, body: '' }) })
    } catch (error) {
      // Somebody else began, or was done, at the same moment: that is the checkout of both.
      const isJoined = error instanceof Refusal && (error.code === 'cart-frozen' || error.code === 'cart-completed')
      if (!isJoined) throw error
    }
  }
  return completeCart(shop, cartId, asked)
}

/** Whether there is nothing more to say: an answer is kept, or the attempt runs. */
function hasBegun(shop: Shop, cartId: string, asked: AskedToComplete, books: Books): boolean {
  const cart = cartFor(books, cartId, asked.signedInAs, asked)
  const receipt = asked.keyed && receiptOf(shop, books, asked.keyed)
  if (receipt?.answer) return true
  const attempt = receipt?.checkoutId ? books.checkout(receipt.checkoutId) : null
  if (attempt && (!isTerminal(attempt.state) || attempt.orderId !== null)) return true
  if (cart.stage === 'completed') {
    const orderId = books.orderOfCart(cartId)?.id ?? ''
    throw new Refusal('cart-completed', 'The cart was checked out before.', { cartId, orderId })
  }
  return cart.stage === 'frozen' && books.liveCheckout(cartId)?.state !== 'requires_action'
}

async function prepare(shop: Shop, cartId: string, wanted: CheckOut, asked: Asked): Promise<void> {
  await editCart(shop, cartId, { ...asked, keepsShipping: true }, (cart, books, now) => {
    assertNoCardNumber(wanted.note)
    const owner = asked.signedInAs === null ? {} : { customerId: asked.signedInAs }
    const noted = wanted.details.metadata && { metadata: { ...cart.metadata, ...wanted.details.metadata } }
    const edit = detailed(shop, cart, { ...wanted.details, ...noted, ...owner }, asked.signedInAs, books, now)
    assertReady(edit.cart, books)
    return { ...edit, cart: withNote(edit.cart, wanted.note) }
  })
  const providerId = await shop.store.read((books) => providerFor(shop, cartId, wanted, books))
  if (providerId !== null) await payWith(shop, cartId, { providerId, data: wanted.payment.data }, asked)
}

function withNote(cart: Cart, note: string | null): Cart {
  if (note === null || cart.context['note'] === note) return cart
  return { ...cart, context: { ...cart.context, note } }
}

/** Refuses what cannot be sent: nothing in the cart, no address, no way to ship where there are some. */
function assertReady(cart: Cart, books: Books): void {
  if (cart.lines.length === 0) throw new Refusal('cart-empty', 'There is nothing in the cart to check out.')
  if (cart.shippingAddress === null) throw incomplete('shipping_address', 'The cart has no shipping address.')
  const profiles = new Set(cart.lines.map(({ profileId }) => profileId))
  const isShipped = books.shippingOptionsOf(cart.regionId).some(({ profileId }) => profiles.has(profileId))
  if (isShipped && cart.shippingMethods.length === 0)
    throw incomplete('shipping_method_id', 'Nobody chose how the cart is shipped.')
}

function incomplete(field: string, sentence: string): Refusal {
  return new Refusal('shipping-incomplete', sentence, { field })
}

/** Null where nothing is to be paid. */
function providerFor(shop: Shop, cartId: string, { payment }: CheckOut, books: Books): string | null {
  const cart = books.cart(cartId)
  if (!cart || billOf(cart, books, 'due').total <= zero) return null
  if (payment.providerId !== null) return payment.providerId
  const { providers } = sessionFacts(shop, cart, books, shop.now())
  return providers.length === 1 ? (providers[0] ?? null) : 'manual'
}
