import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type BigCommerceDoor, type Json, openBigCommerceDoor, readied } from './door.ts'
import { importFurther } from './further-shop.ts'

let door: BigCommerceDoor
beforeAll(async () => {
  door = await openBigCommerceDoor()
  await importFurther(door)
})
afterAll(async () => {
  await door.close()
})

const off = (cart: Json, body: object) => door.call('POST', `/checkouts/${cart.id}/discounts`, body)
const coupon = (cart: Json, coupon_code: string) => door.call('POST', `/checkouts/${cart.id}/coupons`, { coupon_code })

describe("a currency's digits", () => {
  test('none in yen', async () => {
    const cart = await door.cart({ TEA: 3 }, { currency: { code: 'JPY' } })
    expect(cart).toMatchObject({ base_amount: 1500, cart_amount: 1650, currency: { code: 'JPY' } })
    const refused = await off(cart, { cart: { discounts: [{ discounted_amount: 0.5 }] } })
    expect(refused.json.errors).toEqual({
      'cart.discounts.0.discounted_amount':
        'cart.discounts.0.discounted_amount must be an amount with at most 0 decimals',
    })
    expect((await off(cart, { cart: { discounts: [{ discounted_amount: 100 }] } })).json.data.grand_total).toBe(1540)
  })

  test('three in dinars', async () => {
    const cart = await door.cart({ TEA: 2 }, { currency: { code: 'kwd' } })
    expect(cart).toMatchObject({ base_amount: 2.468, cart_amount: 2.468 })
    const { json } = await off(cart, { cart: { discounts: [{ discounted_amount: 0.001 }] } })
    expect(json.data.grand_total).toBe(2.467)
  })

  test('two in euros, halves of a cent up', async () => {
    // 20 % of 3.33 is 0.666; of 12.345 … 7.77: 1.554.
    const cart = await door.cart({ 'PRODUCT-03-S': 1, 'PRODUCT-09-S': 1 })
    expect(cart).toMatchObject({ base_amount: 11.1, cart_amount: 13.32 })
  })
})

describe('prices that contain tax', () => {
  test('what is listed, taken off and left contains it too, so that it adds up', async () => {
    const cart = await door.cart({ TEA: 2 }, { currency: { code: 'SEK' } })
    // 2 × 125.00, of which 50.00 are tax.
    expect(cart).toMatchObject({ tax_included: true, base_amount: 250, cart_amount: 250, cart_amount_ex_tax: 200 })
    const { json } = await off(cart, { cart: { discounts: [{ discounted_amount: 50, name: 'Sorry' }] } })
    // 50.00 less to pay: 40.00 of goods and 10.00 of tax.
    expect(json.data.cart).toMatchObject({
      base_amount: 250,
      discount_amount: 50,
      manual_discount_amount: 50,
      cart_amount_inc_tax: 200,
      cart_amount_ex_tax: 160,
    })
    expect(json.data).toMatchObject({ subtotal_inc_tax: 250, subtotal_ex_tax: 200, grand_total: 200, tax_total: 40 })
  })

  test('a price of its own is meant as prices are listed there', async () => {
    const { json } = await door.call('POST', '/carts', {
      currency: { code: 'SEK' },
      custom_items: [{ name: 'Rope', quantity: 1, list_price: 10 }],
    })
    expect(json.data).toMatchObject({ base_amount: 10, cart_amount: 10, cart_amount_ex_tax: 8 })
  })

  test('fees and shipping say both', async () => {
    const cart = await door.cart({ TEA: 1 }, { currency: { code: 'SEK' } })
    const norway = { email: 'n@example.com', country_code: 'NO', city: 'Oslo' }
    const line_items = [{ item_id: cart.line_items.physical_items[0].id, quantity: 1 }]
    const path = `/checkouts/${cart.id}`
    const include = '?include=consignments.available_shipping_options'
    const made = await door.call('POST', `${path}/consignments${include}`, [{ address: norway, line_items }])
    const [consignment] = made.json.data.consignments
    const [option] = consignment.available_shipping_options
    expect(option).toMatchObject({ description: 'Standard', cost: 50, type: 'shipping_flatrate' })
    await door.call('PUT', `${path}/consignments/${consignment.id}`, { shipping_option_id: option.id })
    const fee = { type: 'custom_fee', name: 'F', display_name: 'Fee', cost: 5, source: 'A', tax_class_id: 3 }
    const { json } = await door.call('POST', `${path}/fees`, { fees: [fee] })
    expect(json.data.fees).toMatchObject([{ cost_inc_tax: 5, cost_ex_tax: 4, tax_class_id: 3, display_name: 'Fee' }])
    expect(json.data).toMatchObject({
      shipping_cost_total_inc_tax: 50,
      shipping_cost_total_ex_tax: 40,
      subtotal_inc_tax: 125,
      grand_total: 180,
      taxes: [{ name: 'Tax', amount: 36 }],
    })
  })
})

describe('coupons', () => {
  test('show what each takes off, by line and in all, and are no discounts', async () => {
    const cart = await door.cart({ 'PRODUCT-02-S': 2, 'PRODUCT-03-S': 1 })
    const { status, json } = await coupon(cart, 'tenpercent')
    expect(status).toBe(200)
    const expected = { code: 'TENPERCENT', coupon_type: '1', display_name: '10% off', discounted_amount: 4.33 }
    expect(json.data.coupons).toEqual([{ id: 1, ...expected }])
    // 4.00 off 39.98 and 0.33 off 3.33.
    expect(json.data.cart).toMatchObject({
      base_amount: 43.31,
      discount_amount: 0,
      cart_amount_ex_tax: 38.98,
      coupons: [expected],
      discounts: [{ discounted_amount: 4 }, { discounted_amount: 0.33 }],
    })
    expect(json.data.cart.line_items.physical_items).toMatchObject([
      { coupon_amount: 4, discount_amount: 0, discounts: [{ id: 'coupon', discounted_amount: 4 }], sale_price: 19.99 },
      { coupon_amount: 0.33 },
    ])
    expect(json.data).toMatchObject({ subtotal_ex_tax: 43.31, subtotal_inc_tax: 51.98 })
  })

  test('their types are numbers', async () => {
    const cart = await door.cart({ 'PRODUCT-02-S': 1 })
    const types: Json[] = []
    for (const code of ['ITEM2', 'TENPERCENT', 'FIXED5', 'FREESHIP']) {
      types.push((await coupon(cart, code)).json.data.coupons.map((one: Json) => [one.code, one.coupon_type]))
    }
    expect(types).toEqual([
      [['ITEM2', '0']],
      [['TENPERCENT', '1']],
      [['FIXED5', '2']],
      [
        ['FREESHIP', '4'],
        ['FIXED5', '2'],
      ],
    ])
  })

  test('free shipping is worth what shipping costs', async () => {
    const cart = await door.cart({ 'PRODUCT-02-S': 1 })
    await readied(door, cart)
    const { json } = await coupon(cart, 'FREESHIP')
    expect(json.data).toMatchObject({
      coupons: [{ discounted_amount: 10 }],
      shipping_cost_total_inc_tax: 0,
      grand_total: 23.99,
    })
  })

  test('come off again, and unusable ones never come on', async () => {
    const cart = await door.cart({ 'PRODUCT-02-S': 1 })
    await coupon(cart, 'TENPERCENT')
    const path = `/checkouts/${cart.id}/coupons`
    expect((await door.call('DELETE', `${path}/tenpercent`, { version: 9 })).json.status).toBe(409)
    expect((await door.call('DELETE', `${path}/FIXED5`)).json.status).toBe(404)
    expect((await door.call('DELETE', `${path}/tenpercent`)).json.data.coupons).toEqual([])
    for (const code of ['NOTHING', 'EXPIRED', 'FUTURE', 'DISABLED', 'NAONLY']) {
      expect((await coupon(cart, code)).json.status).toBe(422)
    }
    expect((await coupon(cart, 'x'.repeat(51))).json.errors).toEqual({
      coupon_code: 'coupon_code must have at most 50 characters',
    })
    expect((await door.call('POST', path, { coupon_code: 'TENPERCENT', version: 1 })).json.status).toBe(409)
    expect((await door.call('POST', '/checkouts/nothing/coupons', { coupon_code: 'TENPERCENT' })).status).toBe(404)
  })

  test('that are about products leave alone what has a price of its own', async () => {
    const item = {
      product_id: await door.product('product-01'),
      variant_id: await door.variant('PRODUCT-01-S'),
      quantity: 1,
    }
    const { json } = await door.call('POST', '/carts', { line_items: [{ ...item, list_price: 8 }, item] })
    const half = await coupon(json.data, 'ONLYP01')
    expect(half.json.data.coupons[0].discounted_amount).toBe(5)
    const tenth = await coupon(json.data, 'TENPERCENT')
    expect(tenth.json.data.coupons[0].discounted_amount).toBe(1.8)
  })
})

describe('discounts by hand', () => {
  test('off the order: divided over the lines without losing a cent', async () => {
    const cart = await door.cart({ 'PRODUCT-02-S': 2, 'PRODUCT-03-S': 1 })
    const { status, json } = await off(cart, {
      cart: { discounts: [{ discounted_amount: 10, name: 'manual-discount' }] },
      version: 1,
    })
    expect(status).toBe(200)
    // 10.00 × 3998/4331 = 9.231 and 0.769: 9.23 and 0.77.
    expect(json.data.cart).toMatchObject({
      base_amount: 43.31,
      discount_amount: 10,
      manual_discount_amount: 10,
      cart_amount_ex_tax: 33.31,
    })
    const [first, second] = json.data.cart.line_items.physical_items
    expect(first).toMatchObject({
      discount_amount: 9.23,
      discounts: [{ id: 'manual-discount', discounted_amount: 9.23 }],
    })
    expect(second.discount_amount).toBe(0.77)
  })

  test('off one item: its sale price is lower, and so is what the order is about', async () => {
    const cart = await door.cart({ 'PRODUCT-02-S': 2, 'PRODUCT-03-S': 1 })
    const [line] = cart.line_items.physical_items
    const { json } = await off(cart, { cart: { line_items: [{ id: line.id, discounted_amount: 3.98 }] } })
    expect(json.data.cart).toMatchObject({ base_amount: 39.33, discount_amount: 0, cart_amount_ex_tax: 39.33 })
    expect(json.data.cart.line_items.physical_items[0]).toMatchObject({
      list_price: 19.99,
      sale_price: 18,
      extended_list_price: 39.98,
      extended_sale_price: 36,
      discount_amount: 3.98,
    })
  })

  test('a later list replaces the former, zero takes it away, and more than there is takes all', async () => {
    const cart = await door.cart({ 'PRODUCT-02-S': 1 })
    await off(cart, { cart: { discounts: [{ discounted_amount: 5 }, { discounted_amount: 1 }] } })
    const second = await off(cart, { cart: { discounts: [{ discounted_amount: 2 }] } })
    expect(second.json.data.cart.discount_amount).toBe(2)
    const all = await off(cart, { cart: { discounts: [{ discounted_amount: 100 }] } })
    expect(all.json.data).toMatchObject({
      grand_total: 0,
      cart: { discount_amount: 19.99, manual_discount_amount: 100 },
    })
    expect((await off(cart, { cart: { discounts: [{ discounted_amount: 0 }] } })).json.data.grand_total).toBe(23.99)
  })

  test('are refused without amounts, on lines that are not there or have a coupon, and with another version', async () => {
    const cart = await door.cart({ 'PRODUCT-02-S': 1 })
    const [line] = cart.line_items.physical_items
    expect((await off(cart, { cart: {} })).json.status).toBe(422)
    expect((await off(cart, {})).json.status).toBe(422)
    expect((await off(cart, { cart: { discounts: [{ name: 'x' }] } })).json.status).toBe(422)
    expect((await off(cart, { cart: { discounts: [{ discounted_amount: -1 }] } })).json.status).toBe(422)
    expect((await off(cart, { cart: { line_items: [{ id: cart.id, discounted_amount: 1 }] } })).json.status).toBe(404)
    expect((await off(cart, { cart: { discounts: [{ discounted_amount: 1 }], version: 8 } })).json.status).toBe(409)
    await coupon(cart, 'TENPERCENT')
    const { json } = await off(cart, { cart: { line_items: [{ id: line.id, discounted_amount: 1 }] } })
    expect(json.errors).toMatchObject({ 'cart.line_items': expect.any(String) })
  })
})

test('a promotion that has something to say is shown with its banner, to who asks', async () => {
  const cart = await door.cart({ TEA: 1 }, { currency: { code: 'SEK' } })
  await coupon(cart, 'LOUD')
  const { id } = (await door.call('GET', `/carts/${cart.id}`)).json.data.coupons[0]
  const banners = [{ id: String(id), type: 'applied', page: ['cart_page'], text: 'You save!' }]
  for (const noun of ['carts', 'checkouts']) {
    const { json } = await door.call('GET', `/${noun}/${cart.id}?include=promotions.banners`)
    expect(json.data.promotions).toEqual({ banners })
  }
})

test('what travels by wire ships with nothing', async () => {
  const cart = await door.cart({ SONG: 1 })
  expect(cart.line_items.digital_items).toMatchObject([{ sku: 'SONG', is_require_shipping: false }])
  await door.call('POST', `/checkouts/${cart.id}/billing-address`, { email: 's@example.com', country_code: 'DE' })
  expect((await door.place(`/checkouts/${cart.id}/orders`)).status).toBe(200)
})
