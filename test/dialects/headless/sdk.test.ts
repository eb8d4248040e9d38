import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Cart, HeadlessCommerce, Money } from '@headless-commerce/sdk'
import { command, fromCheckout } from '../../support/cartwright.ts'
import { errorOf, home, openStorefront, type Storefront } from './storefront.ts'

let at: Storefront
let sdk: HeadlessCommerce
beforeAll(async () => {
  at = await openStorefront()
  sdk = at.client()
}, 30_000)
afterAll(() => at.close())

const eur = (amount: number): Money => ({ amount, currency: 'EUR' })

async function standard(): Promise<string> {
  const { data } = await sdk.shipping.list()
  return data.find(({ name }) => name === 'Standard')?.id ?? ''
}

/** One piece, to Bremen, by Standard. */
async function filled(client: HeadlessCommerce, cart: Cart, sku = 'PRODUCT-01-S'): Promise<Cart> {
  await client.carts.addItem(cart.id, { variant_id: await at.variant(sku), quantity: 1 })
  return client.carts.update(cart.id, { shipping_method_id: await standard() })
}

async function newCustomer(client: HeadlessCommerce, email: string) {
  const { customer, token } = await client.customers.register({ email, password: 'opensesame', first_name: 'Ada' })
  client.setCustomerToken(token)
  return customer
}

test('a guest fills a cart, comes back to it after a page refresh, checks out and finds the order again', async () => {
  const session_id = crypto.randomUUID()
  const cart = await sdk.carts.getOrCreate({ session_id })
  expect(cart).toMatchObject({ status: 'active', session_id, customer_id: null, items: [], shipping_address: null })
  expect(cart.summary).toEqual({
    ...{ subtotal: eur(0), discount_total: eur(0), shipping_total: eur(0), tax_total: eur(0), total: eur(0) },
    item_count: 0,
    total_quantity: 0,
  })

  const variant_id = await at.variant('PRODUCT-02-S')
  await sdk.carts.addItem(cart.id, { variant_id })
  const added = await sdk.carts.addItem(cart.id, { variant_id, quantity: 2 })
  expect(added.items).toHaveLength(1)
  expect(added.items[0]).toMatchObject({
    variant_id,
    product_name: 'Product 02',
    variant_name: 'S',
    sku: 'PRODUCT-02-S',
    quantity: 3,
    unit_price: eur(1999),
    line_discount: eur(0),
    line_total: eur(5997),
    option_values: { Size: 'S' },
    metadata: {},
  })
  const itemId = added.items[0]?.id ?? ''
  await sdk.carts.updateItem(cart.id, itemId, { quantity: 2 })
  await sdk.carts.applyDiscount(cart.id, { code: 'tenpercent' })
  const parts = { first_name: 'Grete', last_name: 'Hermann', line1: 'Am Wall 1', city: 'Bremen' }
  const address = { ...parts, postal_code: '28195', country: 'DE' }
  await sdk.carts.update(cart.id, { shipping_address: address, billing_address: address })
  await sdk.carts.update(cart.id, { shipping_method_id: await standard(), metadata: { gift: true } })

  const restored = await at.client().carts.getOrCreate({ session_id })
  expect(restored.id).toBe(cart.id)
  // 2 × 19.99, less 10 % of it (4.00); 20 % on 35.98 (7.20) and on 10.00 for shipping (2.00).
  expect(restored.summary).toEqual({
    subtotal: eur(3998),
    discount_total: eur(400),
    shipping_total: eur(1000),
    tax_total: eur(920),
    total: eur(5518),
    item_count: 1,
    total_quantity: 2,
  })
  expect(restored.discount_codes).toEqual(['TENPERCENT'])
  expect(restored.applied_discounts).toMatchObject([
    { code: 'TENPERCENT', value_type: 'percentage', value: 10, saved: eur(400) },
  ])
  expect(restored.shipping_address).toMatchObject({ ...address, name: 'Grete Hermann' } as object)
  expect(restored).toMatchObject({ metadata: { gift: true }, shipping_method_id: await standard() })

  const order = await sdk.checkout.create(cart.id, { email: 'Grete@example.com', shipping_address: home, note: 'ring' })
  expect(order).toMatchObject({
    status: 'pending',
    payment_status: 'awaiting_payment',
    fulfillment_status: 'unfulfilled',
    customer_id: null,
    email: 'grete@example.com',
    total: eur(5518),
    refunded_total: eur(0),
    currency: 'EUR',
    shipping_method_name: 'Standard',
    note: 'ring',
    metadata: { gift: true },
    payment: null,
  })
  expect(order.shipping_address).toMatchObject(home)
  expect(order.lines).toMatchObject([
    { quantity: 2, line_discount: eur(400), line_total: eur(3598), tax_amount: eur(720) },
  ])
  expect(Number.isInteger(order.number)).toBe(true)

  const found = await sdk.orders.lookup({ number: order.number, email: 'GRETE@example.com' })
  expect(found).toMatchObject({
    id: order.id,
    payments: [{ provider: 'manual', amount: eur(5518), status: 'pending' }],
  })
  expect((await errorOf(sdk.orders.lookup({ number: order.number, email: 'other@example.com' }))).isNotFound).toBe(true)
  expect(await sdk.carts.get(cart.id)).toMatchObject({ status: 'completed', summary: { total: eur(5518) } })
  expect((await errorOf(sdk.carts.getBySession(session_id))).isNotFound).toBe(true)
  expect((await sdk.carts.getOrCreate({ session_id })).id).not.toBe(cart.id)
  expect(await sdk.tracking.getOrderTracking(order.id)).toMatchObject({ order_id: order.id, events: [] })
})

test('somebody registers, logs in, merges what they put away as a guest, buys and reads their orders', async () => {
  const client = at.client()
  const customer = await newCustomer(client, 'ada@example.com')
  expect(customer).toMatchObject({ email: 'ada@example.com', first_name: 'Ada', total_orders: 0, total_spent: eur(0) })
  const { token } = await client.customers.login({ email: 'ADA@example.com', password: 'opensesame' })
  client.setCustomerToken(token)
  expect(await client.customers.me()).toMatchObject({ id: customer.id })

  const guest = await filled(sdk, await sdk.carts.create({ session_id: crypto.randomUUID() }))
  await sdk.carts.addItem(guest.id, { variant_id: await at.variant('PRODUCT-03-S'), quantity: 4 })
  const own = await client.carts.merge((await filled(client, await client.carts.create())).id, {
    source_cart_id: guest.id,
  })
  expect(own.customer_id).toBe(customer.id)
  expect(own.items.map(({ sku, quantity }) => [sku, quantity])).toEqual([
    ['PRODUCT-01-S', 2],
    ['PRODUCT-03-S', 4],
  ])
  expect(await client.carts.merge(own.id, { source_cart_id: guest.id })).toEqual(own)
  expect(await sdk.carts.get(guest.id)).toMatchObject({ status: 'abandoned' })
  expect(await errorOf(sdk.carts.addItem(guest.id, { variant_id: 'x' }))).toMatchObject({ code: 'CART_NOT_ACTIVE' })

  const order = await client.checkout.create(own.id, { email: 'ada@example.com', shipping_address: home })
  // 2 × 10.00 + 4 × 3.33 = 33.32; shipping 10.00; 20 % each: 4.00 + 2.664 → 2.66 + 2.00.
  expect(order).toMatchObject({ customer_id: customer.id, subtotal: eur(3332), tax_total: eur(866), total: eur(5198) })
  expect((await client.orders.get(order.id)).id).toBe(order.id)
  const listed = await client.orders.list()
  expect(listed).toMatchObject({ has_more: false, next_cursor: null })
  expect(listed.data.map(({ id }) => id)).toEqual([order.id])
  expect((await client.orders.list({ status: 'cancelled' })).data).toEqual([])
  expect(await client.customers.me()).toMatchObject({ total_orders: 1, total_spent: eur(5198) })

  const stranger = at.client()
  await newCustomer(stranger, 'mallory@example.com')
  expect((await errorOf(stranger.orders.get(order.id))).isNotFound).toBe(true)
  expect((await stranger.orders.list()).data).toEqual([])
  expect((await errorOf(sdk.orders.get(order.id))).isAuthError).toBe(true)
})

test('an account is changed, its addresses kept, its password too', async () => {
  const client = at.client()
  await newCustomer(client, 'bea@example.com')
  expect(await client.customers.updateMe({ last_name: 'Bell', phone: '+45 1' })).toMatchObject({ last_name: 'Bell' })
  const address = await client.customers.createAddress({ ...home, label: 'home', type: 'shipping' })
  expect(address).toMatchObject({ ...home, type: 'shipping', is_default: true })
  expect(await client.customers.updateAddress(address.id, { city: 'Kiel' })).toMatchObject({
    city: 'Kiel',
    line1: home.line1,
  })
  expect((await client.customers.listAddresses()).data).toHaveLength(1)
  expect(await client.customers.deleteAddress(address.id)).toEqual({ deleted: true, id: address.id })
  expect((await errorOf(client.customers.deleteAddress(address.id))).isNotFound).toBe(true)
  const wrong = client.customers.changePassword({ current_password: 'no', new_password: 'next' })
  expect(await errorOf(wrong)).toMatchObject({ status: 401, code: 'INVALID_CREDENTIALS' })
  await client.customers.changePassword({ current_password: 'opensesame', new_password: 'next' })
  expect(
    (await errorOf(client.customers.login({ email: 'bea@example.com', password: 'opensesame' }))).isAuthError,
  ).toBe(true)
  expect((await client.customers.login({ email: 'bea@example.com', password: 'next' })).token).not.toBe('')
  expect(await client.customers.requestPasswordReset({ email: 'nobody@example.com' })).toBeUndefined()
  const reset = await errorOf(client.customers.resetPassword({ token: 'guessed', new_password: 'x' }))
  expect(reset).toMatchObject({ status: 401, code: 'INVALID_RESET_TOKEN' })
})

describe('what a storefront shows', () => {
  test('products by every filter, page by page, by id and by slug', async () => {
    const first = await sdk.products.list({ limit: 10, sort: 'name', order: 'asc' })
    expect(first.data[0]).toMatchObject({ name: 'Backorder', slug: 'backorder', status: 'active', price: eur(1300) })
    expect(first).toMatchObject({ has_more: true, next_cursor: first.data[9]?.id })
    const all: string[] = []
    for await (const product of sdk.products.listAutoPaginate({ limit: 7 })) all.push(product.id)
    // 31 products of which one is a draft.
    expect([all.length, new Set(all).size]).toEqual([30, 30])
    const cheap = await sdk.products.list({ price_min: 300, price_max: 505, sort: 'price' })
    expect(cheap.data.map(({ slug, price }) => [slug, price?.amount])).toEqual([
      ['product-03', 333],
      ['product-20', 460],
      ['product-15', 505],
    ])
    const [found] = (await sdk.products.list({ q: 'PRODUCT-07-M' })).data
    expect(found?.slug).toBe('product-07')
    const product = await sdk.products.getBySlug('on-sale')
    expect(await sdk.products.get(product.id)).toEqual(product)
    expect(product.options.map(({ name, values }) => [name, values.map(({ value }) => value)])).toEqual([
      ['Size', ['S', 'M']],
    ])
    expect((await errorOf(sdk.products.getBySlug('draft'))).isNotFound).toBe(true)
    expect(await errorOf(sdk.products.list({ limit: 101 }))).toMatchObject({ code: 'VALIDATION_ERROR', status: 400 })
  })

  test('collections and categories, which the test catalog has none of', async () => {
    expect(await sdk.collections.list()).toEqual({ data: [], has_more: false, next_cursor: null })
    expect(await sdk.categories.list()).toEqual({ data: [] })
    expect((await errorOf(sdk.collections.getBySlug('x'))).isNotFound).toBe(true)
    expect((await errorOf(sdk.categories.getBySlug('x'))).isNotFound).toBe(true)
  })
})

describe('errors as the SDK has them', () => {
  test('each with its status, code and what to act on', async () => {
    const cart = await sdk.carts.create()
    const variant_id = await at.variant('LOW-STOCK-S')
    const checkout = { email: 'x@example.com', shipping_address: home }
    const errors = [
      [errorOf(at.client('pk_live_wrong').carts.get(cart.id)), 401, 'INVALID_API_KEY'],
      [errorOf(sdk.carts.get('cart_nothing')), 404, 'RESOURCE_NOT_FOUND'],
      [errorOf(sdk.carts.addItem(cart.id, { variant_id: 'nothing' })), 404, 'RESOURCE_NOT_FOUND'],
      [errorOf(sdk.carts.addItem(cart.id, { variant_id, quantity: 0 })), 400, 'VALIDATION_ERROR'],
      [errorOf(sdk.carts.addItem(cart.id, { variant_id, quantity: 4 })), 409, 'INSUFFICIENT_STOCK'],
      [errorOf(sdk.carts.applyDiscount(cart.id, { code: 'EXPIRED' })), 409, 'DISCOUNT_EXPIRED'],
      [errorOf(sdk.carts.applyDiscount(cart.id, { code: 'NOTHING' })), 404, 'RESOURCE_NOT_FOUND'],
      [errorOf(sdk.checkout.create(cart.id, checkout)), 400, 'VALIDATION_ERROR'],
      [errorOf(sdk.customers.me()), 401, 'INVALID_CUSTOMER_TOKEN'],
      [errorOf(sdk.products.adminList()), 403, 'PERMISSION_DENIED'],
    ] as const
    for (const [error, status, code] of errors) expect(await error).toMatchObject({ status, code })
    const missing = await errorOf(sdk.carts.get('cart_nothing'))
    expect(missing.message).toBe("Cart with id 'cart_nothing' not found")
    await sdk.carts.addItem(cart.id, { variant_id })
    const unsent = await errorOf(sdk.checkout.create(cart.id, checkout))
    expect(unsent.isValidationError).toBe(true)
    expect(unsent.details).toMatchObject([{ field: 'shipping_method_id' }])
  })
})

test('who comes too late for the last piece is told so, and keeps an open cart that nobody paid', async () => {
  const variant_id = await at.variant('LOW-STOCK-M')
  const wanting = async () => {
    const cart = await filled(sdk, await sdk.carts.create())
    return sdk.carts.addItem(cart.id, { variant_id })
  }
  const [first, second] = [await wanting(), await wanting()]
  const buying = { email: 'late@example.com', shipping_address: home }
  expect((await sdk.checkout.create(first.id, buying)).id).toMatch(/^order_/)
  expect(await errorOf(sdk.checkout.create(second.id, buying))).toMatchObject({
    status: 409,
    code: 'INSUFFICIENT_STOCK',
  })
  expect(await sdk.carts.get(second.id)).toMatchObject({ status: 'active' })
})

describe('paying with a test key', () => {
  async function ready(): Promise<{ client: HeadlessCommerce; cart: Cart }> {
    const client = at.client(at.keys.test)
    return { client, cart: await filled(client, await client.carts.create()) }
  }
  const paying = (outcome: string) => {
    return {
      email: 't@example.com',
      shipping_address: home,
      payment_method: 'test' as never,
      payment_data: { outcome },
    }
  }

  test('declined: the cart is open, and another try with the same key buys', async () => {
    const { client, cart } = await ready()
    const key = { idempotencyKey: 'checkout-1' }
    const error = await errorOf(client.checkout.create(cart.id, paying('decline'), key))
    expect(error).toMatchObject({ status: 402, code: 'PAYMENT_DECLINED' })
    expect(await client.carts.get(cart.id)).toMatchObject({ status: 'active' })
    const order = await client.checkout.create(cart.id, paying('authorize'), key)
    expect(order.total).toEqual(eur(2400))
    expect(await client.checkout.create(cart.id, paying('decline'), key)).toEqual(order)
    expect(await errorOf(client.checkout.create(cart.id, paying('authorize')))).toMatchObject({
      code: 'CART_NOT_ACTIVE',
      details: { order_id: order.id },
    })
  })

  test('requires action: the answer says with what, and confirming answers with the order', async () => {
    const { client, cart } = await ready()
    const awaited = await client.checkout.create(cart.id, paying('requires_action'))
    expect(awaited).toMatchObject({ payment_status: 'awaiting_payment', total: eur(2400) })
    const payment_key = awaited.payment?.payment_intent_id ?? ''
    const confirmation = { payment_key, order_id: awaited.id, amount: 2400, provider: 'test' }
    const headers = { authorization: `Bearer ${at.keys.test}` }
    const confirm = (body: object, more = headers) => at.ask('POST', '/payments/confirm', body, more)
    expect((await confirm({ ...confirmation, amount: 1 })).status).toBe(400)
    expect((await confirm({ ...confirmation, payment_key: 'x' })).status).toBe(400)
    expect((await confirm(confirmation, { authorization: `Bearer ${at.keys.live}` })).status).toBe(404)
    const confirmed = await confirm(confirmation)
    expect(confirmed.json).toEqual({ success: true, order_id: expect.stringMatching(/^order_/) })
    expect((await confirm({ ...confirmation, order_id: confirmed.json.order_id })).json).toEqual(confirmed.json)
    expect(await client.carts.get(cart.id)).toMatchObject({ status: 'completed' })
  })
})

test('collections of the catalog are collections here, and categories as well', async () => {
  const { dataDir } = at.place.server
  const products = [
    {
      title: 'Hat',
      handle: 'hat',
      collection: 'summer',
      variants: [{ title: 'One', prices: [{ currency_code: 'eur', amount: 900 }] }],
    },
  ]
  const file = `${dataDir}/summer.json`
  await Bun.write(file, JSON.stringify({ collections: [{ handle: 'summer', title: 'Summer' }], products }))
  expect((await command(fromCheckout, dataDir, ['import', file])).status).toBe(0)
  expect((await sdk.collections.list()).data).toMatchObject([{ slug: 'summer' }])
  expect(await sdk.collections.getBySlug('summer')).toMatchObject({ slug: 'summer' })
  expect((await sdk.categories.list()).data).toMatchObject([{ slug: 'summer' }])
  expect(await sdk.categories.getBySlug('summer')).toMatchObject({ slug: 'summer' })
})
