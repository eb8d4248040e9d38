import { afterEach, beforeEach, expect, test } from 'bun:test'
import { updateCart } from '../../src/commands/cart-updates.ts'
import { createCart } from '../../src/commands/carts.ts'
import { putConsignment } from '../../src/commands/consignments.ts'
import { addLine, setLine } from '../../src/commands/line-items.ts'
import { putBilling, putDiscounts } from '../../src/commands/managed-checkouts.ts'
import { addItems } from '../../src/commands/managed-lines.ts'
import { updatePaymentSession } from '../../src/commands/payments.ts'
import { chooseShipping } from '../../src/commands/shipping.ts'
import { minor } from '../../src/money/money.ts'
import { asGuest, openStockedShop, readyCart, type StockedShop } from '../support/shop.ts'

let place: StockedShop
beforeEach(async () => {
  place = await openStockedShop()
})
afterEach(async () => {
  await place.close()
})

test('a card number is refused wherever somebody writes it, and stands in no table', async () => {
  const { shop } = place
  const { id, regionId, lines } = await readyCart(shop, {
    sku: 'PRODUCT-01-S',
    quantity: 1,
    data: { outcome: 'authorize' },
  })
  const [line] = lines
  const card = { note: { text: '4242 4242 4242 4242' } }
  const blank = {
    door: 'medusa',
    regionId,
    countryCode: null,
    channelId: null,
    sessionId: null,
    items: [],
    metadata: null,
  } as const
  const variantId = line?.variantId ?? ''
  const name = '4242 4242 4242 4242'
  const address = { firstName: 'A', address1: name }
  const amount = () => minor(100)
  const none = { catalog: [], custom: [], certificates: [] }
  const custom = { name, sku: null, quantity: 1, price: amount, imageUrl: null }
  const contact = { name: 'A', email: 'a@example.com' }
  const certificate = {
    name: 'A card',
    amount,
    quantity: 1,
    certificate: { theme: 'x', sender: { ...contact, name }, recipient: contact, message: '' },
  }
  const attempts = [
    () => createCart(shop, { ...blank, context: card }, asGuest),
    () => addLine(shop, id, { variantId, quantity: 1, metadata: card }, asGuest),
    () => setLine(shop, id, line?.id ?? '', { quantity: 2, metadata: card }, asGuest),
    () => chooseShipping(shop, id, { optionId: 'so_any', data: card }, asGuest),
    () => updateCart(shop, id, { context: card }, asGuest),
    () => updateCart(shop, id, { shippingAddress: { metadata: { note: '4242-4242-4242-4242' } } }, asGuest),
    () => updatePaymentSession(shop, id, 'test', { card: { number: 4242424242424242 } }, asGuest),
    () => putBilling(shop, id, { version: null, addressId: null, email: 'a@example.com', address }, asGuest),
    () => putConsignment(shop, id, { version: null, consignmentId: null, address, pieces: null }, asGuest),
    () => putDiscounts(shop, id, { version: null, discounts: [{ lineId: null, name, amount }] }, asGuest),
    () => addItems(shop, id, { ...none, custom: [custom] }, null, asGuest),
    () => addItems(shop, id, { ...none, certificates: [certificate] }, null, asGuest),
  ]
  for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'possible-card-data' })
  const file = await Bun.file(`${place.dataDir}/cartwright.db-wal`).text()
  expect(/4242[ -]?4242/.test(file)).toBe(false)
})
