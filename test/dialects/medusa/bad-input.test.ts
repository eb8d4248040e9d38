import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type Answered, type MedusaDoor, openMedusaDoor } from './door.ts'

let door: MedusaDoor
let cartId: string
let variantId: string

beforeAll(async () => {
  door = await openMedusaDoor()
  cartId = await door.cart('PRODUCT-01-S')
  variantId = await door.variant('PRODUCT-02-S')
})

afterAll(() => door.close())

function told(answer: Answered): readonly unknown[] {
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
  return [answer.status, answer.json?.['type'], answer.json?.['message']]
}

async function lineCount(): Promise<number> {
  return (await door.shop.store.read((books) => books.cart(cartId)))?.lines.length ?? 0
}

describe('a body that cannot be read', () => {
  const everywhere: readonly (readonly [string, string])[] = [
    ['POST', '/carts'],
    ['POST', '/carts/:id'],
    ['POST', '/carts/:id/line-items'],
    ['POST', '/carts/:id/taxes'],
    ['POST', '/carts/:id/payment-sessions'],
    ['POST', '/carts/:id/complete'],
    ['DELETE', '/carts/:id/line-items/item_x'],
    ['DELETE', '/carts/:id/discounts/X'],
  ]

  test.each(everywhere)('%s %s says so, whether a body is wanted there or not', async (method, route) => {
    const path = route.replace(':id', cartId)
    const large = JSON.stringify({ context: { blob: 'x'.repeat(300_000) } })
    const deep = '['.repeat(40_000) + ']'.repeat(40_000)
    expect((await door.send(method, path, '{"region_id": ')).status).toBe(400)
    expect((await door.send(method, path, large)).status).toBe(413)
    expect((await door.send(method, path, new Blob([large]).stream())).status).toBe(413)
    expect(told(await door.send(method, path, deep))).toEqual([
      400,
      'invalid_data',
      'The body is nested deeper than 32 levels',
    ])
  })

  test('nothing of a large or broken body comes back', async () => {
    const broken = await door.send('POST', `/carts/${cartId}`, '{"email": "secret@example.com"')
    expect(told(broken)).toEqual([400, 'invalid_data', 'The body is not valid JSON'])
    const large = await door.send('POST', `/carts/${cartId}`, `"${'secret'.repeat(50_000)}"`)
    expect(large.text.length).toBeLessThan(200)
  })
})

describe('a body that says the wrong things', () => {
  const variant_id = 'variant_x'
  const lines: readonly (readonly [unknown, string])[] = [
    [{ variant_id, quantity: '1' }, 'quantity must be an integer number'],
    [{ variant_id, quantity: 1.5 }, 'quantity must be an integer number'],
    [{ variant_id: 7, quantity: 1 }, 'variant_id must be a string'],
    [{ variant_id, quantity: 1, unit_price: 1 }, 'property unit_price should not exist'],
    [
      { unit_price: 1 },
      'property unit_price should not exist, variant_id must be a string, quantity must be an integer number',
    ],
    [{ variant_id, quantity: 1, metadata: 'x' }, 'metadata must be an object'],
    [[], 'an unknown value was passed to the validate function'],
    ['text', 'body must be an object'],
    [null, 'body must be an object'],
    [{ variant_id, quantity: 1 }, 'Unable to generate the line items, some variant has not been found: variant_x'],
  ]

  test.each(lines)('a line that is %j is refused in class-validator’s words', async (body, message) => {
    expect(told(await door.call('POST', `/carts/${cartId}/line-items`, body))).toEqual([400, 'invalid_data', message])
    expect(await lineCount()).toBe(1)
  })

  const carts: readonly (readonly [unknown, string])[] = [
    [{ email: 'nope' }, 'email must be an email'],
    [{ metadata: { a: 1 } }, 'property metadata should not exist'],
    [{ discounts: null }, 'discounts must be an array'],
    [{ discounts: [{ kode: 'X' }] }, 'property kode should not exist, code must be a string'],
    [
      { discounts: 'X' },
      'discounts must be an array, each value in nested property discounts must be either object or array',
    ],
    [{ gift_cards: [7] }, 'each value in nested property gift_cards must be either object or array'],
    [{ email: 'a@b' }, 'email must be an email'],
    [{ email: null }, 'The email is not valid'],
    [{ billing_address: null }, 'billing_address must be an object'],
    [{ shipping_address: { country: 'dk' } }, 'property country should not exist'],
    [{ shipping_address: { first_name: 7 } }, 'first_name must be a string'],
    [{ context: [] }, 'context must be an object'],
    [{ region_id: {} }, 'region_id must be a string'],
  ]

  test.each(carts)('a cart cannot become %j', async (body, message) => {
    expect(told(await door.call('POST', `/carts/${cartId}`, body))).toEqual([400, 'invalid_data', message])
  })

  test.each([0, -1])('a quantity of %p is refused on a line, new or not', async (quantity) => {
    const add = await door.call('POST', `/carts/${cartId}/line-items`, { variant_id: variantId, quantity })
    expect(told(add).slice(0, 2)).toEqual([400, 'invalid_data'])
    expect(await lineCount()).toBe(1)
  })

  test.each([1e21, 2 ** 40])(
    'a quantity of %p is more than there is, and more than a line can hold',
    async (quantity) => {
      const add = await door.call('POST', `/carts/${cartId}/line-items`, { variant_id: variantId, quantity })
      expect([add.status, add.json?.['code']]).toEqual([400, 'insufficient_inventory'])
      const unmanaged = { variant_id: await door.variant('UNMANAGED-S'), quantity }
      const uncounted = await door.call('POST', `/carts/${cartId}/line-items`, unmanaged)
      expect(told(uncounted).slice(0, 2)).toEqual([400, 'invalid_data'])
      expect(await lineCount()).toBe(1)
    },
  )

  test('null takes gift cards and the shipping address away, and elsewhere says nothing', async () => {
    const given = { shipping_address: { city: 'Aarhus' }, gift_cards: [{ code: 'GCEU1000' }] }
    const before = await door.call('POST', `/carts/${cartId}`, given)
    expect(before.json).toMatchObject({ cart: { shipping_address: { city: 'Aarhus' }, gift_cards: [{}] } })
    const wanted = { shipping_address: null, gift_cards: null, customer_id: null, country_code: null, context: null }
    const answer = await door.call('POST', `/carts/${cartId}`, wanted)
    expect(answer.json).toMatchObject({ cart: { shipping_address: null, shipping_address_id: null, gift_cards: [] } })
  })

  test('a country is spelled in small letters or it is none', async () => {
    const answer = await door.call('POST', `/carts/${cartId}`, { shipping_address: { country_code: 'DE' } })
    expect(told(answer)).toEqual([404, 'not_found', 'Country with country_code DE does not exist.'])
  })

  test('a key __proto__ changes nothing but itself', async () => {
    const body = `{"variant_id": "${variantId}", "quantity": 1, "metadata": {"__proto__": {"admin": true}, "a": 1}}`
    const answer = await door.send('POST', `/carts/${await door.cart()}/line-items`, body)
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('"metadata":{"a":1}')
  })

  test('a card number in payment data is refused and named', async () => {
    const id = await door.cart('PRODUCT-01-S')
    await door.call('POST', `/carts/${id}/payment-sessions`)
    const data = { note: 'my card 4242 4242 4242 4242' }
    const answer = await door.call('POST', `/carts/${id}/payment-sessions/manual`, { data })
    expect([answer.status, answer.json?.['code']]).toEqual([400, 'possible_card_data'])
  })
})

describe('something that is not there', () => {
  test.each([
    ['GET', '/nope'],
    ['GET', ''],
    ['PUT', '/carts'],
    ['PATCH', '/carts/cart_x'],
    ['GET', '/carts/cart_x/complete'],
    ['POST', '/regions'],
  ])('%s /store%s is 404 as JSON', async (method, path) => {
    expect(told(await door.call(method, path)).slice(0, 2)).toEqual([404, 'not_found'])
  })

  const things: readonly (readonly [string, string])[] = [
    ['/carts/cart_x', 'Cart with cart_x was not found'],
    ['/regions/reg_x', 'Region with reg_x was not found'],
    ['/products/prod_x', 'Product with id: prod_x was not found'],
    ['/products?region_id=reg_x', 'Region with reg_x was not found'],
    ['/variants/variant_x', 'Variant with id: variant_x was not found'],
    ['/collections/pcol_x', 'Product collection with id: pcol_x was not found'],
    ['/gift-cards/NOPE', 'Gift card with code: NOPE was not found'],
    ['/orders/order_x', 'Order with id order_x was not found'],
    ['/shipping-options/cart_x', 'Cart with cart_x was not found'],
  ]

  test.each(things)('GET /store%s', async (path, message) => {
    const [status, type, sentence] = told(await door.call('GET', path))
    expect([status, type]).toEqual([404, 'not_found'])
    expect(sentence).toStartWith(message)
  })

  test.each(['/products?limit=-1', '/products?offset=x', '/variants?limit=1.5', '/carts/:id?expand=nope'])(
    'GET /store%s is not understood',
    async (path) => {
      expect(told(await door.call('GET', path.replace(':id', cartId))).slice(0, 2)).toEqual([400, 'invalid_data'])
    },
  )
})

describe('a path', () => {
  test.each(['/carts/%zz', '/carts/%E0%A4%A', '/Carts/%E0%A4%A', '/gift-cards/%ff'])(
    'that cannot be decoded, such as %s, is refused',
    async (path) => {
      const { status, json } = await door.call('GET', path)
      expect([status, json?.['type'], String(json?.['message'])]).toEqual([
        400,
        'invalid_data',
        expect.stringContaining('Failed to decode param'),
      ])
    },
  )

  test('may have capitals and a slash too many, as express takes it', async () => {
    for (const path of [`/Carts/${cartId}`, `/carts/${cartId}/`, `//carts//${cartId}`]) {
      expect((await door.call('GET', path)).json).toMatchObject({ cart: { id: cartId } })
    }
    const lines = await door.call('POST', `/carts/${cartId}/Line-Items/`, { variant_id: 'variant_x', quantity: 1 })
    expect(told(lines)).toEqual([
      400,
      'invalid_data',
      'Unable to generate the line items, some variant has not been found: variant_x',
    ])
    expect((await door.call('GET', `/carts/${cartId.toLowerCase()}`)).status).toBe(404)
  })

  test("below /customers is nobody else's business, known or not", async () => {
    for (const path of ['/customers', '/customers/nope', '/Customers/me/nope']) {
      const { status, text } = await door.call('GET', path)
      expect([path, status, text]).toEqual([path, 401, 'Unauthorized'])
    }
    expect((await door.call('GET', '/customersnope')).status).toBe(404)
  })

  test('is read with HEAD as with GET, without a body', async () => {
    const [got, headed] = [await door.call('GET', `/carts/${cartId}`), await door.call('HEAD', `/Carts/${cartId}`)]
    expect([headed.status, headed.headers.get('etag')]).toEqual([200, got.headers.get('etag')])
  })
})
