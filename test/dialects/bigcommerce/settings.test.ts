import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { addLine } from '../../../src/commands/line-items.ts'
import { fromUuid } from '../../../src/id.ts'
import { asGuest } from '../../support/shop.ts'
import { type BigCommerceDoor, openBigCommerceDoor, readied } from './door.ts'

let door: BigCommerceDoor
beforeAll(async () => {
  door = await openBigCommerceDoor()
})
afterAll(async () => {
  await door.close()
})
afterEach(async () => {
  await door.call('PUT', '/carts/settings', { allow_purchasing: true })
  await door.call('PUT', '/carts/settings/channels/1', { allow_purchasing: null })
})

describe('cart settings', () => {
  test('say whether anything may be bought', async () => {
    expect((await door.call('GET', '/carts/settings')).json).toEqual({ data: { allow_purchasing: true }, meta: {} })
    const put = await door.call('PUT', '/carts/settings', { allow_purchasing: false })
    expect([put.status, put.json]).toEqual([200, { data: { allow_purchasing: false }, meta: {} }])
    expect((await door.call('GET', '/carts/settings')).json.data.allow_purchasing).toBe(false)
  })

  test("a channel's own word goes before; null leaves it to the shop", async () => {
    const channel = '/carts/settings/channels/1'
    expect((await door.call('GET', channel)).json.data).toEqual({ allow_purchasing: null })
    expect((await door.call('PUT', channel, { allow_purchasing: true })).json.data).toEqual({ allow_purchasing: true })
    await door.call('PUT', '/carts/settings', { allow_purchasing: false })
    expect((await door.cart({ 'PRODUCT-01-S': 1 })).base_amount).toBe(10)
    await door.call('PUT', channel, { allow_purchasing: null })
    expect(door.cart({ 'PRODUCT-01-S': 1 })).rejects.toThrow('403')
  })

  test('switched off, nothing goes into a cart by any door, and no order is made', async () => {
    const cart = await door.cart({ 'PRODUCT-01-S': 1 })
    await readied(door, cart)
    await door.call('PUT', '/carts/settings', { allow_purchasing: false })
    const item = { name: 'Rope', quantity: 1, list_price: 1 }
    expect((await door.call('POST', '/carts', { custom_items: [item] })).json.status).toBe(403)
    expect((await door.call('POST', `/carts/${cart.id}/items`, { custom_items: [item] })).json.status).toBe(403)
    expect((await door.place(`/checkouts/${cart.id}/orders`)).json.status).toBe(403)
    const variantId = await door.shop.store.read((books) => books.variantBySku('PRODUCT-01-S')?.id ?? '')
    const wanted = { variantId, quantity: 1, metadata: {} }
    const added = addLine(door.shop, fromUuid('cart', cart.id) ?? '', wanted, asGuest)
    await expect(added).rejects.toMatchObject({ code: 'purchasing-off' })
    await door.call('PUT', '/carts/settings', { allow_purchasing: true })
    expect((await door.place(`/checkouts/${cart.id}/orders`)).status).toBe(200)
  })

  test('take only what they are', async () => {
    expect((await door.call('PUT', '/carts/settings', {})).json.status).toBe(422)
    expect((await door.call('PUT', '/carts/settings', { allow_purchasing: null })).json.status).toBe(422)
    expect((await door.call('PUT', '/carts/settings', { allow_purchasing: 'yes' })).json.errors).toEqual({
      allow_purchasing: 'allow_purchasing must be a boolean',
    })
    for (const channel of ['7', '0', 'x', '99999999999999']) {
      const path = `/carts/settings/channels/${channel}`
      expect((await door.call('GET', path)).json.status).toBe(422)
      expect((await door.call('PUT', path, { allow_purchasing: true })).json.status).toBe(422)
    }
  })
})

describe('checkout settings', () => {
  const unset = {
    custom_checkout_script_url: '',
    order_confirmation_use_custom_checkout_script: false,
    custom_order_confirmation_script_url: '',
    custom_checkout_supports_uco_settings: false,
    custom_checkout_sri_hash: '',
    custom_order_confirmation_sri_hash: '',
  }

  test.each(['/checkouts/settings', '/checkouts/settings/channels/1'])('%s are kept, one by one', async (path) => {
    expect((await door.call('GET', path)).json).toEqual({ data: unset, meta: {} })
    const custom_checkout_script_url = 'https://example.com/checkout.js'
    const put = await door.call('PUT', path, { custom_checkout_script_url })
    expect([put.status, put.json.data]).toEqual([200, { ...unset, custom_checkout_script_url }])
    await door.call('PUT', path, { custom_checkout_supports_uco_settings: true })
    const both = { ...unset, custom_checkout_script_url, custom_checkout_supports_uco_settings: true }
    expect((await door.call('GET', path)).json.data).toEqual(both)
    expect((await door.call('PUT', path, { custom_checkout_script_url: 1 })).json.status).toBe(422)
  })

  test('of a channel that there is not are 422', async () => {
    expect((await door.call('GET', '/checkouts/settings/channels/7')).json.status).toBe(422)
  })
})
