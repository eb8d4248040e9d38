import { afterEach, beforeEach, expect, test } from 'bun:test'
import type { Cart } from '../../src/cart/cart.ts'
import { updateCart } from '../../src/commands/cart-updates.ts'
import { createCart, readCart } from '../../src/commands/carts.ts'
import { completeCart } from '../../src/commands/checkouts.ts'
import { examineShop } from '../../src/commands/doctor.ts'
import { addLine } from '../../src/commands/line-items.ts'
import { openPaymentSessions, selectPaymentSession } from '../../src/commands/payments.ts'
import { orderByCart, orderByNumber, orderOf } from '../../src/commands/reads.ts'
import type { Asked } from '../../src/commands/receipts.ts'
import { askTaxes } from '../../src/commands/taxes.ts'
import { asGuest, openStockedShop, readyCart, type StockedShop } from '../support/shop.ts'

let at: StockedShop
beforeEach(async () => {
  at = await openStockedShop()
})
afterEach(() => at.close())

const asTester: Asked = { ...asGuest, isTest: true }

/** In the region `eu`, where `manual` is all there is for live carts. */
async function testCart(): Promise<Cart> {
  const wanted = {
    door: 'headless',
    isTest: true,
    regionId: null,
    countryCode: null,
    channelId: null,
    sessionId: null,
    items: [],
    context: {},
    metadata: null,
  } as const
  return JSON.parse((await createCart(at.shop, wanted, asTester)).body)
}

async function variantOf(sku: string): Promise<string> {
  return at.shop.store.read((books) => books.variantBySku(sku)?.id ?? '')
}

test('what was made with a test key is not there for anybody else, nor the other way round', async () => {
  const { shop } = at
  const ours = await testCart()
  const theirs = await readyCart(shop, { sku: 'PRODUCT-01-S', quantity: 1, data: null })
  const line = { variantId: await variantOf('PRODUCT-01-S'), quantity: 1, metadata: {} }
  const show = () => ({ status: 200, body: '' })
  const tries = [
    () => readCart(shop, ours.id, null, (cart) => cart),
    () => addLine(shop, ours.id, line, asGuest),
    () => updateCart(shop, ours.id, { email: 'x@example.com' }, asGuest),
    () => openPaymentSessions(shop, ours.id, asGuest),
    () => askTaxes(shop, ours.id, { keyed: null, signedInAs: null, show }),
    () => completeCart(shop, ours.id, { keyed: null, signedInAs: null, waitMs: 0, show }),
    () => addLine(shop, theirs.id, line, asTester),
    () => completeCart(shop, theirs.id, { keyed: null, signedInAs: null, isTest: true, waitMs: 0, show }),
  ]
  for (const each of tries) await expect(each()).rejects.toMatchObject({ code: 'cart-not-found' })
})

test('a test cart pays at the test bank or by hand, whatever its region offers; a live one only where its region says', async () => {
  const { shop } = at
  const cart = await testCart()
  await addLine(shop, cart.id, { variantId: await variantOf('PRODUCT-01-S'), quantity: 1, metadata: {} }, asTester)
  const opened: Cart = JSON.parse((await openPaymentSessions(shop, cart.id, asTester)).body)
  expect(opened.paymentSessions.map(({ providerId }) => providerId)).toEqual(['test', 'manual'])
  const live = await readyCart(shop, { sku: 'PRODUCT-01-S', quantity: 1, data: null })
  await expect(selectPaymentSession(shop, live.id, 'test', asGuest)).rejects.toMatchObject({
    code: 'payment-provider-unknown',
  })
})

test('a test order takes no stock, uses no code, spends no gift card and makes none, and is seen by testers alone', async () => {
  const { shop } = at
  const cart = await testCart()
  await addLine(shop, cart.id, { variantId: await variantOf('LOW-STOCK-S'), quantity: 3, metadata: {} }, asTester)
  const giftCard = await shop.store.read((books) => books.productByHandle('gift-card')?.variants[0]?.id ?? '')
  await addLine(shop, cart.id, { variantId: giftCard, quantity: 1, metadata: {} }, asTester)
  await updateCart(shop, cart.id, { email: 'T@example.com', discounts: ['ONCE'], giftCards: ['GCEU1000'] }, asTester)
  await openPaymentSessions(shop, cart.id, asTester)
  await selectPaymentSession(shop, cart.id, 'test', asTester)
  const cards = () => shop.store.read((books) => books.giftCards().length)
  const before = await cards()
  const show = () => ({ status: 200, body: '' })
  await completeCart(shop, cart.id, { keyed: null, signedInAs: null, isTest: true, waitMs: 0, show })
  await at.settle()

  await shop.store.read((books) => {
    const order = books.orderOfCart(cart.id)
    expect(order?.payments.map(({ providerId }) => providerId)).toEqual(['test'])
    expect(books.stock(order?.cart.lines[0]?.variantId ?? '')).toMatchObject({ onHand: 3, reserved: 0 })
    expect(books.discountUses(order?.cart.discounts[0]?.id ?? '')).toMatchObject({ held: 0, used: 0 })
    expect(Number(books.giftCardByCode('GCEU1000')?.balance)).toBe(1000)
    const number = { displayId: order?.displayId ?? 0, email: 't@example.com', postalCode: null }
    expect(orderOf(books, order?.id ?? '', true).id).toBe(order?.id ?? '')
    expect(() => orderOf(books, order?.id ?? '')).toThrow()
    expect(() => orderByCart(books, cart.id)).toThrow()
    expect(orderByNumber(books, { ...number, isTest: true })?.id).toBe(order?.id ?? '')
    expect(orderByNumber(books, number)).toBeNull()
  })
  expect(await cards()).toBe(before)
  expect(await examineShop(shop)).toEqual([])
})
