import { describe, expect, test } from 'bun:test'
import { assertOrderable, assertWithinLimits, giftCardPiecesMax } from '../../src/cart/limits.ts'
import { cartWith, lineWith } from '../support/carts.ts'

const giftCards = (...quantities: readonly number[]) =>
  cartWith(quantities.map((quantity, at) => lineWith(`item_${at}`, { isGiftcard: true, quantity })))

describe('gift cards to buy', () => {
  test('as many as an order can make, over all lines, and other goods do not count', () => {
    const full = giftCards(giftCardPiecesMax - 1, 1)
    assertWithinLimits({ ...full, lines: [...full.lines, lineWith('item_x', { quantity: 5000 })] }, null)
    assertOrderable(full)
  })

  test('one more is refused, and says how many there may be', () => {
    const refusal = expect.objectContaining({
      code: 'limit-exceeded',
      details: { limit: giftCardPiecesMax, pieces: giftCardPiecesMax + 1 },
    })
    expect(() => assertWithinLimits(giftCards(giftCardPiecesMax, 1), giftCards(giftCardPiecesMax))).toThrow(refusal)
    expect(() => assertWithinLimits(giftCards(giftCardPiecesMax + 1), null)).toThrow(refusal)
    expect(() => assertOrderable(giftCards(giftCardPiecesMax + 1))).toThrow(refusal)
  })

  test('a cart that holds too many already may get rid of some, not gain any', () => {
    const before = giftCards(500)
    assertWithinLimits(giftCards(400), before)
    assertWithinLimits(before, before)
    expect(() => assertWithinLimits(giftCards(501), before)).toThrow()
  })
})
