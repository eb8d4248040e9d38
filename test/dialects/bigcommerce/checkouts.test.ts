import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
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

describe('consignments', () => {
  const items = (): Json[] =>
    cart.line_items.physical_items.map(({ id, quantity }: Json) => ({ item_id: id, quantity }))
  const include = '?include=consignments.available_shipping_options'
  const post = (body: unknown) => door.call('POST', `${checkout}/consignments${include}`, body)

  test('one with all the goods: made, its shipping chosen, changed and deleted', async () => {
    await fresh()
    const made = await post([{ address: grete, line_items: items() }])
    expect(made.status).toBe(200)
    const [consignment] = made.json.data.consignments
    expect(consignment).toMatchObject({
      selected_shipping_option: null,
      address: grete,
      line_item_ids: items().map(({ item_id }) => item_id),
    })
    const names = consignment.available_shipping_options.map(({ description, cost }: Json) => [description, cost])
    expect(names).toEqual([
      ['Standard', 10],
      ['Express', 15],
    ])
    const path = `${checkout}/consignments/${consignment.id}`
    const [, express] = consignment.available_shipping_options
    const chosen = await door.call('PUT', path, { shipping_option_id: express.id })
    expect(chosen.json.data.consignments[0]).toMatchObject({
      selected_shipping_option: express,
      shipping_cost_ex_tax: 15,
      shipping_cost_inc_tax: 18,
    })
    expect(chosen.json.data.grand_total).toBe(69.98)
    const elsewhere = await door.call('PUT', path, { address: { ...grete, city: 'Aarhus' }, line_items: items() })
    expect(elsewhere.json.data.consignments[0]).toMatchObject({
      id: consignment.id,
      selected_shipping_option: null,
      address: { city: 'Aarhus' },
    })
    const gone = await door.call('DELETE', path)
    expect([gone.status, gone.json.data.consignments]).toEqual([200, []])
  })

  test('may ship at a price of its own', async () => {
    await fresh()
    const [consignment] = (await post([{ address: grete, line_items: items() }])).json.data.consignments
    const path = `${checkout}/consignments/${consignment.id}`
    const { json } = await door.call('PUT', path, { custom_shipping: { price: 12.9, description: 'By bicycle' } })
    expect(json.data.consignments[0]).toMatchObject({
      shipping_cost_ex_tax: 12.9,
      shipping_cost_inc_tax: 15.48,
      selected_shipping_option: { id: 'custom', type: 'shipping_custom', description: 'By bicycle', cost: 12.9 },
    })
    await door.call('POST', `${checkout}/billing-address`, grete)
    expect((await door.place(`${checkout}/orders`)).status).toBe(200)
  })

  test('to another region of the same currency moves the cart there, and its taxes', async () => {
    await fresh()
    const { json } = await post([{ address: { ...grete, country_code: 'IT' }, line_items: items() }])
    // 22 %: 8.7956 and 0.7326.
    expect(json.data.tax_total).toBe(9.53)
    expect(json.data.consignments[0].available_shipping_options).toHaveLength(2)
  })

  test('are refused: two, a part, strangers, none, other countries, pickups', async () => {
    await fresh()
    const all = { address: grete, line_items: items() }
    const [first, second] = items()
    const wrong: readonly unknown[] = [
      [all, all],
      [{ address: grete, line_items: [first] }],
      [{ address: grete, line_items: [{ ...first, quantity: 1 }, second] }],
      [{ address: grete, line_items: [first, second, { item_id: cart.id, quantity: 1 }] }],
      [{ address: grete, line_items: [{ ...first, quantity: 0 }, second] }],
      [{ address: { ...grete, country_code: 'US' }, line_items: items() }],
      [{ address: { ...grete, email: undefined }, line_items: items() }],
      [{ line_items: items() }],
      [{ ...all, pickup_option: { pickup_method_id: 1 } }],
      [],
      {},
    ]
    for (const body of wrong) expect((await post(body)).json.status).toBe(422)
    expect((await post([{ ...all, version: 9 }])).json.status).toBe(409)
    expect((await door.call('GET', checkout)).json.data.consignments).toEqual([])
    await post([all])
    expect((await post([all])).json.status).toBe(422)
  })

  test('changes are refused: no or two wishes, unknown options and ids, another version', async () => {
    await fresh()
    const [consignment] = (await post([{ address: grete, line_items: items() }])).json.data.consignments
    const path = `${checkout}/consignments/${consignment.id}`
    const [option] = consignment.available_shipping_options
    const put = (body: object, to = path) => door.call('PUT', to, body)
    expect((await put({})).json.status).toBe(422)
    expect((await put({ shipping_option_id: option.id, address: grete })).json.status).toBe(422)
    expect((await put({ shipping_option_id: nowhere })).json.status).toBe(422)
    expect((await put({ custom_shipping: { price: 1.005, description: 'x' } })).json.status).toBe(422)
    expect((await put({ shipping_option_id: option.id, version: 1 })).json.status).toBe(409)
    expect((await put({ shipping_option_id: option.id }, `${checkout}/consignments/${nowhere}`)).json.status).toBe(404)
    expect((await door.call('DELETE', `${checkout}/consignments/${nowhere}`)).json.status).toBe(404)
    expect((await door.call('DELETE', path, { version: 1 })).json.status).toBe(409)
  })

  test('what is cheap enough only for large orders is offered to them alone', async () => {
    cart = await door.cart({ 'PRODUCT-18-S': 1 })
    checkout = `/checkouts/${cart.id}`
    const { json } = await post([{ address: grete, line_items: items() }])
    expect(json.data.consignments[0].available_shipping_options.at(-1)).toMatchObject({
      description: 'Free over 100',
      cost: 0,
    })
  })
})

describe('fees', () => {
  const fee = { type: 'custom_fee', name: 'AAINS', display_name: 'Protection', cost: 7.12, source: 'AA' }
  const post = (body: object) => door.call('POST', `${checkout}/fees`, body)

  test('are added, changed and removed, and are none of the goods', async () => {
    await fresh()
    await readied(door, cart)
    const made = await post({ fees: [fee, { ...fee, name: 'B', cost: 1 }] })
    expect(made.status).toBe(200)
    // 20 % of 7.12: 1.424.
    expect(made.json.data.fees).toEqual([
      {
        id: expect.any(String),
        type: 'custom_fee',
        name: 'AAINS',
        display_name: 'Protection',
        cost_inc_tax: 8.54,
        cost_ex_tax: 7.12,
        source: 'AA',
        tax_class_id: null,
      },
      expect.objectContaining({ name: 'B', cost_ex_tax: 1 }),
    ])
    expect(made.json.data).toMatchObject({
      cart: { base_amount: 43.31, cart_amount: 51.98 },
      subtotal_ex_tax: 43.31,
      shipping_cost_total_inc_tax: 12,
      grand_total: 73.72,
    })
    const [first, second] = made.json.data.fees
    const changed = await door.call('PUT', `${checkout}/fees`, { fees: [{ ...fee, id: first.id, cost: 2 }] })
    expect(changed.json.data.fees).toMatchObject([{ id: first.id, cost_ex_tax: 2 }, { id: second.id }])
    const left = await door.call('DELETE', `${checkout}/fees`, { ids: [first.id] })
    expect([left.status, left.json.data.fees.map(({ id }: Json) => id)]).toEqual([200, [second.id]])
  })

  test('are refused: more than 5, wrong ones, ids of none', async () => {
    await fresh()
    await post({ fees: [fee, fee, fee, fee] })
    expect((await post({ fees: [fee, fee] })).json.status).toBe(422)
    const wrong = [
      { type: 'fee' },
      { name: '' },
      { name: 'x'.repeat(51) },
      { display_name: 'x'.repeat(201) },
      { cost: -1 },
      { cost: 1.234 },
      { source: undefined },
    ]
    for (const part of wrong) expect((await post({ fees: [{ ...fee, ...part }] })).json.status).toBe(422)
    for (const body of [{}, { fees: [] }]) expect((await post(body)).json.status).toBe(422)
    expect((await post({ fees: [fee], version: 1 })).json.status).toBe(409)
    const [line] = cart.line_items.physical_items
    expect((await door.call('PUT', `${checkout}/fees`, { fees: [{ ...fee, id: line.id }] })).json.status).toBe(404)
    expect((await door.call('DELETE', `${checkout}/fees`, { ids: [line.id] })).json.status).toBe(404)
    expect((await door.call('DELETE', `${checkout}/fees`, { ids: [] })).json.status).toBe(422)
    expect((await door.call('GET', checkout)).json.data.fees).toHaveLength(4)
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
