import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type Answered, type MedusaDoor, openMedusaDoor } from './door.ts'

let door: MedusaDoor

beforeAll(async () => {
  door = await openMedusaDoor()
})

afterAll(() => door.close())

type Shown = Readonly<Record<string, unknown>> & {
  readonly id: string
  readonly items: readonly { readonly id: string; readonly metadata: unknown }[]
  readonly discounts: readonly { readonly code: string }[]
  readonly shipping_address: Readonly<Record<string, unknown>> | null
}

function cartOf(answer: Answered): Shown {
  expect([answer.status, answer.text.slice(0, 200)]).toEqual([200, expect.any(String)])
  return JSON.parse(answer.text).cart
}

function told({ status, json }: Answered): readonly unknown[] {
  return [status, json?.['type'], json?.['message']]
}

async function changed(cartId: string, body: unknown): Promise<Answered> {
  return door.call('POST', `/carts/${cartId}`, body)
}

describe('what a change says of nothing', () => {
  const changes: readonly (readonly [object, number, string, string])[] = [
    [{ region_id: null }, 404, 'not_found', 'Region with null was not found'],
    [{ email: null }, 400, 'invalid_data', 'The email is not valid'],
    [{ shipping_address: { country_code: '' } }, 404, 'not_found', 'null'],
    [{ billing_address: { country_code: '' } }, 404, 'not_found', 'null'],
  ]
  test.each(changes)('%p is refused as Medusa refuses it', async (body, ...answer) => {
    expect(told(await changed(await door.cart('PRODUCT-01-S'), body))).toEqual(answer)
  })

  test('a customer who is named makes up for an e-mail that is null', async () => {
    const cartId = await door.cart('PRODUCT-01-S')
    const { customer_id } = cartOf(await changed(cartId, { email: 'null@peer.test' }))
    expect(cartOf(await changed(cartId, { email: null, customer_id }))['email']).toBe('null@peer.test')
  })
})

describe('a body that is no object', () => {
  test.each(['null', '5', '"x"', 'true'])('%s is refused on every route', async (body) => {
    const cartId = await door.cart('PRODUCT-01-S')
    const routes = [`/carts/${cartId}`, `/carts/${cartId}/taxes`, `/carts/${cartId}/payment-sessions`]
    for (const route of routes) expect((await door.send('POST', route, body)).status).toBe(400)
    expect((await door.send('DELETE', `/carts/${cartId}/discounts/X`, body)).status).toBe(400)
  })

  test('a list is an object whose fields should not exist; an empty one says nothing', async () => {
    const cartId = await door.cart('PRODUCT-01-S')
    const unknown = 'property 0 should not exist, property 1 should not exist'
    expect(told(await changed(cartId, ['x', {}]))).toEqual([400, 'invalid_data', unknown])
    expect(cartOf(await changed(cartId, [])).items).toHaveLength(1)
  })
})

describe('what is wrong is told in the order of the fields', () => {
  test('at every level first what should not exist, then each field, each element by itself', async () => {
    const items = [{ kind: 'a' }, { variant_id: 'x', quantity: 1 }, { variant_id: 'x', quantity: 'b' }]
    const faults = [
      'property metadata should not exist',
      'property kind should not exist',
      'variant_id must be a string',
      'variant_id should not be empty',
      'quantity must be an integer number',
      'quantity should not be empty',
      'quantity must be an integer number',
    ]
    const answer = await door.call('POST', '/carts', { items, metadata: {} })
    expect(told(answer)).toEqual([400, 'invalid_data', faults.join(', ')])
  })

  test('all variants that are unknown are named at once', async () => {
    const known = await door.variant('PRODUCT-01-S')
    const items = ['x', known, 'y', 'x'].map((variant_id) => ({ variant_id, quantity: 1 }))
    const message = 'Unable to generate the line items, some variant has not been found: x, y'
    expect(told(await door.call('POST', '/carts', { items }))).toEqual([400, 'invalid_data', message])
  })
})

describe('metadata of a line', () => {
  test('an empty text takes a key away, and is kept where the line is new', async () => {
    const cartId = await door.cart()
    const added = await door.call('POST', `/carts/${cartId}/line-items`, {
      variant_id: await door.variant('PRODUCT-01-S'),
      quantity: 1,
      metadata: { engraving: 'A', note: '' },
    })
    const [line] = cartOf(added).items
    expect(line?.metadata).toEqual({ engraving: 'A', note: '' })
    const metadata = { engraving: '', gift: null }
    const set = await door.call('POST', `/carts/${cartId}/line-items/${line?.id}`, { quantity: 1, metadata })
    expect(cartOf(set).items[0]?.metadata).toEqual({ note: '', gift: null })
  })
})

describe('taking a discount off', () => {
  test('a code goes on in any case, and off only as the cart spells it', async () => {
    const cartId = await door.cart('PRODUCT-01-S')
    await changed(cartId, { discounts: [{ code: 'tenpercent' }] })
    const lower = await door.call('DELETE', `/carts/${cartId}/discounts/tenpercent`)
    expect(cartOf(lower).discounts.map(({ code }) => code)).toEqual(['TENPERCENT'])
    const spelled = await door.call('DELETE', `/carts/${cartId}/discounts/TENPERCENT`)
    expect(cartOf(spelled).discounts).toEqual([])
  })
})

describe('payment sessions that were removed', () => {
  test('come back with whatever is said to the cart, though it changes nothing', async () => {
    const region_id = await door.region('duo')
    const items = [{ variant_id: await door.variant('PRODUCT-01-S'), quantity: 1 }]
    const { id } = cartOf(await door.call('POST', '/carts', { region_id, items }))
    const said: readonly (readonly ['POST' | 'DELETE', string, object | undefined])[] = [
      ['DELETE', `/carts/${id}/discounts/NONE`, undefined],
      ['DELETE', `/carts/${id}/line-items/item_none`, undefined],
      ['POST', `/carts/${id}`, {}],
    ]
    await door.call('POST', `/carts/${id}/payment-sessions`)
    for (const [method, path, body] of said) {
      const removed = cartOf(await door.call('DELETE', `/carts/${id}/payment-sessions/manual`))
      expect(removed['payment_sessions']).toHaveLength(1)
      expect(cartOf(await door.call(method, path, body))['payment_sessions']).toHaveLength(2)
    }
  })
})

describe('a customer_id that is null', () => {
  test('leaves the customer, but prices and shipping are looked at anew', async () => {
    const cartId = await door.cart('PRODUCT-01-S')
    await changed(cartId, { email: 'priced@peer.test' })
    const options = JSON.parse((await door.call('GET', `/shipping-options/${cartId}`)).text).shipping_options
    const chosen = await door.call('POST', `/carts/${cartId}/shipping-methods`, { option_id: options[0].id })
    expect(cartOf(chosen).items[0]).toMatchObject({ has_shipping: true })
    const anew = cartOf(await changed(cartId, { customer_id: null }))
    expect([anew['email'], anew.items[0]]).toEqual([
      'priced@peer.test',
      expect.objectContaining({ has_shipping: false }),
    ])
  })
})

describe('moving to a region of one country', () => {
  async function moved(before: object | null, body: object): Promise<Shown['shipping_address']> {
    const cartId = await door.cart('PRODUCT-01-S')
    if (before) await changed(cartId, { shipping_address: before })
    const region_id = await door.region('se-manual-tax')
    return cartOf(await changed(cartId, { region_id, ...body })).shipping_address
  }

  test('the country is known, unless a first address is told in the same breath', async () => {
    expect(await moved(null, {})).toMatchObject({ country_code: 'se', city: null })
    expect(await moved(null, { shipping_address: { city: 'Lund' } })).toMatchObject({
      country_code: null,
      city: 'Lund',
    })
    const named = { country_code: 'SE', shipping_address: { city: 'Lund' } }
    expect(await moved(null, named)).toMatchObject({ country_code: null, city: 'Lund' })
  })

  test('an address that was there keeps what it had', async () => {
    const before = { city: 'Aarhus', country_code: 'dk' }
    const address = await moved(before, { shipping_address: { address_1: 'Torget' } })
    expect(address).toMatchObject({ country_code: 'se', city: 'Aarhus', address_1: 'Torget' })
  })
})

describe('a completed cart where nobody works taxes out unasked', () => {
  test('shows the taxes that its order was placed with', async () => {
    const region_id = await door.region('se-manual-tax')
    const items = [{ variant_id: await door.variant('PRODUCT-01-S'), quantity: 2 }]
    const made = await door.call('POST', '/carts', { region_id, items })
    const { id } = cartOf(made)
    // 2 × 10.00 EUR, 25 %
    expect(cartOf(made)).toMatchObject({ tax_total: 0, total: 2000, items: [{ tax_lines: [] }] })
    await changed(id, { email: 'taxed@peer.test' })
    await door.call('POST', `/carts/${id}/payment-sessions`)
    await door.call('POST', `/carts/${id}/complete`)
    await door.settle()
    const completed = cartOf(await door.call('GET', `/carts/${id}`))
    expect(completed).toMatchObject({ tax_total: 500, total: 2500, payment: { amount: 2500 } })
    const kept = { id: expect.stringMatching(/^litl_/), rate: 25, name: 'default', code: 'default', metadata: null }
    expect(completed.items[0]).toMatchObject({ tax_total: 500, tax_lines: [kept] })
    expect(completed.items[0]).not.toHaveProperty('refundable')
    const asked = cartOf(await door.call('POST', `/carts/${id}/taxes`))
    expect(asked).toMatchObject({ total: 2500, items: [{ tax_lines: [{ rate: 25 }] }] })
  })
})
