import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { builtBinary } from '../support/binary.ts'
import { serve, temporaryFolder, work } from '../support/cartwright.ts'
import { brokenInvariants } from '../support/invariants.ts'
import { startRedis } from '../support/redis.ts'
import { embedded, imported, type Place, type PlaceKind, withWorkersApart } from './places.ts'
import { address, browse, clientOf, readyCart } from './shopper.ts'

const places: readonly PlaceKind[] = [
  embedded,
  withWorkersApart,
  { name: 'as the binary, alone in an empty directory', open: openBinary },
  { name: 'as the binary, with Redis and workers in a process of their own', open: openBinaryWithRedis },
]

describe.each(places)('a first purchase $name', ({ open }) => {
  let place: Place
  beforeAll(async () => {
    place = await open()
  }, 120_000)
  afterAll(async () => {
    await place?.close()
  })

  test('somebody browses, fills a cart, pays, and the order is what was worked out by hand', async () => {
    const medusa = clientOf(place.server.base)
    const shop = await browse(medusa)
    const stockBefore = await stockOf(place.server.base, shop.variant('PRODUCT-02-S'))

    const { cart } = await medusa.carts.create({ region_id: shop.region('eu') })
    await medusa.carts.lineItems.create(cart.id, { variant_id: shop.variant('PRODUCT-03-S'), quantity: 1 })
    await medusa.carts.lineItems.create(cart.id, { variant_id: shop.variant('PRODUCT-02-S'), quantity: 2 })
    await medusa.carts.update(cart.id, { discounts: [{ code: 'tenpercent' }] })
    await medusa.carts.update(cart.id, { gift_cards: [{ code: 'GCEU1000' }] })
    await medusa.carts.update(cart.id, {
      email: 'Grete@Example.com',
      shipping_address: address,
      billing_address: address,
    })
    await medusa.carts.addShippingMethod(cart.id, { option_id: await shop.option(cart.id, 'Standard') })
    const { cart: paying } = await medusa.carts.createPaymentSessions(cart.id)

    // 3.33 + 2 × 19.99 = 43.31; 10 % off: 0.33 + 4.00; 20 % tax on 3.00, 35.98 and 10.00 shipping: 0.60 + 7.20 + 2.00;
    // the gift card pays 10.00 and the 2.00 of tax on it.
    const figures = {
      subtotal: 4331,
      discount_total: 433,
      shipping_total: 1000,
      tax_total: 980,
      gift_card_total: 1000,
      gift_card_tax_total: 200,
      total: 4678,
    }
    expect(paying).toMatchObject(figures)
    expect(paying.payment_session).toMatchObject({ provider_id: 'manual', amount: 4678, status: 'pending' })

    const completed = await medusa.carts.complete(cart.id)
    expect(completed.type).toBe('order')
    // An order's tax is what is really due: less what the gift card's tax took off.
    expect(completed.data).toMatchObject({
      ...figures,
      tax_total: 780,
      email: 'grete@example.com',
      cart_id: cart.id,
      payment_status: 'awaiting',
    })

    const { order } = await medusa.orders.retrieve(completed.data.id ?? '')
    expect(order).toMatchObject({ display_id: 1, total: 4678, currency_code: 'eur' })
    expect(order.items.map(({ title, quantity, total }) => [title, quantity, total]).toSorted()).toEqual([
      ['Product 02', 2, 4318],
      ['Product 03', 1, 360],
    ])
    expect((await medusa.orders.retrieveByCartId(cart.id)).order.id).toBe(order.id)
    expect(await stockOf(place.server.base, shop.variant('PRODUCT-02-S'))).toBe(stockBefore - 2)
    expect(brokenInvariants(place.server.dataDir)).toEqual([])
  })

  test('the cart is closed, its order comes again, and the spent gift card is empty', async () => {
    const medusa = clientOf(place.server.base)
    const { order } = await medusa.orders.lookupOrder({ display_id: 1, email: 'grete@example.com' })
    const again = await medusa.carts.complete(order.cart_id)
    expect(again.data.id).toBe(order.id)
    const refused = await fetch(`${place.server.base}/store/carts/${order.cart_id}`, {
      method: 'POST',
      body: '{"email":"x@example.com"}',
      headers: { 'content-type': 'application/json' },
    })
    expect(refused.status).toBe(409)
    const { gift_card } = await medusa.giftCards.retrieve('GCEU1000')
    expect(gift_card).toMatchObject({ value: 1000, balance: 0 })
  })
})

async function stockOf(base: string, variantId: string): Promise<number> {
  const { variant } = await clientOf(base).products.variants.retrieve(variantId)
  return variant.inventory_quantity ?? Number.NaN
}

async function openBinary(): Promise<Place> {
  const { binary, folder } = await builtAlone()
  const server = await serve({ program: [binary], dataDir: folder.path, env: {}, words: [] })
  const close = async (): Promise<void> => {
    await server.stop()
    folder.remove()
  }
  return { server, close }
}

async function openBinaryWithRedis(): Promise<Place> {
  const { binary, folder } = await builtAlone()
  const redis = await startRedis()
  const how = { program: [binary], dataDir: folder.path, env: { REDIS_URL: redis.url }, words: ['--no-workers'] }
  const server = await serve(how)
  const worker = work(how)
  const close = async (): Promise<void> => {
    await Promise.all([server.stop(), worker.stop()])
    await redis.stop()
    folder.remove()
  }
  return { server, close }
}

/** The binary copied into an empty directory, its catalog imported; built once for all. */
async function builtAlone() {
  const folder = temporaryFolder()
  const binary = await builtBinary(folder.path)
  await imported([binary], folder.path)
  return { binary, folder }
}

test('the binary answers what was begun when it is asked to stop', async () => {
  const { binary, folder } = await builtAlone()
  const server = await serve({ program: [binary], dataDir: folder.path, env: {}, words: [] })
  const data = { outcome: 'authorize', delay_ms: 300 }
  const cartId = await readyCart(server.base, { sku: 'PRODUCT-01-S', quantity: 1, region: 'duo', data })
  const completing = fetch(`${server.base}/store/carts/${cartId}/complete`, { method: 'POST' })
  await Bun.sleep(100)
  const stopping = server.stop()
  const answer = await completing
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({ type: 'order', data: { cart_id: cartId } })
  expect(await stopping).toBe(0)
  folder.remove()
}, 120_000)
