import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type BrinkDoor, openBrinkDoor, type Visit } from './door.ts'

let door: BrinkDoor
beforeAll(async () => {
  door = await openBrinkDoor()
})
afterAll(() => door.close())

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const demo = { storeGroupId: 'DEMO', countryCode: 'DE', languageCode: 'en' }

describe('POST /sessions/start', () => {
  test('answers with every field of both editions', async () => {
    const { status, json } = await door.call('POST /sessions/start', demo)
    expect(status).toBe(200)
    const at = new Date(door.clock.now()).toISOString()
    expect(json).toEqual({
      id: expect.stringMatching(uuid),
      storeGroupId: 'DEMO',
      countryCode: 'DE',
      languageCode: 'en',
      currencyCode: 'EUR',
      jwt: expect.any(String),
      token: json.jwt,
      createdAt: at,
      expiresAt: new Date(door.clock.now() + 30 * 86_400_000).toISOString(),
      totalAmount: 0,
      totalTaxAmount: 0,
      paymentStatus: 'PENDING',
      capabilities: {
        paymentProviders: [{ id: 'manual', name: 'Manual' }],
        shippingProviders: [{ id: 'manual', name: 'Manual' }],
        taxProviders: [],
        giftCardProviders: [{ id: 'gift-cards', name: 'Gift cards' }],
        voucherProviders: [],
      },
      attributes: {},
      locked: false,
      checkout: null,
      vouchers: [],
      giftCardProducts: [],
      email: null,
      shippingAddress: null,
      billingAddress: null,
      shippingMethods: [],
      cart: {
        id: expect.stringMatching(uuid),
        items: [],
        discountCode: null,
        discountAmount: 0,
        subTotalAmount: 0,
        totalAmount: 0,
        totalTaxAmount: 0,
        sessionId: json.id,
        storeGroupId: 'DEMO',
        countryCode: 'DE',
        currencyCode: 'EUR',
        languageCode: 'en',
        isTaxIncludedInPrice: false,
        discountCodes: [],
        discountRules: [],
        discountExternals: [],
        gifts: [],
        giftCards: [],
        revision: 1,
        totals: {
          subTotal: 0,
          discountTotal: 0,
          shippingTotal: 0,
          giftCardTotal: 0,
          voucherTotal: 0,
          taxTotal: 0,
          grandTotal: 0,
        },
        created: at,
        updated: at,
      },
    })
    expect(json.cart.id).not.toBe(json.id)
  })

  test.each([
    ['DE', 'EUR'],
    ['US', 'USD'],
    ['us', 'USD'],
    ['SE', 'EUR'],
  ])('in %s one pays in %s', async (countryCode, currencyCode) => {
    const { json } = await door.call('POST /sessions/start', { ...demo, countryCode, currencyCode })
    expect([json.currencyCode, json.cart.currencyCode]).toEqual([currencyCode, currencyCode])
    expect(json.countryCode).toBe(countryCode.toUpperCase())
  })

  test.each([
    ['store group', { storeGroupId: 'OTHER' }, 'store group id OTHER, countryCode DE not found'],
    ['store group in other letters', { storeGroupId: 'demo' }, 'store group id demo, countryCode DE not found'],
    ['country', { countryCode: 'JP' }, 'store group id DEMO, countryCode JP not found'],
    ['currency there', { currencyCode: 'USD' }, 'store group id DEMO, countryCode DE, currencyCode USD not found'],
  ])('an unknown %s is 404 in the words of the documents', async (_, change, message) => {
    const { status, json } = await door.call('POST /sessions/start', { ...demo, ...change })
    expect([status, json]).toEqual([404, { requestId: expect.any(String), error: 'not found', message }])
  })

  test.each([
    ['nothing', {}, 'storeGroupId is required; countryCode is required; languageCode is required'],
    ['no language', { ...demo, languageCode: undefined }, 'languageCode is required'],
    ['a country of three letters', { ...demo, countryCode: 'DEU' }, 'countryCode must be 2 letters'],
    ['a language with a region', { ...demo, languageCode: 'en-US' }, 'languageCode must be 2 letters'],
    ['a number', { ...demo, storeGroupId: 1 }, 'storeGroupId must be of type string'],
    ['no store group', { ...demo, storeGroupId: '' }, 'storeGroupId must not be empty'],
    ['a list', [], 'body must be of type object'],
  ])('%s is 400', async (_, body, message) => {
    const { status, json } = await door.call('POST /sessions/start', body)
    expect([status, json.error, json.message]).toEqual([400, 'validation error', message])
  })

  test('the same below /shopper, and unknown fields are ignored', async () => {
    const { status, json } = await door.call('POST /shopper/sessions/start', { ...demo, affiliate: 7 })
    expect([status, json.storeGroupId]).toEqual([200, 'DEMO'])
  })

  test('sent again under its Idempotency-Key it is the same session, to the byte', async () => {
    const headers = { 'idempotency-key': 'start-once' }
    const first = await door.call('POST /sessions/start', demo, headers)
    door.clock.advance(5_000)
    const again = await door.call('POST /sessions/start', demo, headers)
    expect(again.text).toBe(first.text)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect((await door.call('POST /sessions/start', { ...demo, countryCode: 'FR' }, headers)).status).toBe(422)
  })

  test('no token is written down with what is kept under a key', async () => {
    const { json } = await door.call('POST /sessions/start', demo, { 'idempotency-key': 'kept' })
    const kept = await door.shop.store.read((books) => books.receipt('brink', 'kept')?.answer?.body ?? '')
    expect(kept).toContain(json.id)
    expect(kept).not.toContain(json.token)
  })
})

describe('GET /sessions', () => {
  test('shows what the last change answered', async () => {
    const visit = await door.visit()
    const changed = await visit.ok('POST /sessions/items', { productVariantId: 'PRODUCT-01-S', quantity: 2 })
    expect(await visit.ok('GET /sessions')).toEqual(changed)
    expect(await visit.ok('GET /shopper/sessions')).toEqual(changed)
  })

  test('to who has it already it is 304', async () => {
    const visit = await door.visit()
    const { headers } = await visit.call('GET /sessions')
    const etag = headers.get('etag') ?? ''
    expect((await visit.call('GET /sessions', undefined, { 'if-none-match': etag })).status).toBe(304)
  })
})

describe('PUT /sessions/attributes', () => {
  test('keeps what is known of who shops, in place of what was known', async () => {
    const visit = await door.visit()
    const company = { reference: 'A-1', registrationNumber: '556', taxId: 'SE556', name: 'Hermann AB' }
    expect((await visit.ok('PUT /sessions/attributes', { company })).attributes).toEqual({ company })
    const voyado = { contactId: 'c-9' }
    await visit.ok('PUT /sessions/attributes', { voyado })
    expect((await visit.ok('GET /sessions')).attributes).toEqual({ voyado })
  })

  test.each([
    ['a list', []],
    ['text', 'x'],
    ['more than 16 KB', { note: 'x'.repeat(17_000) }],
    ['a card number', { card: '4111 1111 1111 1111' }],
  ])('%s is 400', async (_, body) => {
    const visit = await door.visit()
    expect((await visit.call('PUT /sessions/attributes', body)).status).toBe(400)
    expect((await visit.ok('GET /sessions')).attributes).toEqual({})
  })
})

describe('the revision', () => {
  test('grows by one with each change of what is bought, and with nothing else', async () => {
    const visit = await door.visit()
    const revisions: number[] = []
    const note = async (line: string, body?: object) => {
      const { cart } = await visit.ok(line, body)
      revisions.push(cart.revision)
      return cart
    }
    await note('GET /sessions')
    const { items } = await note('POST /sessions/items', { productVariantId: 'PRODUCT-01-S', quantity: 1 })
    await note('POST /sessions/items', { productVariantId: 'PRODUCT-01-S', quantity: 1 })
    await note(`PUT /sessions/items/${items[0].id}`, { quantity: 5 })
    await note('POST /sessions/discount-codes', { code: 'TENPERCENT' })
    await note('POST /sessions/gift-cards', { code: 'GCEU1000' })
    expect(revisions).toEqual([1, 2, 3, 4, 5, 6])

    await note('POST /sessions/discount-codes', { code: 'TENPERCENT' })
    await note('PUT /sessions/shipping-address', { city: 'Bremen', email: 'grete@example.com' })
    await note('PUT /sessions/attributes', { company: {} })
    await note('PUT /sessions/payment', { paymentProvider: { id: 'manual' } })
    await note('GET /sessions')
    expect(revisions.slice(6)).toEqual([6, 6, 6, 6, 6])

    await note('DELETE /sessions/gift-cards/GCEU1000')
    await note('DELETE /sessions/discount-codes/TENPERCENT')
    await note(`DELETE /sessions/items/${items[0].id}`)
    expect(revisions.slice(11)).toEqual([7, 8, 9])
  })

  test('an item has one of its own', async () => {
    const visit: Visit = await door.visit()
    const add = { productVariantId: 'PRODUCT-01-S', quantity: 1 }
    await visit.ok('POST /sessions/items', { productVariantId: 'PRODUCT-02-S', quantity: 1 })
    await visit.ok('POST /sessions/items', add)
    const { cart } = await visit.ok('POST /sessions/items', add)
    expect(cart.items.map(({ revision }: { revision: number }) => revision)).toEqual([1, 2])
  })
})
