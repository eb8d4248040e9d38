import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { fromUuid } from '../../../src/id.ts'
import { type BigCommerceDoor, type Json, openBigCommerceDoor, readied } from './door.ts'

let door: BigCommerceDoor
let item: Json
let cart: Json
let line: Json
beforeAll(async () => {
  door = await openBigCommerceDoor()
  item = { product_id: await door.product('product-02'), variant_id: await door.variant('PRODUCT-02-S'), quantity: 1 }
})
afterAll(async () => {
  await door.close()
})

async function fresh(): Promise<void> {
  cart = await door.cart({ 'PRODUCT-02-S': 2 })
  line = cart.line_items.physical_items[0]
}

const add = (body: object) => door.call('POST', `/carts/${cart.id}/items`, body)
const put = (body: object, id = line.id) => door.call('PUT', `/carts/${cart.id}/items/${id}`, body)

describe('adding', () => {
  test('is 201 with the cart; the same again is one line', async () => {
    await fresh()
    const { status, json } = await add({ line_items: [item] })
    expect([status, json.data.version]).toEqual([201, 2])
    expect(json.data.line_items.physical_items).toMatchObject([
      { id: line.id, quantity: 3, extended_list_price: 59.97 },
    ])
  })

  test('another price, other words or another wrapping is a line of its own', async () => {
    await fresh()
    await add({ line_items: [{ ...item, list_price: 5 }] })
    await add({ line_items: [{ ...item, list_price: 5 }] })
    await add({ line_items: [{ ...item, list_price: 6 }] })
    await add({ line_items: [{ ...item, gift_wrapping: { wrap_details: [{ id: 0, message: 'Happy' }] } }] })
    const { json } = await add({
      line_items: [{ ...item, option_selections: [{ option_id: 9, option_value: 'Ada' }] }],
    })
    const shown = json.data.line_items.physical_items.map(({ list_price, quantity, gift_wrapping }: Json) => {
      return [list_price, quantity, gift_wrapping?.message ?? null]
    })
    expect(shown).toEqual([
      [19.99, 2, null],
      [5, 2, null],
      [6, 1, null],
      [19.99, 1, 'Happy'],
      [19.99, 1, null],
    ])
  })

  test('is refused with another version, without lists, and where there is no such cart', async () => {
    await fresh()
    expect((await add({ line_items: [item], version: 2 })).json.status).toBe(409)
    expect((await add({ line_items: [item], version: 1 })).status).toBe(201)
    expect((await add({})).json).toMatchObject({ status: 422, title: 'Missing line_items in request body' })
    const nowhere = '/carts/00000000-0000-4000-8000-000000000000/items'
    expect((await door.call('POST', nowhere, { line_items: [item] })).status).toBe(404)
  })

  test('does all of it or nothing', async () => {
    await fresh()
    const refused = await add({ line_items: [item, { product_id: 99_999, quantity: 1 }] })
    expect(refused.json.errors).toEqual({ 'line_items.1.product_id': 'There is no product with the id 99999.' })
    expect((await door.call('GET', `/carts/${cart.id}`)).json.data).toEqual(cart)
  })

  test('takes back how it was to be shipped', async () => {
    await fresh()
    expect((await readied(door, cart)).shipping_cost_total_ex_tax).toBe(10)
    await add({ line_items: [item] })
    const { json } = await door.call('GET', `/checkouts/${cart.id}`)
    expect(json.data.consignments[0].selected_shipping_option).toBeNull()
  })
})

describe('changing', () => {
  test('quantity and price, which then stays whatever the catalog says', async () => {
    await fresh()
    const { quantity: _, ...named } = item
    const first = await put({ line_item: { ...named, quantity: 5 }, version: 1 })
    expect(first.status).toBe(200)
    expect(first.json.data.line_items.physical_items[0]).toMatchObject({ quantity: 5, list_price: 19.99 })
    await put({ line_item: { ...named, quantity: 5, list_price: 10 } })
    const { json } = await put({ line_item: { ...named, quantity: 2 } })
    expect(json.data.line_items.physical_items[0]).toMatchObject({
      quantity: 2,
      list_price: 10,
      extended_list_price: 20,
    })
    expect(json.data.base_amount).toBe(20)
  })

  test('is refused where it is another product or variant, too many, another version, or not there', async () => {
    await fresh()
    const other = await door.variant('PRODUCT-02-M')
    const wrong: readonly [object, number][] = [
      [{ line_item: { ...item, product_id: 1 } }, 422],
      [{ line_item: { ...item, variant_id: other } }, 422],
      [{ line_item: { ...item, quantity: 0 } }, 422],
      [{ line_item: item, version: 9 }, 409],
      [{ line_item: { ...item, quantity: 10_000_001 } }, 409],
      [{}, 422],
    ]
    for (const [body, status] of wrong) expect((await put(body)).json.status).toBe(status)
    for (const id of ['00000000-0000-4000-8000-000000000000', 'nothing']) {
      expect((await put({ line_item: item }, id)).json.status).toBe(404)
    }
    expect((await door.call('GET', `/carts/${cart.id}`)).json.data).toEqual(cart)
  })

  test('custom items cannot be changed', async () => {
    await fresh()
    const { json } = await add({ custom_items: [{ name: 'Rope', quantity: 1, list_price: 5.99 }] })
    const [custom] = json.data.line_items.custom_items
    expect((await put({ line_item: item }, custom.id)).json.status).toBe(422)
  })
})

describe('removing', () => {
  test('leaves the others, and with the last one the cart is gone: 204', async () => {
    await fresh()
    const { json } = await add({ custom_items: [{ name: 'Rope', quantity: 1, list_price: 5.99 }] })
    const [custom] = json.data.line_items.custom_items
    const path = `/carts/${cart.id}/items`
    const left = await door.call('DELETE', `${path}/${line.id}`, { version: 2 })
    expect([left.status, left.json.data.line_items.physical_items]).toEqual([200, []])
    const last = await door.call('DELETE', `${path}/${custom.id}`)
    expect([last.status, last.text]).toEqual([204, ''])
    expect((await door.call('GET', `/carts/${cart.id}`)).status).toBe(404)
  })

  test('a cart with nothing but a fee is empty', async () => {
    await fresh()
    const fee = { type: 'custom_fee', name: 'F', display_name: 'Fee', cost: 1, source: 'A' }
    const { json } = await door.call('POST', `/checkouts/${cart.id}/fees`, { fees: [fee] })
    const [own] = json.data.fees
    expect((await door.call('DELETE', `/carts/${cart.id}/items/${own.id}`)).status).toBe(404)
    expect((await door.call('DELETE', `/carts/${cart.id}/items/${line.id}`)).status).toBe(204)
    expect(await door.shop.store.read((books) => books.cart(fromUuid('cart', cart.id) ?? ''))).toBeNull()
  })

  test('is refused with another version, and 404 where there is no such item', async () => {
    await fresh()
    const path = `/carts/${cart.id}/items`
    expect((await door.call('DELETE', `${path}/${line.id}`, { version: 3 })).json.status).toBe(409)
    expect((await door.call('DELETE', `${path}/${line.id}?version=3`)).json.status).toBe(409)
    expect((await door.call('DELETE', `${path}/${line.id}?version=three`)).json.status).toBe(422)
    expect((await door.call('DELETE', `${path}/${cart.id}`)).json.status).toBe(404)
    expect((await door.call('GET', `/carts/${cart.id}`)).json.data.version).toBe(1)
  })
})
