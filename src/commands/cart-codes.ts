import type { Cart } from '../cart/cart.ts'
import { putDiscounts } from '../cart/discount-codes.ts'
import { putGiftCards } from '../cart/gift-cards.ts'
import type { Discount, GiftCard } from '../catalog/discount.ts'
import type { Books } from '../checkout/books.ts'
import { assertDiscountUsable, assertGiftCardUsable } from '../pricing/discount-validity.ts'
import { Refusal } from '../refusal.ts'
import { editCart } from './editing.ts'
import type { Answer, Asked } from './receipts.ts'
import type { Shop } from './shop.ts'

/** Lists of codes; each that is there replaces what the cart had, and each code in it must be usable here and now. */
export interface Codes {
  readonly discounts?: readonly string[]
  readonly giftCards?: readonly string[]
}

/** Puts discounts and gift cards on the cart; the first code that is unknown, or cannot be used, refuses all of them. */
export function putCodes(cart: Cart, wanted: Codes, books: Books, now: number): Cart {
  const discounts = wanted.discounts && usableDiscounts(wanted.discounts, cart, books, now)
  const discounted = discounts ? putDiscounts(cart, discounts) : cart
  const giftCards = wanted.giftCards?.map((code) => usableGiftCard(code, cart, books, now))
  return giftCards ? putGiftCards(discounted, giftCards) : discounted
}

/** Puts one more code on the cart; of codes that go only one at a time it takes the other's place. */
export function addDiscountCode(shop: Shop, cartId: string, code: string, asked: Asked): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart, books, now) => {
    const [added] = usableDiscounts([code], cart, books, now)
    if (!added || cart.discounts.some(({ id }) => id === added.id)) return cart
    const present = cart.discounts.flatMap(({ id }) => books.discount(id) ?? [])
    return putDiscounts(cart, [added, ...present])
  })
}

/** Pays with one more gift card. */
export function addGiftCard(shop: Shop, cartId: string, code: string, asked: Asked): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart, books, now) => {
    const added = usableGiftCard(code, cart, books, now)
    if (cart.giftCards.some(({ id }) => id === added.id)) return cart
    return putGiftCards(cart, [...cart.giftCards.flatMap(({ id }) => books.giftCard(id) ?? []), added])
  })
}

/** Takes a gift card off; one that is not on the cart is refused. */
export function removeGiftCard(shop: Shop, cartId: string, code: string, asked: Asked): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart) => {
    const giftCards = cart.giftCards.filter((card) => card.code !== code)
    if (giftCards.length === cart.giftCards.length)
      throw new Refusal('gift-card-not-found', `The gift card ${code} is not on the cart.`, { code })
    return { ...cart, giftCards }
  })
}

/** All of them are looked for before one is looked at; a code that stands there twice is not found twice. */
function usableDiscounts(wanted: readonly string[], cart: Cart, books: Books, now: number): readonly Discount[] {
  const codes = wanted.map((code) => code.trim().toUpperCase())
  const discounts = [...new Set(codes)].flatMap((code) => books.discountByCode(code) ?? [])
  if (discounts.length < codes.length) {
    const code = codes.join(', ')
    const nobodys = wanted.filter((one) => isNobodys(one, books))
    const unknown = codes.filter((one) => !books.discountByCode(one)).join(', ')
    const why = unknown ? `There is no discount with the code ${unknown}.` : 'A code is named twice.'
    throw new Refusal('discount-not-found', why, { code, nobodys })
  }
  for (const discount of discounts) assertDiscountUsable(discount, books.discountUses(discount.id), cart.regionId, now)
  return discounts
}

function usableGiftCard(code: string, cart: Cart, books: Books, now: number): GiftCard {
  const giftCard = books.giftCardByCode(code)
  if (!giftCard) throw giftCardNotFound(code, books)
  assertGiftCardUsable(giftCard, cart.regionId, now)
  return giftCard
}

/** No gift card has that code; `nobodys` says whether nothing else has it either. */
export function giftCardNotFound(code: string, books: Books): Refusal {
  const nobodys = isNobodys(code, books) ? [code] : []
  return new Refusal('gift-card-not-found', `No gift card has the code ${code}.`, { code, nobodys })
}

function isNobodys(code: string, books: Books): boolean {
  return !books.discountByCode(code.trim().toUpperCase()) && !books.giftCardByCode(code)
}
