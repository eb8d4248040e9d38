import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { updateCart } from '../../../src/commands/cart-updates.ts'
import { medusaRoutes } from '../../../src/dialects/medusa/medusa.ts'
import { createCodeGuesses } from '../../../src/http/code-guesses.ts'
import { fromUuid } from '../../../src/id.ts'
import { asGuest } from '../../support/shop.ts'
import { type BigCommerceDoor, type Json, openBigCommerceDoor, readied } from './door.ts'

const certificate = {
  name: 'For Tobi',
  theme: 'Birthday',
  amount: 10.5,
  quantity: 2,
  sender: { name: 'Brandi Tyler', email: 'brandi@example.com' },
  recipient: { name: 'Tobi Day', email: 'tobi@example.com' },
  message: 'Happy Birthday',
}
const rope = { name: 'Rope', sku: 'ROPE', quantity: 3, list_price: 5.99, image_url: 'https://example.com/rope.png' }

let door: BigCommerceDoor
beforeAll(async () => {
  door = await openBigCommerceDoor()
})
afterAll(async () => {
  await door.close()
})

const create = (body: object) => door.call('POST', '/carts', body)

describe('custom items', () => {
  test('are shown among their own, taxed at the usual rate, and ship', async () => {
    const { json } = await create({ line_items: [], custom_items: [rope] })
    const { data } = json
    // 3 × 5.99 = 17.97; 20 %: 3.594.
    expect(data).toMatchObject({ base_amount: 17.97, cart_amount: 21.56 })
    expect(data.line_items.physical_items).toEqual([])
    expect(data.line_items.custom_items).toEqual([
      {
        id: expect.any(String),
        sku: 'ROPE',
        name: 'Rope',
        quantity: 3,
        list_price: 5.99,
        extended_list_price: 17.97,
        image_url: 'https://example.com/rope.png',
      },
    ])
    expect((await readied(door, data)).grand_total).toBe(33.56)
    const order = await door.place(`/checkouts/${data.id}/orders`)
    expect(order.status).toBe(200)
  })

  test('each stands alone', async () => {
    const { json } = await create({ custom_items: [rope, rope] })
    expect(json.data.line_items.custom_items).toHaveLength(2)
  })

  test.each([
    ['no name', { ...rope, name: '' }, 'custom_items.0.name'],
    ['a name that is too long', { ...rope, name: 'x'.repeat(251) }, 'custom_items.0.name'],
    ['no price', { name: 'Rope', quantity: 1 }, 'custom_items.0.list_price'],
    ['no quantity', { name: 'Rope', list_price: 1 }, 'custom_items.0.quantity'],
    ['a price beyond counting', { ...rope, list_price: 1e12 }, 'custom_items.0.list_price'],
  ])('refuses %s', async (_, item, field) => {
    const { json } = await create({ custom_items: [item] })
    expect([json.status, Object.keys(json.errors)]).toEqual([422, [field]])
  })
})

describe('gift certificates', () => {
  test('are shown to the letter, and both spellings of a theme are one', async () => {
    const { json } = await create({
      gift_certificates: [certificate, { ...certificate, theme: 'girl.html', message: null }],
    })
    const [first, second] = json.data.line_items.gift_certificates
    expect(first).toEqual({
      id: expect.any(String),
      name: 'For Tobi',
      theme: 'Birthday',
      amount: 10.5,
      quantity: 2,
      taxable: true,
      is_taxable: true,
      sender: { name: 'Brandi Tyler', email: 'brandi@example.com' },
      recipient: { name: 'Tobi Day', email: 'tobi@example.com' },
      message: 'Happy Birthday',
    })
    expect(second).toMatchObject({ theme: 'Girl', message: '' })
  })

  test('ship with nothing, take no discount, and become gift cards with the order', async () => {
    const { json } = await create({ gift_certificates: [certificate] })
    const { id } = json.data
    await door.call('POST', `/checkouts/${id}/billing-address`, { email: 'b@example.com', country_code: 'DE' })
    const { json: couponed } = await door.call('POST', `/checkouts/${id}/coupons`, { coupon_code: 'TENPERCENT' })
    // Two of 10.50; 20 % where gift cards are taxable when bought.
    expect(couponed.data).toMatchObject({ grand_total: 25.2, coupons: [{ discounted_amount: 0 }] })
    const before = await door.shop.store.read((books) => books.giftCards().length)
    expect((await door.place(`/checkouts/${id}/orders`)).status).toBe(200)
    const cards = await door.shop.store.read((books) => books.giftCards().slice(before))
    expect(cards.map(({ value, balance }) => [Number(value), Number(balance)])).toEqual([
      [1050, 1050],
      [1050, 1050],
    ])
    expect(cards[0]?.metadata).toEqual({
      gift_certificate: {
        theme: 'Birthday',
        sender: certificate.sender,
        recipient: certificate.recipient,
        message: 'Happy Birthday',
      },
    })
  })

  test('are not taxed where gift cards are taxed when they are spent', async () => {
    const { json } = await create({ gift_certificates: [certificate], line_items: [] })
    const item = await door.call('POST', `/carts/${json.data.id}/items`, { custom_items: [{ ...rope, quantity: 1 }] })
    const items = item.json.data.line_items.custom_items
    const italy = { email: 'i@example.com', country_code: 'IT', city: 'Roma' }
    const line_items = [{ item_id: items[0].id, quantity: 1 }]
    const path = `/checkouts/${json.data.id}/consignments`
    const { json: moved } = await door.call('POST', path, [{ address: italy, line_items }])
    // 22 % of 5.99 alone: 1.3178; 21.00 stay 21.00.
    expect(moved.data.cart).toMatchObject({ base_amount: 26.99, cart_amount: 28.31 })
    expect(moved.data.cart.line_items.gift_certificates[0].taxable).toBe(false)
  })

  test.each([
    ['less than 1', { ...certificate, amount: 0.99 }, 'amount'],
    ['more than 1000', { ...certificate, amount: 1000.01 }, 'amount'],
    ['an unknown theme', { ...certificate, theme: 'Easter' }, 'theme'],
    ['a long message', { ...certificate, message: 'x'.repeat(201) }, 'message'],
    ['no sender', { ...certificate, sender: undefined }, 'sender'],
    ['a recipient without e-mail', { ...certificate, recipient: { name: 'Tobi' } }, 'recipient.email'],
    ['no quantity', { ...certificate, quantity: 0 }, 'quantity'],
  ])('refuses %s', async (_, item, field) => {
    const { json } = await create({ gift_certificates: [item] })
    expect([json.status, Object.keys(json.errors)]).toEqual([422, [`gift_certificates.0.${field}`]])
  })

  test('refuses more than an order can make, and card numbers', async () => {
    expect((await create({ gift_certificates: [{ ...certificate, quantity: 101 }] })).json.status).toBe(422)
    const { json } = await create({ gift_certificates: [{ ...certificate, message: '4242 4242 4242 4242' }] })
    expect(json.status).toBe(422)
  })
})

describe('in the other dialects', () => {
  test('everything is a line, adds up, and a fee stays', async () => {
    const { json } = await create({ custom_items: [rope], gift_certificates: [certificate] })
    const fee = { type: 'custom_fee', name: 'PP', display_name: 'Protection', cost: 2.5, source: 'App' }
    await door.call('POST', `/checkouts/${json.data.id}/fees`, { fees: [fee] })
    await door.call('POST', `/checkouts/${json.data.id}/discounts`, {
      cart: { discounts: [{ discounted_amount: 7.97 }] },
    })
    const medusa = medusaRoutes(door.shop, {
      trustsProxy: false,
      storeOrigins: [],
      jwtSecret: 'x',
      cookieSecret: 'y',
      limitsAttempts: false,
      codeGuesses: createCodeGuesses(false),
    })
    const path = `http://localhost/store/carts/${fromUuid('cart', json.data.id)}`
    const ask = async (method: string, more = ''): Promise<Json> =>
      (await medusa.handle(new Request(`${path}${more}`, { method }))).json()
    const { cart } = await ask('GET')
    expect(
      cart.items.map(({ title, quantity, unit_price, variant_id }: Json) => [title, quantity, unit_price, variant_id]),
    ).toEqual([
      ['Rope', 3, 599, null],
      ['For Tobi', 2, 1050, null],
      ['Protection', 1, 250, null],
    ])
    // 17.97 + 21.00 + 2.50; 7.97 off the rope; 20 % on 10.00, 21.00 and 2.50.
    expect(cart).toMatchObject({ subtotal: 4147, discount_total: 797, tax_total: 670, total: 4020 })
    const refused = await ask('DELETE', `/line-items/${cart.items[2].id}`)
    expect(refused).toMatchObject({ type: 'not_allowed' })
    expect((await ask('GET')).cart.items).toHaveLength(3)
  })
})

describe('in another region', () => {
  const inRegion = (name: string) =>
    door.shop.store.read((books) => books.regions().find((one) => one.name === name)?.id ?? '')
  const made = async (): Promise<string> => {
    const item = {
      product_id: await door.product('product-02'),
      variant_id: await door.variant('PRODUCT-02-S'),
      quantity: 1,
    }
    const { json } = await create({ line_items: [{ ...item, list_price: 5 }], custom_items: [rope] })
    await door.call('POST', `/checkouts/${json.data.id}/discounts`, { cart: { discounts: [{ discounted_amount: 1 }] } })
    return json.data.id
  }
  const move = async (id: string, region: string): Promise<Json> => {
    await updateCart(door.shop, fromUuid('cart', id) ?? '', { regionId: await inRegion(region) }, asGuest)
    return (await door.call('GET', `/carts/${id}`)).json.data
  }

  test('of the same currency, given prices and what was taken off stay', async () => {
    const cart = await move(await made(), 'duo')
    expect(cart).toMatchObject({ base_amount: 22.97, discount_amount: 1 })
    expect(cart.line_items.physical_items[0].list_price).toBe(5)
  })

  test('of another currency, they are gone: euros are no dollars', async () => {
    const cart = await move(await made(), 'na')
    expect(cart).toMatchObject({ currency: { code: 'USD' }, base_amount: 22.02, discount_amount: 0 })
    expect(cart.line_items.custom_items).toEqual([])
  })
})
