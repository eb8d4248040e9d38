import { expect, test } from 'bun:test'
import { changeAddress } from '../../src/cart/addresses.ts'
import { putDiscounts, removeDiscount } from '../../src/cart/discount-codes.ts'
import { giftCardMax, putGiftCards } from '../../src/cart/gift-cards.ts'
import { chooseShipping } from '../../src/cart/shipping-choice.ts'
import type { Discount, DiscountRule, GiftCard } from '../../src/catalog/discount.ts'
import { minor } from '../../src/money/money.ts'
import { cartWith, lineWith, noon } from '../support/carts.ts'

const discount = (code: string, type: DiscountRule['type']): Discount => ({
  id: `disc_${code}`,
  code,
  rule: {
    id: `dru_${code}`,
    type,
    value: 10,
    allocation: 'total',
    description: null,
    conditions: [],
    createdAt: noon,
    updatedAt: noon,
  },
  regionIds: [],
  startsAt: noon,
  endsAt: null,
  isDisabled: false,
  usageLimit: null,
  metadata: null,
  createdAt: noon,
  updatedAt: noon,
})

test('of several discounts the first off goods and all off shipping stay, each once', () => {
  const given = [
    discount('A', 'percentage'),
    discount('B', 'fixed'),
    discount('C', 'free_shipping'),
    discount('D', 'free_shipping'),
  ]
  const cart = putDiscounts(cartWith([]), [...given, ...given])
  expect(cart.discounts.map(({ code }) => code)).toEqual(['A', 'C', 'D'])
  expect(removeDiscount(cart, 'a').discounts.map(({ code }) => code)).toEqual(['C', 'D'])
  expect(removeDiscount(cart, 'B')).toBe(cart)
  expect(putDiscounts(cart, []).discounts).toEqual([])
})

test('a gift card named twice counts once, and there is a limit', () => {
  const card = (at: number) => ({ id: `gift_${at}`, code: `G${at}` }) as GiftCard
  expect(putGiftCards(cartWith([]), [card(1), card(1), card(2)]).giftCards.map(({ code }) => code)).toEqual([
    'G1',
    'G2',
  ])
  const many = Array.from({ length: giftCardMax + 1 }, (_, at) => card(at))
  expect(() => putGiftCards(cartWith([]), many)).toThrow(expect.objectContaining({ code: 'limit-exceeded' }))
})

test('one shipping method per profile, and only lines of that profile ship with it', () => {
  const method = (id: string, profileId: string) => ({
    id,
    optionId: `so_${id}`,
    name: id,
    profileId,
    price: minor(1),
    includesTax: false,
    data: {},
    createdAt: noon,
  })
  const cart = cartWith([lineWith('item_1', { profileId: 'sp_1' }), lineWith('item_2', { profileId: 'sp_gift' })])
  const chosen = chooseShipping(
    chooseShipping(chooseShipping(cart, method('a', 'sp_1')), method('b', 'sp_other')),
    method('c', 'sp_1'),
  )
  expect(chosen.shippingMethods.map(({ id }) => id)).toEqual(['b', 'c'])
  expect(chosen.lines.map(({ hasShipping }) => hasShipping)).toEqual([true, false])
})

test('an address change keeps the row and what was not said', () => {
  const first = changeAddress(null, { city: 'Copenhagen', countryCode: 'dk' }, 'addr_1', noon)
  const second = changeAddress(first, { city: 'Odense' }, 'addr_2', noon + 5)
  expect(second).toMatchObject({
    id: 'addr_1',
    city: 'Odense',
    countryCode: 'dk',
    createdAt: noon,
    updatedAt: noon + 5,
  })
})
