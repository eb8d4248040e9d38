import type { Books } from '../checkout/books.ts'
import type { Checkout, CheckoutProblem } from '../checkout/checkout.ts'
import { endWithoutOrder } from '../checkout/ending.ts'
import { invariant } from '../invariant.ts'
import { Refusal } from '../refusal.ts'
import { announced } from './announcing.ts'
import { freshSession, givingBack } from './editing.ts'
import type { Shop } from './shop.ts'

/** The attempt with that id. */
export async function readCheckout(shop: Shop, checkoutId: string): Promise<Checkout> {
  return shop.store.read((books) => checkoutOf(books, checkoutId))
}

/** Ends an attempt while no payment is authorized or under way; ending it twice is ending it once. */
export function cancelCheckout(
  shop: Shop,
  checkoutId: string,
  by: 'shopper' | 'operator' = 'shopper',
): Promise<Checkout> {
  return shop.store.change((books) => {
    const checkout = checkoutOf(books, checkoutId)
    if (checkout.state === 'canceled') return { result: checkout, changes: [] }
    if (checkout.state !== 'accepted' && checkout.state !== 'taxed' && checkout.state !== 'requires_action') {
      throw new Refusal('checkout-settled', `The checkout is ${checkout.state} and can no longer be canceled.`, {
        checkoutId,
      })
    }
    const cart = books.cart(checkout.cartId)
    invariant(cart, 'the cart of a live attempt is there')
    const now = shop.now()
    const problem: CheckoutProblem = { code: 'checkout-canceled', message: `canceled by the ${by}`, details: {} }
    const hasAsked = checkout.state === 'requires_action'
    const session = hasAsked ? freshSession(shop, cart) : null
    const ended = endWithoutOrder(checkout, cart, { state: 'canceled', problem, session, by, now })
    return {
      result: { ...checkout, state: 'canceled', problem, nextAction: null, updatedAt: now },
      changes: announced(shop, [...ended, ...(hasAsked ? givingBack(shop, checkout, now) : [])]),
    }
  })
}

/** The attempt; refused as `checkout-not-found`. */
export function checkoutOf(books: Books, checkoutId: string): Checkout {
  const checkout = books.checkout(checkoutId)
  if (!checkout) throw new Refusal('checkout-not-found', `There is no checkout ${checkoutId}.`, { checkoutId })
  return checkout
}
