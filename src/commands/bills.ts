import type { Cart } from '../cart/cart.ts'
import type { Discount, GiftCard } from '../catalog/discount.ts'
import type { CatalogView } from '../checkout/books.ts'
import { invariant } from '../invariant.ts'
import { type Bill, billFor, type GivenTaxes, type PriceFacts } from '../pricing/bill.ts'

/** `shown`: as the region says when nobody asked for taxes. `due`: with taxes. Else with the taxes that are given. */
export type Asking = 'shown' | 'due' | GivenTaxes

/** What the cart costs by the books as they stand. */
export function billOf(cart: Cart, books: CatalogView, asking: Asking): Bill {
  return billFor(cart, factsOf(cart, books, asking))
}

function factsOf(cart: Cart, books: CatalogView, asking: Asking): PriceFacts {
  const region = books.region(cart.regionId)
  invariant(region, `the region ${cart.regionId} of a cart is there`)
  const shown = region.automaticTaxes ? 'rates' : 'none'
  return {
    region,
    discounts: cart.discounts
      .map(({ id }) => books.discount(id))
      .filter((discount): discount is Discount => discount !== null),
    giftCards: cart.giftCards.map(({ id }) => books.giftCard(id)).filter((card): card is GiftCard => card !== null),
    taxes: asking === 'due' ? 'rates' : asking === 'shown' ? shown : asking,
  }
}
