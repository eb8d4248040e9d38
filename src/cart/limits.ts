import type { Metadata } from '../catalog/product.ts'
import { amountMax } from '../money/money.ts'
import { Refusal } from '../refusal.ts'
import type { Cart } from './cart.ts'

/** Pieces of gift cards in one cart: with the order each becomes a gift card of its own, all of them in one commit. */
export const giftCardPiecesMax = 100

/** Characters of one object that callers fill as they like, as JSON: metadata, a context, data for carriers and banks. */
export const metadataCharactersMax = 16_384

/** Characters of a whole cart as JSON: it is read and written whole, and frozen and ordered once more each. */
export const cartCharactersMax = 524_288

/** Refuses an edit that grows the cart beyond what one may hold; a cart that is beyond it already can still shrink. */
export function assertWithinLimits(edited: Cart, before: Cart | null): void {
  const pieces = giftCardPieces(edited)
  if (pieces > giftCardPiecesMax && pieces > (before ? giftCardPieces(before) : 0)) throw tooManyGiftCards(pieces)
  const goods = goodsOf(edited)
  if (goods > amountMax && goods > (before ? goodsOf(before) : 0)) throw tooExpensive(goods)
  assertFreeObjects(edited, before)
  const characters = charactersOf(edited)
  if (characters > cartCharactersMax && characters > charactersOf(before))
    throw new Refusal('limit-exceeded', `A cart takes at most ${cartCharactersMax} characters as JSON.`, {
      limit: cartCharactersMax,
    })
}

/** Refuses to make an order of more than an order can be made of at once, whatever let the cart come to hold it. */
export function assertOrderable(cart: Cart): void {
  const pieces = giftCardPieces(cart)
  if (pieces > giftCardPiecesMax) throw tooManyGiftCards(pieces)
  if (goodsOf(cart) > amountMax) throw tooExpensive(goodsOf(cart))
}

/** Refuses metadata that is larger than one object may be. */
export function assertMetadataSize(metadata: Metadata | null | undefined): void {
  if (metadata && charactersOf(metadata) > metadataCharactersMax)
    throw new Refusal('limit-exceeded', `Metadata takes at most ${metadataCharactersMax} characters as JSON.`, {
      limit: metadataCharactersMax,
    })
}

function giftCardPieces({ lines }: Cart): number {
  return lines.reduce((pieces, { isGiftcard, quantity }) => (isGiftcard ? pieces + quantity : pieces), 0)
}

/** At list prices, without a bill: what discounts take off may be given back. */
function goodsOf({ lines }: Cart): number {
  return lines.reduce((total, { unitPrice, quantity }) => total + unitPrice * quantity, 0)
}

function tooManyGiftCards(pieces: number): Refusal {
  return new Refusal('limit-exceeded', `A cart holds at most ${giftCardPiecesMax} gift cards to buy, not ${pieces}.`, {
    limit: giftCardPiecesMax,
    pieces,
  })
}

function tooExpensive(sum: number): Refusal {
  return new Refusal('limit-exceeded', `The goods of a cart cost at most ${amountMax} together, not ${sum}.`, {
    limit: amountMax,
    sum,
  })
}

/** Edits keep what they do not touch, so only what is new is measured. What a bank said may be larger, and stay so. */
function assertFreeObjects(edited: Cart, before: Cart | null): void {
  const present = before ? freeObjects(before) : []
  const known = new Set(present)
  for (const object of freeObjects(edited)) {
    if (known.has(object) || charactersOf(object) <= metadataCharactersMax) continue
    if (!present.some((one) => charactersOf(one) >= charactersOf(object))) assertMetadataSize(object)
  }
}

function freeObjects(cart: Cart): readonly Metadata[] {
  return [
    cart.context,
    cart.metadata ?? {},
    cart.shippingAddress?.metadata ?? {},
    cart.billingAddress?.metadata ?? {},
    ...cart.lines.map(({ metadata }) => metadata),
    ...cart.shippingMethods.map(({ data }) => data),
    ...cart.paymentSessions.map(({ data }) => data),
  ]
}

function charactersOf(value: object | null): number {
  return value ? JSON.stringify(value).length : 0
}
