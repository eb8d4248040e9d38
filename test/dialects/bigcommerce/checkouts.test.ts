import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { importCatalog } from '../../../src/commands/catalog.ts'
import { completeCart } from '../../../src/commands/checkouts.ts'
import { fromUuid } from '../../../src/id.ts'
import { type BigCommerceDoor, grete, type Json, openBigCommerceDoor, readied } from './door.ts'

const nowhere = '00000000-0000-4000-8000-000000000000'

let door: BigCommerceDoor
let cart: Json
let checkout: string
beforeAll(async () => {
  door = await openBigCommerceDoor()
})
afterAll(async () => {
  await door.close()
})

async function fresh(): Promise<void> {
  cart = await door.cart({ 'PRODUCT-02-S': 2, 'PRODUCT-03-S': 1 })
  checkout = `/checkouts/${cart.id}`
}

describe('reading', () => {
  test('the checkout of a cart that is new, to the letter', async () => {
    await fresh()
    const { status, json } = await door.call('GET', checkout)
    expect([status, json.meta]).toEqual([200, {}])
    const { cart: inside, ...rest } = json.data
    expect(inside).toEqual(cart)
    // 39.98 and 3.33 with 20 %: 7.996 and 0.666.
    expect(rest).toEqual({
      id: cart.id,
      billing_address: {},
      consignments: [],
      taxes: [{ name: 'Tax', amount: 8.67 }],
      coupons: [],
      fees: [],
      order_id: null,
      shipping_cost_total_inc_tax: 0,
      shipping_cost_total_ex_tax: 0,
      handling_cost_total_inc_tax: 0,
      handling_cost_total_ex_tax: 0,
      tax_total: 8.67,
      subtotal_inc_tax: 51.98,
      subtotal_ex_tax: 43.31,
      grand_total: 51.98,
      created_time: '2026-01-01T08:00:00.000Z',
      updated_time: '2026-01-01T08:00:00.000Z',
      customer_message: '',
      version: 1,
    })
  })

  test('an unknown one is 404, told as a list as well', async () => {
    const { status, json } = await door.call('GET', `/checkouts/${nowhere}`)
    expect(status).toBe(404)
    expect(json).toMatchObject({
      status: 404,
      errors: [{ status: 404, title: json.title, type: json.type, detail: expect.any(String) }],
    })
  })

  test('with options where they are asked for', async () => {
    await fresh()
    const include = 'cart.line_items.physical_items.options,consignments.available_shipping_options'
    const { json } = await door.call('GET', `${checkout}?include=${include}`)
    expect(json.data.cart.line_items.physical_items[0].options).toMatchObject([{ name: 'Size', value: 'S' }])
    expect((await door.call('GET', `${checkout}?include=redirect_urls`)).json.status).toBe(422)
  })
})

describe("the customer's message", () => {
  test('is kept up to 2000 characters', async () => {
    await fresh()
    const long = 'x'.repeat(2000)
    const { status, json } = await door.call('PUT', checkout, { customer_message: long, version: 1 })
    expect([status, json.data.customer_message, json.data.version]).toEqual([200, long, 2])
    expect((await door.call('PUT', checkout, { customer_message: `${long}x` })).json.status).toBe(422)
    expect((await door.call('PUT', checkout, {})).json.status).toBe(422)
    expect((await door.call('PUT', checkout, { customer_message: 'x', version: 1 })).json.status).toBe(409)
    expect((await door.call('PUT', checkout, { customer_message: '4242424242424242' })).json.status).toBe(422)
  })
})

describe('the billing address', () => {
  test('is added and changed, and its e-mail is the cart’s', async () => {
    await fresh()
    const custom_fields = [{ field_id: 'field_25', field_value: 'Great!' }]
    const made = await door.call('POST', `${checkout}/billing-address`, {
      ...grete,
      state_or_province_code: 'CPH',
      custom_fields,
    })
    expect(made.status).toBe(200)
    const { id, ...address } = made.json.data.billing_address
    expect(address).toEqual({
      ...grete,
      company: '',
      address2: '',
      state_or_province: '',
      state_or_province_code: 'CPH',
      country: 'Denmark',
      phone: '',
      custom_fields,
    })
    expect(made.json.data.cart).toMatchObject({ email: grete.email, customer_id: 0 })
    const changed = await door.call('PUT', `${checkout}/billing-address/${id}`, { ...grete, email: 'G2@Example.com' })
    expect(changed.json.data.billing_address).toMatchObject({ id, email: 'G2@Example.com', custom_fields: [] })
    expect(changed.json.data.cart.email).toBe('g2@example.com')
  })

  test('is refused without e-mail or country, with ones that are none, and under another id', async () => {
    await fresh()
    const post = (body: object) => door.call('POST', `${checkout}/billing-address`, body)
    expect(Object.keys((await post({})).json.errors)).toEqual(['email', 'country_code'])
    expect((await post({ ...grete, email: 'nobody' })).json.errors).toEqual({ email: 'email must be an email address' })
    for (const country_code of ['ZZ', 'Denmark', 'QQ', 1]) {
      expect((await post({ ...grete, country_code })).json.status).toBe(422)
    }
    expect((await post({ ...grete, version: 7 })).json.status).toBe(409)
    expect((await post({ ...grete, city: 'x'.repeat(256) })).json.status).toBe(422)
    expect((await door.call('PUT', `${checkout}/billing-address/${nowhere}`, grete)).json.status).toBe(404)
    expect((await door.call('POST', `/checkouts/${nowhere}/billing-address`, grete)).json.status).toBe(404)
  })
})

describe('orders', () => {
  test('are made once: the second asking gets the same number, and the checkout says it', async () => {
    await fresh()
    await readied(door, cart)
    const first = await door.call('POST', `${checkout}/orders`)
    expect(first.status).toBe(202)
    expect(first.headers.get('location')).toMatch(/^\/checkouts\/chk_/)
    await door.settle()
    const { status, json } = await door.call('POST', `${checkout}/orders`)
    expect([status, json.meta]).toEqual([200, {}])
    expect((await door.call('POST', `${checkout}/orders`)).json).toEqual(json)
    const read = (await door.call('GET', checkout)).json.data
    expect(read).toMatchObject({ order_id: json.data.id, grand_total: 63.98 })
    const order = await door.shop.store.read((books) => books.orderByDisplayId(json.data.id))
    expect(order).toMatchObject({
      email: grete.email,
      bill: { total: 6398 },
      payments: [{ providerId: 'manual', amount: 6398 }],
    })
    expect((await door.call('POST', `${checkout}/coupons`, { coupon_code: 'TENPERCENT' })).json.status).toBe(409)
    expect((await door.call('PUT', checkout, { customer_message: 'late' })).json.status).toBe(409)
  })

  test('are kept as they were asked for, by key', async () => {
    await fresh()
    await readied(door, cart)
    const headers = { 'idempotency-key': 'one-order' }
    const made = await door.place(`${checkout}/orders`, headers)
    const again = await door.call('POST', `${checkout}/orders`, undefined, headers)
    expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([made.text, 'true'])
  })

  test('need somebody who buys, an address and a way to ship', async () => {
    await fresh()
    const order = () => door.call('POST', `${checkout}/orders`)
    expect((await order()).json).toMatchObject({ status: 422, title: 'A billing address for this order is incomplete' })
    await door.call('POST', `${checkout}/billing-address`, grete)
    expect((await order()).json).toMatchObject({
      status: 422,
      title: 'A shipping address for this order is incomplete',
    })
    const line_items = cart.line_items.physical_items.map(({ id, quantity }: Json) => ({ item_id: id, quantity }))
    await door.call('POST', `${checkout}/consignments`, [{ address: grete, line_items }])
    expect((await order()).json.status).toBe(422)
    expect((await door.call('POST', `/checkouts/${nowhere}/orders`)).json.status).toBe(404)
    expect((await door.call('GET', checkout)).json.data.order_id).toBeNull()
  })

  test('who comes too late for the last piece gets 409, and the cart is open', async () => {
    const product_id = await door.product('low-stock')
    const line_items = [{ product_id, variant_id: await door.variant('LOW-STOCK-M'), quantity: 1 }]
    const [one, two] = await Promise.all(
      [0, 1].map(async () => (await door.call('POST', '/carts', { line_items })).json.data),
    )
    await readied(door, one)
    await readied(door, two)
    expect((await door.place(`/checkouts/${one.id}/orders`)).status).toBe(200)
    expect((await door.place(`/checkouts/${two.id}/orders`)).json.status).toBe(409)
    expect((await door.call('PUT', `/checkouts/${two.id}`, { customer_message: 'pity' })).status).toBe(200)
  })

  test('are paid elsewhere, whatever the region offers; a shopper cannot use that', async () => {
    const own = await openBigCommerceDoor()
    try {
      const regions = [{ name: 'na', currency_code: 'usd', countries: ['us'], payment_providers: ['test'] }]
      await importCatalog(own.shop, { text: JSON.stringify({ regions }), fileName: 'na.json', format: null })
      const sku = { 'LOW-STOCK-M': 1 }
      const [one, two] = [
        await own.cart(sku, { currency: { code: 'USD' } }),
        await own.cart(sku, { currency: { code: 'USD' } }),
      ]
      await own.call('POST', `/checkouts/${one.id}/billing-address`, grete)
      await own.call('POST', `/checkouts/${two.id}/billing-address`, grete)
      const shipTo = async (made: Json): Promise<void> => {
        const [line] = made.line_items.physical_items
        const path = `/checkouts/${made.id}/consignments`
        const address = { ...grete, country_code: 'US' }
        const { json } = await own.call('POST', path, [{ address, line_items: [{ item_id: line.id, quantity: 1 }] }])
        const [{ id }] = json.data.consignments
        await own.call('PUT', `${path}/${id}`, { custom_shipping: { price: 1, description: 'Post' } })
      }
      await shipTo(one)
      await shipTo(two)
      expect((await own.place(`/checkouts/${one.id}/orders`)).status).toBe(200)
      expect((await own.place(`/checkouts/${two.id}/orders`)).json.status).toBe(409)
      const asked = { keyed: null, signedInAs: null, waitMs: 0, show: () => ({ status: 200, body: '' }) }
      const byShopper = completeCart(own.shop, fromUuid('cart', two.id) ?? '', asked)
      await expect(byShopper).rejects.toMatchObject({ code: 'payment-session-missing' })
    } finally {
      await own.close()
    }
  })

  test('a total of nothing needs no payment', async () => {
    await fresh()
    await readied(door, cart)
    await door.call('POST', `${checkout}/coupons`, { coupon_code: 'FREESHIP' })
    await door.call('POST', `${checkout}/discounts`, { cart: { discounts: [{ discounted_amount: 500 }] } })
    const { json } = await door.place(`${checkout}/orders`)
    const order = await door.shop.store.read((books) => books.orderByDisplayId(json.data.id))
    expect(order).toMatchObject({ bill: { total: 0 }, payments: [] })
  })
})
