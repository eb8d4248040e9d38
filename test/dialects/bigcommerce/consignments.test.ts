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

  test('what somebody named goes along, listed or not', async () => {
    await fresh()
    const more = await door.call('POST', `/carts/${cart.id}/items`, {
      custom_items: [{ name: 'Rope', quantity: 2, list_price: 1 }],
    })
    const [rope] = more.json.data.line_items.custom_items
    const { json } = await post([{ address: grete, line_items: items() }])
    expect(json.data.consignments[0].line_item_ids).toContain(rope.id)
    const path = `${checkout}/consignments/${json.data.consignments[0].id}`
    const put = (quantity: number) =>
      door.call('PUT', path, { address: grete, line_items: [...items(), { item_id: rope.id, quantity }] })
    expect([(await put(2)).status, (await put(1)).status]).toEqual([200, 422])
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
