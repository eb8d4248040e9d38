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
