import type { Cart } from '../cart/cart.ts'
import type { Discount, GiftCard } from '../catalog/discount.ts'
import type { CatalogView } from '../checkout/books.ts'
import { invariant } from '../invariant.ts'
import { zero } from '../money/money.ts'
import type { PriceFacts } from '../pricing/bill.ts'

/** What the cart is priced with, by the books as they stand. */
export function priceFacts(cart: Cart, books: CatalogView, taxes: PriceFacts['taxes']): PriceFacts {
  const region = books.region(cart.regionId)
  invariant(region, `the region ${cart.regionId} of a cart is there`)
  return {
    region,
    discounts: cart.discounts
      .map(({ id }) => books.discount(id))
      .filter((discount): discount is Discount => discount !== null),
    giftCards: cart.giftCards.flatMap(({ id }) => payingWith(books.giftCard(id))),
    taxes,
  }
}

/** A card that was switched off, or spent, after it was put on the cart pays nothing; checkout holds nothing of it either. */
function payingWith(giftCard: GiftCard | null): readonly GiftCard[] {
  if (!giftCard) return []
  return giftCard.isDisabled ? [{ ...giftCard, balance: zero }] : [giftCard]
}
