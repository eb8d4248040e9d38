import { Refusal } from '../refusal.ts'
import type { Cart } from './cart.ts'

/** Pieces of gift cards in one cart: with the order each becomes a gift card of its own, all of them in one commit. */
export const giftCardPiecesMax = 100

/** Refuses an edit that grows the cart beyond what one may hold; a cart that is beyond it already can still shrink. */
export function assertWithinLimits(edited: Cart, before: Cart | null): void {
  const pieces = giftCardPieces(edited)
  if (pieces > giftCardPiecesMax && pieces > (before ? giftCardPieces(before) : 0)) throw tooManyGiftCards(pieces)
}

/** Refuses to make an order of more than an order can be made of at once, whatever let the cart come to hold it. */
export function assertOrderable(cart: Cart): void {
  const pieces = giftCardPieces(cart)
  if (pieces > giftCardPiecesMax) throw tooManyGiftCards(pieces)
}

function giftCardPieces({ lines }: Cart): number {
  return lines.reduce((pieces, { isGiftcard, quantity }) => (isGiftcard ? pieces + quantity : pieces), 0)
}

function tooManyGiftCards(pieces: number): Refusal {
  return new Refusal('limit-exceeded', `A cart holds at most ${giftCardPiecesMax} gift cards to buy, not ${pieces}.`, {
    limit: giftCardPiecesMax,
    pieces,
  })
}
