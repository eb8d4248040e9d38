import type { GiftCard } from '../catalog/discount.ts'
import { Refusal } from '../refusal.ts'
import type { Cart } from './cart.ts'

/** Gift cards on one cart. */
export const giftCardMax = 20

/** The list replaces the former one; a card named twice counts once. */
export function putGiftCards(cart: Cart, giftCards: readonly GiftCard[]): Cart {
  const once = giftCards.filter((card, at) => giftCards.findIndex(({ id }) => id === card.id) === at)
  if (once.length > giftCardMax) {
    throw new Refusal('limit-exceeded', `A cart takes at most ${giftCardMax} gift cards.`, { limit: giftCardMax })
  }
  return { ...cart, giftCards: once.map(({ id, code }) => ({ id, code })) }
}
