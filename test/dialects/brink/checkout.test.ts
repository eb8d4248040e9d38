import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { address, type BrinkDoor, openBrinkDoor, startCheckout, type Visit, visitWith } from './door.ts'

let door: BrinkDoor
beforeAll(async () => {
  door = await openBrinkDoor()
})
afterAll(() => door.close())

const statusOf = async (visit: Visit): Promise<string> => (await visit.ok('GET /sessions')).paymentStatus

describe('POST /sessions/checkout/start', () => {
  test('answers with a token and what the session held, in every documented field', async () => {
    const visit = await visitWith(door, 'PRODUCT-02-S', 2)
    await visit.ok('POST /sessions/discount-codes', { code: 'TENPERCENT' })
    await visit.ok('POST /sessions/gift-cards', { code: 'GCEU1000' })
    const { cart } = await visit.ok('GET /sessions')
    const { checkout, token } = await visit.ok('POST /sessions/checkout/start', {
      paymentProvider: { id: 'manual', name: 'Manual' },
      shippingProvider: { id: 'manual', name: 'Manual' },
      giftCardProvider: null,
      voucherProvider: { id: 'none' },
    })
    const at = new Date(door.clock.now()).toISOString()
    expect(token).not.toBe(visit.token)
    // 2 × 19.99, 10 % off: 4.00; 20 % tax on 35.98: 7.20; the card pays 10.00 and spares 2.00 of the tax.
    expect(checkout).toEqual({
      id: expect.stringMatching(/^chk_/),
      sessionId: visit.session.id,
      cartRevision: 4,
      storeGroupId: 'DEMO',
      countryCode: 'DE',
      currencyCode: 'EUR',
      languageCode: 'en',
      isTaxIncludedInPrice: false,
      discountCodes: [
        {
          code: 'TENPERCENT',
          name: '10% off',
          discountAmount: 400,
          currencyCode: 'EUR',
          applyLast: false,
          isExclusive: false,
          freeShipping: false,
          discountCodeRuleId: expect.any(String),
        },
      ],
      created: at,
      updated: at,
      items: [
        {
          ...cart.items[0],
          discountOutcome: {
            bundles: [],
            codeRules: [{ discountCode: 'TENPERCENT', discountAmount: 400 }],
            cartRules: [],
            externalRules: [],
            totalDiscountAmount: 400,
          },
        },
      ],
      totals: {
        subTotal: 3998,
        discountTotal: 400,
        shippingTotal: 0,
        giftCardTotal: 1000,
        voucherTotal: 0,
        taxTotal: 520,
        grandTotal: 3118,
      },
      giftCards: [{ id: expect.any(String), name: 'GCEU1000', amount: 1000 }],
      vouchers: [],
      state: 'started',
      paymentStatus: 'PENDING',
      nextAction: null,
      problem: null,
      pollAfterMs: null,
      paymentProvider: { id: 'manual' },
      shippingProvider: { id: 'manual' },
      email: null,
      shippingAddress: null,
      billingAddress: null,
      shippingMethods: [],
      payment: { paymentProvider: { id: 'manual' }, status: 'pending', amount: 3118, data: expect.any(Object) },
      order: null,
    })
    expect((await visit.ok('GET /sessions')).checkout).toEqual({ id: checkout.id, revision: 4 })
  })

  test.each([
    ['no payment provider', {}, 400],
    ['one without an id', { paymentProvider: { name: 'Manual' } }, 400],
    ['one that is not offered here', { paymentProvider: { id: 'test' } }, 400],
    [
      'a shipping provider that is not offered here',
      { paymentProvider: { id: 'manual' }, shippingProvider: { id: 'x' } },
      400,
    ],
  ])('%s is refused', async (_, body, status) => {
    const visit = await visitWith(door)
    const answer = await visit.call('POST /sessions/checkout/start', body)
    expect([answer.status, answer.json.error]).toEqual([status, 'validation error'])
    expect((await visit.ok('GET /sessions')).checkout).toBeNull()
  })

  test('with nothing in the cart there is nothing to check out', async () => {
    const visit = await door.visit()
    const { status, json } = await visit.call('POST /sessions/checkout/start', { paymentProvider: { id: 'manual' } })
    expect([status, json.error]).toEqual([400, 'validation error'])
  })

  test('under one Idempotency-Key it is the same checkout and token', async () => {
    const visit = await visitWith(door)
    const start = () =>
      visit.call('POST /sessions/checkout/start', { paymentProvider: { id: 'manual' } }, { 'idempotency-key': 'k' })
    const first = await start()
    door.clock.advance(2_000)
    expect((await start()).text).toBe(first.text)
  })
})

describe('a checkout is frozen', () => {
  test('its items stay what they were, whatever becomes of the session; completing it is refused', async () => {
    const visit = await visitWith(door)
    const { checkout } = await startCheckout(visit)
    await visit.ok('POST /sessions/items', { productVariantId: 'PRODUCT-02-S', quantity: 1 })
    const { checkout: shown } = await checkout.ok('GET /sessions/checkout')
    expect(shown).toMatchObject({
      state: 'outdated',
      paymentStatus: 'CANCELLED',
      cartRevision: 2,
      totals: { subTotal: 1000 },
    })
    expect(shown.items.map(({ sku }: { sku: string }) => sku)).toEqual(['PRODUCT-01-S'])
    const { status, json } = await checkout.call('POST /sessions/checkout/complete')
    expect([status, json.error]).toEqual([409, 'checkout outdated'])
    expect(await statusOf(visit)).toBe('PENDING')
  })

  test.each([
    ['a discount code', 'POST /sessions/discount-codes', { code: 'TENPERCENT' }],
    ['a gift card', 'POST /sessions/gift-cards', { code: 'GCEU1000' }],
    ['another checkout', 'POST /sessions/checkout/start', { paymentProvider: { id: 'manual' } }],
  ])('%s outdates it', async (_, line, body) => {
    const visit = await visitWith(door)
    const { checkout } = await startCheckout(visit)
    await visit.ok(line, body)
    expect((await checkout.call('POST /sessions/checkout/complete')).status).toBe(409)
  })

  test('the steps towards paying do not, and show in it', async () => {
    const visit = await visitWith(door)
    const { checkout } = await startCheckout(visit)
    await checkout.ok('PUT /sessions/shipping-address', address)
    await checkout.ok('PUT /sessions/billing-address', { city: 'Kiel', countryCode: 'DE' })
    const { shippingMethods } = await checkout.ok('GET /sessions/shipping-methods')
    const express = shippingMethods.find(({ name }: { name: string }) => name === 'Express')
    expect(express).toEqual({
      id: express.id,
      name: 'Express',
      amount: 1500,
      taxAmount: 300,
      shippingProvider: { id: 'manual', name: 'Manual' },
    })
    await checkout.ok('PUT /sessions/shipping-method', { id: express.id })
    const { checkout: shown } = await checkout.ok('GET /sessions/checkout')
    const { email, ...where } = address
    expect(shown).toMatchObject({
      state: 'started',
      email: email.toLowerCase(),
      shippingAddress: where,
      billingAddress: { city: 'Kiel', countryCode: 'DE' },
      shippingMethods: [{ id: express.id, name: 'Express', amount: 1500 }],
      totals: { subTotal: 1000, shippingTotal: 1500, taxTotal: 500, grandTotal: 3000 },
      payment: { amount: 3000 },
    })
  })
})

describe('the steps towards paying', () => {
  test.each([
    ['PUT /sessions/shipping-address', { countryCode: 'JP' }, 400],
    ['PUT /sessions/shipping-address', { countryCode: 'US' }, 400],
    ['PUT /sessions/shipping-address', { countryCode: 'Germany' }, 400],
    ['PUT /sessions/shipping-address', { first_name: 'Grete' }, 400],
    ['PUT /sessions/shipping-address', { email: 'nobody' }, 400],
    ['PUT /sessions/billing-address', { city: 'x'.repeat(501) }, 400],
    ['PUT /sessions/shipping-method', { id: 'so_nothing' }, 404],
    ['PUT /sessions/shipping-method', {}, 400],
    ['PUT /sessions/payment', { paymentProvider: { id: 'nobody' } }, 400],
    ['PUT /sessions/payment', { paymentProvider: { id: 'manual' }, data: { card: '4111111111111111' } }, 400],
    ['PUT /sessions/payment', {}, 400],
  ])('%s %j is %i', async (line, body, expected) => {
    const visit = await visitWith(door)
    const before = await visit.ok('GET /sessions')
    const { status, json } = await visit.call(line, body)
    expect([status, Object.keys(json)]).toEqual([expected, ['requestId', 'error', 'message']])
    expect(await visit.ok('GET /sessions')).toEqual(before)
  })
})
