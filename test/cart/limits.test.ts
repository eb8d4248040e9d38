import { describe, expect, test } from 'bun:test'
import type { Cart } from '../../src/cart/cart.ts'
import {
  assertOrderable,
  assertWithinLimits,
  cartCharactersMax,
  giftCardPiecesMax,
  metadataCharactersMax,
} from '../../src/cart/limits.ts'
import { amountMax, minor } from '../../src/money/money.ts'
import { cartWith, lineWith, noon } from '../support/carts.ts'

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

describe('what the goods cost together', () => {
  const most = { unitPrice: minor(amountMax / 1_000), quantity: 1_000 }
  const tooMuch = expect.objectContaining({ code: 'limit-exceeded', details: { limit: amountMax, sum: amountMax + 1 } })

  test('reaches the largest amount of money and not a cent more', () => {
    const full = cartWith([lineWith('item_1', most)])
    assertWithinLimits(full, null)
    assertOrderable(full)
    const over = cartWith([...full.lines, lineWith('item_2', { unitPrice: minor(1) })])
    expect(() => assertWithinLimits(over, full)).toThrow(tooMuch)
    expect(() => assertOrderable(over)).toThrow(tooMuch)
  })

  test('a cart whose goods cost more already may get cheaper', () => {
    const lines = Array.from({ length: 500 }, (_, at) => lineWith(`item_${at}`, most))
    assertWithinLimits(cartWith(lines.slice(1)), cartWith(lines))
    expect(() => assertWithinLimits(cartWith(lines), cartWith(lines.slice(1)))).toThrow()
  })
})

describe('what callers fill as they like', () => {
  const ofSize = (characters: number) => ({ note: 'x'.repeat(characters - '{"note":""}'.length) })
  const address = (metadata: Cart['metadata']) => ({ ...blankAddress, metadata })
  const places: readonly [string, (given: ReturnType<typeof ofSize>) => Partial<Cart>][] = [
    ['metadata', (metadata) => ({ metadata })],
    ['the context', (context) => ({ context })],
    ['the metadata of a line', (metadata) => ({ lines: [lineWith('item_1', { metadata })] })],
    ['the metadata of the shipping address', (metadata) => ({ shippingAddress: address(metadata) })],
    ['the metadata of the billing address', (metadata) => ({ billingAddress: address(metadata) })],
    ['data for a carrier', (data) => ({ shippingMethods: [{ ...method, data }] })],
    ['data for a bank', (data) => ({ paymentSessions: [{ ...session, data }] })],
  ]

  test.each(places)('%s has a limit', (_, cartHolding) => {
    const before = cartWith([])
    const edited = (characters: number) => ({ ...before, ...cartHolding(ofSize(characters)) })
    assertWithinLimits(edited(metadataCharactersMax), before)
    expect(() => assertWithinLimits(edited(metadataCharactersMax + 1), before)).toThrow(
      expect.objectContaining({ code: 'limit-exceeded', details: { limit: metadataCharactersMax } }),
    )
  })

  test('what a bank said and is larger keeps nobody from going on', () => {
    const before = cartWith([], { paymentSessions: [{ ...session, data: ofSize(metadataCharactersMax * 2) }] })
    assertWithinLimits({ ...before, email: 'grete@example.com' }, before)
    assertWithinLimits(
      { ...before, paymentSessions: [{ ...session, data: ofSize(metadataCharactersMax * 2) }] },
      before,
    )
  })

  test('the whole cart has a limit, beyond which it can only shrink', () => {
    const lines = (count: number) =>
      Array.from({ length: count }, (_, at) => lineWith(`item_${at}`, { metadata: ofSize(metadataCharactersMax) }))
    const most = Math.floor(cartCharactersMax / metadataCharactersMax) - 1
    assertWithinLimits(cartWith(lines(most)), null)
    const tooLarge = expect.objectContaining({ code: 'limit-exceeded', details: { limit: cartCharactersMax } })
    expect(() => assertWithinLimits(cartWith(lines(most + 1)), cartWith(lines(most)))).toThrow(tooLarge)
    assertWithinLimits(cartWith(lines(most + 4)), cartWith(lines(most + 5)))
  })
})

const blankAddress = {
  id: 'addr_1',
  customerId: null,
  company: null,
  firstName: null,
  lastName: null,
  address1: null,
  address2: null,
  city: null,
  countryCode: 'de',
  province: null,
  postalCode: null,
  phone: null,
  metadata: null,
  createdAt: noon,
  updatedAt: noon,
}

const method = {
  id: 'sm_1',
  optionId: 'so_1',
  name: 'Standard',
  profileId: 'sp_1',
  price: minor(500),
  includesTax: false,
  data: {},
  createdAt: noon,
}

const session = {
  id: 'ps_1',
  providerId: 'test',
  isSelected: true,
  isInitiated: true,
  status: 'pending',
  data: {},
  amount: minor(1000),
  authorizedAt: null,
  createdAt: noon,
  updatedAt: noon,
} as const
