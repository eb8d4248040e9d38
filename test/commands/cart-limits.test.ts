import { afterEach, beforeEach, expect, test } from 'bun:test'
import { giftCardPiecesMax, metadataCharactersMax } from '../../src/cart/limits.ts'
import { allProducts } from '../../src/catalog-files/everything.ts'
import { updateCart } from '../../src/commands/cart-updates.ts'
import { createCart } from '../../src/commands/carts.ts'
import { completeCart } from '../../src/commands/checkouts.ts'
import { addLine, setLine } from '../../src/commands/line-items.ts'
import { updatePaymentSession } from '../../src/commands/payments.ts'
import { chooseShipping } from '../../src/commands/shipping.ts'
import { asGuest, openStockedShop, readyCart, type StockedShop } from '../support/shop.ts'

let place: StockedShop
beforeEach(async () => {
  place = await openStockedShop()
})
afterEach(async () => {
  await place.close()
})

const cartNow = async (id: string) => {
  const cart = await place.shop.store.read((books) => books.cart(id))
  if (!cart) throw new Error('the cart is gone')
  return cart
}

const cart = () => readyCart(place.shop, { sku: 'PRODUCT-01-S', quantity: 1, data: null })

const blankIn = (regionId: string) =>
  ({
    door: 'medusa',
    regionId,
    countryCode: null,
    channelId: null,
    sessionId: null,
    items: [],
    context: {},
    metadata: null,
  }) as const

const tooMuch = { code: 'limit-exceeded' }

test('gift cards by the million are refused however they come into the cart, and when it is completed', async () => {
  const { shop } = place
  const { id, regionId } = await cart()
  const giftCards = await shop.store.read((books) => allProducts(books).filter(({ isGiftcard }) => isGiftcard))
  const variantId = giftCards[0]?.variants[0]?.id ?? ''
  const pieces = (quantity: number) => ({ variantId, quantity, metadata: {} })
  const blank = blankIn(regionId)
  await expect(addLine(shop, id, pieces(2_000_000), asGuest)).rejects.toMatchObject(tooMuch)
  await expect(createCart(shop, { ...blank, items: [pieces(60), pieces(60)] }, asGuest)).rejects.toMatchObject(tooMuch)
  await addLine(shop, id, pieces(giftCardPiecesMax), asGuest)
  const line = (await cartNow(id)).lines.find(({ isGiftcard }) => isGiftcard)
  const change = { quantity: giftCardPiecesMax + 1, metadata: null }
  await expect(setLine(shop, id, line?.id ?? '', change, asGuest)).rejects.toMatchObject(tooMuch)

  const full = await cartNow(id)
  const lines = full.lines.map((each) => (each.isGiftcard ? { ...each, quantity: 200_000 } : each))
  const overfull = { ...full, lines, version: full.version + 1 }
  await shop.store.change(() => ({ result: null, changes: [{ kind: 'save-cart', cart: overfull }] }))
  const asked = { keyed: null, signedInAs: null, waitMs: 0, show: () => ({ status: 200, body: '' }) }
  await expect(completeCart(shop, id, asked)).rejects.toMatchObject(tooMuch)
  expect((await cartNow(id)).stage).toBe('open')
})

test('what callers fill as they like is refused when it is too large, wherever it goes', async () => {
  const { shop } = place
  const { id, version, regionId, lines } = await readyCart(shop, {
    sku: 'PRODUCT-01-S',
    quantity: 1,
    data: { outcome: 'authorize' },
  })
  const variantId = lines[0]?.variantId ?? ''
  const optionId = await shop.store.read((books) => books.shippingOptionsOf(regionId)[0]?.id ?? '')
  const large = { note: 'x'.repeat(metadataCharactersMax) }
  const attempts = [
    () => createCart(shop, { ...blankIn(regionId), context: large }, asGuest),
    () => createCart(shop, { ...blankIn(regionId), metadata: large }, asGuest),
    () => addLine(shop, id, { variantId, quantity: 1, metadata: large }, asGuest),
    () => setLine(shop, id, lines[0]?.id ?? '', { quantity: 2, metadata: large }, asGuest),
    () => updateCart(shop, id, { context: large }, asGuest),
    () => updateCart(shop, id, { shippingAddress: { metadata: large } }, asGuest),
    () => chooseShipping(shop, id, { optionId, data: large }, asGuest),
    () => updatePaymentSession(shop, id, 'test', large, asGuest),
  ]
  for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject(tooMuch)
  expect((await cartNow(id)).version).toBe(version)
})

test('lines that are each within the limit of money are not beyond it together', async () => {
  const { shop } = place
  const { id, lines } = await readyCart(shop, { sku: 'UNMANAGED-S', quantity: 1, data: null })
  const variantId = lines[0]?.variantId ?? ''
  await addLine(shop, id, { variantId, quantity: 700_000_000, metadata: {} }, asGuest)
  const again = { variantId, quantity: 700_000_000, metadata: { engraving: 'A' } }
  await expect(addLine(shop, id, again, asGuest)).rejects.toMatchObject(tooMuch)
  expect((await cartNow(id)).lines).toHaveLength(1)
})
