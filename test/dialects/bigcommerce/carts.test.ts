import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { readCart } from '../../../src/commands/carts.ts'
import { fromUuid, toUuid } from '../../../src/id.ts'
import { readyCart } from '../../support/shop.ts'
import { type BigCommerceDoor, type Json, openBigCommerceDoor, readied } from './door.ts'

const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

let door: BigCommerceDoor
let item: Json
let ada: number
beforeAll(async () => {
  door = await openBigCommerceDoor()
  item = { product_id: await door.product('product-02'), variant_id: await door.variant('PRODUCT-02-S'), quantity: 2 }
  ada = (await door.shop.store.read((books) => books.customerByEmail('ada@peer.test', true)))?.number ?? 0
})
afterAll(async () => {
  await door.close()
})

describe('creating', () => {
  test('by variant: the cart to the letter', async () => {
    const { status, json } = await door.call('POST', '/carts', { line_items: [item], locale: 'en-US', channel_id: 1 })
    expect(status).toBe(201)
    expect(json.meta).toEqual({})
    const { id, line_items, ...rest } = json.data
    expect(id).toMatch(uuidShape)
    const [line] = line_items.physical_items
    // 2 × 19.99 = 39.98, and 20 % of it: 7.996.
    expect(rest).toEqual({
      parent_id: null,
      customer_id: 0,
      email: '',
      currency: { code: 'EUR' },
      tax_included: false,
      base_amount: 39.98,
      discount_amount: 0,
      manual_discount_amount: 0,
      cart_amount: 47.98,
      cart_amount_inc_tax: 47.98,
      cart_amount_ex_tax: 39.98,
      coupons: [],
      discounts: [{ id: line.id, discounted_amount: 0 }],
      created_time: '2026-01-01T08:00:00.000Z',
      updated_time: '2026-01-01T08:00:00.000Z',
      channel_id: 1,
      locale: 'en-US',
      version: 1,
    })
    expect(line_items).toMatchObject({ digital_items: [], gift_certificates: [], custom_items: [] })
    expect(line).toEqual({
      id: expect.stringMatching(uuidShape),
      parent_id: null,
      variant_id: item.variant_id,
      product_id: item.product_id,
      sku: 'PRODUCT-02-S',
      name: 'Product 02',
      url: '',
      quantity: 2,
      taxable: true,
      is_taxable: true,
      image_url: '',
      discounts: [],
      coupons: [],
      discount_amount: 0,
      coupon_amount: 0,
      original_price: 19.99,
      list_price: 19.99,
      sale_price: 19.99,
      extended_list_price: 39.98,
      extended_sale_price: 39.98,
      is_require_shipping: true,
      is_mutable: true,
      added_by_promotion: false,
      gift_wrapping: null,
    })
  })

  test('by option selections, in ids or in words', async () => {
    const variant = await door.variant('PRODUCT-02-M')
    const { product_id } = item
    const optionId = product_id * 100 + 1
    const selections = [
      [{ option_id: optionId, option_value: variant }],
      [{ option_id: optionId, option_value: 'M' }],
      [{ name: 'Size', value: 'm' }],
    ]
    for (const option_selections of selections) {
      const include = '?include=line_items.physical_items.options'
      const { json } = await door.call('POST', `/carts${include}`, {
        line_items: [{ product_id, quantity: 1, option_selections }],
      })
      const [line] = json.data.line_items.physical_items
      expect(line).toMatchObject({ variant_id: variant, sku: 'PRODUCT-02-M', list_price: 21 })
      expect(line.options).toEqual([{ name: 'Size', nameId: optionId, value: 'M', valueId: variant }])
    }
  })

  test('what the shopper wants done with an item stays with it: text, a time, a date, a file', async () => {
    const option_selections = [
      { option_id: 440, option_value: 1743570000 },
      { option_id: 441, option_value: { day: '01', month: '02', year: '2020' }, name: 'Date', value: '1 Feb 2020' },
      { option_id: 442, option_value: 'For Ada', name: 'Engraving' },
      { option_id: 443, option_value: { originalName: 'logo.jpeg', temporaryPath: '488_a4.jpeg' } },
    ]
    const include = '?include=line_items.physical_items.options'
    const { json } = await door.call('POST', `/carts${include}`, { line_items: [{ ...item, option_selections }] })
    expect(json.data.line_items.physical_items[0].options.slice(1)).toEqual([
      { name: '', nameId: 440, value: '1743570000', valueId: 1743570000 },
      { name: 'Date', nameId: 441, value: '1 Feb 2020', valueId: null },
      { name: 'Engraving', nameId: 442, value: 'For Ada', valueId: null },
      { name: '', nameId: 443, value: '{"originalName":"logo.jpeg","temporaryPath":"488_a4.jpeg"}', valueId: null },
    ])
  })

  test('for an account, in another currency, at a price and under a name of its own', async () => {
    const { json } = await door.call('POST', '/carts', {
      customer_id: ada,
      currency: { code: 'usd' },
      line_items: [{ ...item, list_price: 12.5, name: 'calendar' }],
    })
    expect(json.data).toMatchObject({
      customer_id: ada,
      email: 'ada@peer.test',
      currency: { code: 'USD' },
      base_amount: 25,
    })
    expect(json.data.line_items.physical_items[0]).toMatchObject({
      name: 'calendar',
      list_price: 12.5,
      original_price: 22.02,
    })
  })

  test('the only variant of a product needs no naming', async () => {
    const { json } = await door.call('POST', '/carts', {
      line_items: [{ product_id: await door.product('backorder'), quantity: 1 }],
    })
    expect(json.data.line_items.physical_items[0].sku).toBe('BACKORDER-S')
  })

  test('products that are gift cards are digital', async () => {
    const gift = await door.shop.store.read((books) => books.productByHandle('gift-card'))
    const line = { product_id: gift?.number, variant_id: gift?.variants[0]?.number, quantity: 1 }
    const include = '?include=line_items.digital_items.options'
    const { json } = await door.call('POST', `/carts${include}`, { line_items: [line] })
    expect(json.data.line_items.physical_items).toEqual([])
    expect(json.data.line_items.digital_items[0]).toMatchObject({
      is_require_shipping: false,
      download_file_urls: [],
      options: [{ value: '2500' }],
    })
  })

  const refused: readonly [string, object, number, string][] = [
    ['nothing at all', {}, 422, 'line_items'],
    ['empty lists', { line_items: [], custom_items: [], gift_certificates: null }, 422, 'line_items'],
    ['an unknown product', { line_items: [{ product_id: 99_999, quantity: 1 }] }, 422, 'line_items.0.product_id'],
    ['options unsaid', { line_items: [{ product_id: 2, quantity: 1 }] }, 422, 'line_items.0.variant_id'],
    [
      "another product's variant",
      { line_items: [{ product_id: 2, variant_id: 1, quantity: 1 }] },
      422,
      'line_items.0.variant_id',
    ],
    ['quantity zero', { line_items: [{ product_id: 2, variant_id: 3, quantity: 0 }] }, 422, 'line_items.0.quantity'],
    ['half a piece', { line_items: [{ product_id: 2, variant_id: 3, quantity: 1.5 }] }, 422, 'line_items.0.quantity'],
    ['a product that is text', { line_items: [{ product_id: '2', quantity: 1 }] }, 422, 'line_items.0.product_id'],
    [
      'a price below zero',
      { line_items: [{ product_id: 2, variant_id: 3, quantity: 1, list_price: -1 }] },
      422,
      'line_items.0.list_price',
    ],
    [
      'a tenth of a cent',
      { line_items: [{ product_id: 2, variant_id: 3, quantity: 1, list_price: 1.001 }] },
      422,
      'line_items.0.list_price',
    ],
    [
      'an unknown customer',
      { customer_id: 4711, line_items: [{ product_id: 2, variant_id: 3, quantity: 1 }] },
      422,
      'customer_id',
    ],
    [
      'an unknown channel',
      { channel_id: 7, line_items: [{ product_id: 2, variant_id: 3, quantity: 1 }] },
      422,
      'channel_id',
    ],
    [
      'an unknown currency',
      { currency: { code: 'CHF' }, line_items: [{ product_id: 2, variant_id: 3, quantity: 1 }] },
      400,
      'currency.code',
    ],
    [
      'a locale that is none',
      { locale: 'english', line_items: [{ product_id: 2, variant_id: 3, quantity: 1 }] },
      422,
      'locale',
    ],
    ['a list that is none', { line_items: 'all' }, 422, 'line_items'],
  ]
  test.each(refused)('refuses %s', async (_, body, status, field) => {
    const { json } = await door.call('POST', '/carts', body)
    expect(json.status).toBe(status)
    expect(Object.keys(json.errors ?? {})).toContain(field)
  })

  test('more than there is of one product is 409', async () => {
    const variant_id = await door.variant('LOW-STOCK-S')
    const product_id = await door.product('low-stock')
    const of = (quantity: number) => ({ product_id, variant_id, quantity })
    expect((await door.call('POST', '/carts', { line_items: [of(4)] })).json.status).toBe(409)
    expect((await door.call('POST', '/carts', { line_items: [of(2), of(2)] })).json.status).toBe(409)
    expect((await door.call('POST', '/carts', { line_items: [of(2), of(1)] })).status).toBe(201)
  })
})

describe('reading', () => {
  test('what was made, and 404 for what was not', async () => {
    const cart = await door.cart({ 'PRODUCT-02-S': 1 })
    expect((await door.call('GET', `/carts/${cart.id}`)).json).toEqual({ data: cart, meta: {} })
    expect((await door.call('GET', `/carts/${cart.id.toUpperCase()}`)).json.data).toEqual(cart)
    for (const id of ['00000000-0000-4000-8000-000000000000', 'nothing', fromUuid('cart', cart.id)]) {
      const { status, json } = await door.call('GET', `/carts/${id}`)
      expect([status, json.title]).toEqual([404, 'The resource at that URL is not found.'])
    }
  })

  test('a cart that came in by another door, under its UUID', async () => {
    const made = await readyCart(door.shop, { sku: 'PRODUCT-02-S', quantity: 2, data: null })
    const id = (await door.cart({ 'PRODUCT-01-S': 1 })).id
    const { json } = await door.call('GET', `/carts/${toUuid(made.id)}`)
    expect(json.data).toMatchObject({
      base_amount: 39.98,
      cart_amount: 47.98,
      email: 'grete@example.com',
      customer_id: 0,
    })
    const back = await readCart(door.shop, fromUuid('cart', id) ?? '', null, (cart) => cart)
    expect(back).toMatchObject({ door: 'bigcommerce', lines: [{ sku: 'PRODUCT-01-S', quantity: 1 }] })
  })

  test('includes are a list, several or none, and nothing else', async () => {
    const { id } = await door.cart({ 'PRODUCT-02-S': 1 })
    const both = 'include=line_items.physical_items.options&include=promotions.banners,redirect_urls'
    const { json } = await door.call('GET', `/carts/${id}?${both}`)
    expect(Object.keys(json.data)).toContain('promotions')
    expect(json.data.promotions).toEqual({ banners: [] })
    expect(Object.keys(json.data.redirect_urls)).toEqual(['cart_url', 'checkout_url', 'embedded_checkout_url'])
    expect((await door.call('GET', `/carts/${id}?include=everything`)).json.status).toBe(422)
    expect((await door.call('GET', `/carts/${id}`)).json.data.promotions).toBeUndefined()
  })
})

describe('giving to another customer', () => {
  test('takes promotions and shipping away, is 201, and says who has it now', async () => {
    const cart = await door.cart({ 'PRODUCT-02-S': 1 })
    await readied(door, cart)
    await door.call('POST', `/checkouts/${cart.id}/coupons`, { coupon_code: 'TENPERCENT' })
    await door.call('POST', `/checkouts/${cart.id}/discounts`, { cart: { discounts: [{ discounted_amount: 1 }] } })
    const { status, json } = await door.call('PUT', `/carts/${cart.id}`, { customer_id: ada })
    expect(status).toBe(201)
    expect(json.data).toMatchObject({
      customer_id: ada,
      email: 'ada@peer.test',
      coupons: [],
      manual_discount_amount: 0,
    })
    const checkout = (await door.call('GET', `/checkouts/${cart.id}`)).json.data
    expect(checkout.shipping_cost_total_inc_tax).toBe(0)
    expect(checkout.consignments[0]).toMatchObject({ selected_shipping_option: null, address: { city: 'Copenhagen' } })
    const back = await door.call('PUT', `/carts/${cart.id}`, { customer_id: 0 })
    expect(back.json.data).toMatchObject({ customer_id: 0, email: 'grete@example.com' })
  })

  test('the same customer again loses nothing', async () => {
    const cart = await door.cart({ 'PRODUCT-02-S': 1 }, { customer_id: ada })
    await door.call('POST', `/checkouts/${cart.id}/coupons`, { coupon_code: 'TENPERCENT' })
    const { json } = await door.call('PUT', `/carts/${cart.id}`, { customer_id: ada, version: 2 })
    expect(json.data).toMatchObject({ version: 2, coupons: [{ code: 'TENPERCENT' }] })
  })

  test('another version, an unknown customer, none at all and an unknown cart are refused', async () => {
    const { id } = await door.cart({ 'PRODUCT-02-S': 1 })
    const put = (body: object, to = id) => door.call('PUT', `/carts/${to}`, body)
    expect((await put({ customer_id: ada, version: 7 })).json).toMatchObject({
      status: 409,
      title: 'The request cannot be processed due to a possible conflict. Please review the changes and try again.',
    })
    expect((await put({ customer_id: 4711 })).json.status).toBe(422)
    expect((await put({})).json.errors).toEqual({ customer_id: 'customer_id is required' })
    expect((await put({ customer_id: ada }, '00000000-0000-4000-8000-000000000000')).status).toBe(404)
    expect((await put({ customer_id: ada, version: 1 })).status).toBe(201)
  })
})

describe('deleting', () => {
  test('is 204 without a body, and then the cart is gone', async () => {
    const { id } = await door.cart({ 'PRODUCT-02-S': 1 })
    const { status, text } = await door.call('DELETE', `/carts/${id}`)
    expect([status, text]).toEqual([204, ''])
    expect((await door.call('GET', `/carts/${id}`)).status).toBe(404)
    expect((await door.call('DELETE', `/carts/${id}`)).status).toBe(404)
  })

  test("an order's cart stays, and takes no change", async () => {
    const cart = await door.cart({ 'PRODUCT-02-S': 1 })
    await readied(door, cart)
    await door.place(`/checkouts/${cart.id}/orders`)
    expect((await door.call('DELETE', `/carts/${cart.id}`)).json.status).toBe(409)
    expect((await door.call('PUT', `/carts/${cart.id}`, { customer_id: ada })).json.status).toBe(409)
    expect((await door.call('GET', `/carts/${cart.id}`)).status).toBe(200)
  })
})

test('a cart is gone 30 days after its last change', async () => {
  const own = await openBigCommerceDoor()
  try {
    const cart = await own.cart({ 'PRODUCT-02-S': 1 })
    const stale = () =>
      own.shop.store.read((books) => books.staleCarts(own.clock.now() - own.shop.settings.cartTtlMs, 9))
    own.clock.advance(29 * 86_400_000)
    await own.call('PUT', `/checkouts/${cart.id}`, { customer_message: 'still here' })
    own.clock.advance(29 * 86_400_000)
    expect(await stale()).toEqual([])
    own.clock.advance(2 * 86_400_000)
    expect(await stale()).toEqual([String(fromUuid('cart', cart.id))])
  } finally {
    await own.close()
  }
})
