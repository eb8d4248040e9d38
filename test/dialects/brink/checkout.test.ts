import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { cancelCheckout } from '../../../src/commands/cancellation.ts'
import { deadlinesMs } from '../../../src/commands/deadlines.ts'
import { expiryEveryMs } from '../../../src/commands/expiry.ts'
import { askOrder } from '../../../src/commands/order-actions.ts'
import { minor } from '../../../src/money/money.ts'
import { sweep } from '../../checkout/sweeping.ts'
import {
  address,
  type BrinkDoor,
  completed,
  openBrinkDoor,
  readyToComplete,
  startCheckout,
  type Visit,
} from './door.ts'

let door: BrinkDoor
beforeAll(async () => {
  door = await openBrinkDoor()
})
afterAll(() => door.close())

const statusOf = async (visit: Visit): Promise<string> => (await visit.ok('GET /sessions')).paymentStatus
const ordersOf = (cartOf: Visit) =>
  door.shop.store.read((books) => books.orderOfCart(books.cartOfVisit(cartOf.session.id)?.id ?? ''))

async function withItem(sku = 'PRODUCT-01-S', quantity = 1): Promise<Visit> {
  const visit = await door.visit()
  await visit.ok('POST /sessions/items', { productVariantId: sku, quantity })
  return visit
}

/** As an operator does it; `amount` null is all of it. */
async function asked(orderId: string, kind: 'capture' | 'refund' | 'cancel', amount: number | null): Promise<void> {
  const wish = { kind, amount: amount === null ? null : minor(amount), reason: null, key: null, waitMs: 0 }
  await askOrder(door.shop, orderId, wish)
  await door.settle()
}

describe('POST /sessions/checkout/start', () => {
  test('answers with a token and what the session held, in every documented field', async () => {
    const visit = await withItem('PRODUCT-02-S', 2)
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
    const visit = await withItem()
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
    const visit = await withItem()
    const start = () =>
      visit.call('POST /sessions/checkout/start', { paymentProvider: { id: 'manual' } }, { 'idempotency-key': 'k' })
    const first = await start()
    door.clock.advance(2_000)
    expect((await start()).text).toBe(first.text)
  })
})

describe('a checkout is frozen', () => {
  test('its items stay what they were, whatever becomes of the session; completing it is refused', async () => {
    const visit = await withItem()
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
    const visit = await withItem()
    const { checkout } = await startCheckout(visit)
    await visit.ok(line, body)
    expect((await checkout.call('POST /sessions/checkout/complete')).status).toBe(409)
  })

  test('the steps towards paying do not, and show in it', async () => {
    const visit = await withItem()
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
    const visit = await withItem()
    const before = await visit.ok('GET /sessions')
    const { status, json } = await visit.call(line, body)
    expect([status, Object.keys(json)]).toEqual([expected, ['requestId', 'error', 'message']])
    expect(await visit.ok('GET /sessions')).toEqual(before)
  })
})

describe('completing', () => {
  test('makes one order, closes the session, and everybody who asks is told', async () => {
    const { visit, checkout, checkoutId } = await readyToComplete(door)
    const { status, json } = await completed(door, checkout)
    expect(status).toBe(200)
    // 10.00 and 10.00 for shipping, 22 % tax.
    expect(json.checkout).toMatchObject({
      id: checkoutId,
      state: 'completed',
      paymentStatus: 'PAID',
      totals: { grandTotal: 2440 },
      order: { number: expect.any(Number), paymentStatus: 'awaiting' },
    })
    expect(json.token).toBe(checkout.token)
    const order = await ordersOf(visit)
    expect(order).toMatchObject({
      id: json.checkout.order.id,
      checkoutId,
      email: 'grete@example.com',
      cart: { door: 'brink' },
    })
    expect(await visit.ok('GET /sessions')).toMatchObject({
      paymentStatus: 'PAID',
      locked: true,
      totalAmount: 2440,
      checkout: { id: checkoutId },
    })

    const again = await completed(door, checkout)
    expect([again.status, again.json.checkout.order.id]).toEqual([200, order?.id ?? ''])
  })

  test('after success every change is refused, whichever token it comes with', async () => {
    const { visit, checkout } = await readyToComplete(door)
    await completed(door, checkout)
    const before = await visit.ok('GET /sessions')
    const { id } = before.cart.items[0]
    const changes = [
      ['POST /sessions/items', { productVariantId: 'PRODUCT-01-S', quantity: 1 }],
      ['PUT /sessions/items', { id, quantity: 3 }],
      [`PUT /sessions/items/${id}`, { quantity: 0 }],
      [`DELETE /sessions/items/${id}`],
      ['POST /sessions/discount-code', { code: 'TENPERCENT' }],
      ['POST /sessions/gift-cards', { code: 'GCDUO1000' }],
      ['PUT /sessions/attributes', { company: {} }],
      ['PUT /sessions/shipping-address', { city: 'Rom' }],
      ['PUT /sessions/billing-address', { city: 'Rom' }],
      ['PUT /sessions/shipping-method', { id: before.shippingMethods[0].id }],
      ['PUT /sessions/payment', { paymentProvider: { id: 'manual' } }],
      ['POST /sessions/checkout/start', { paymentProvider: { id: 'manual' } }],
    ] as const
    for (const [line, body] of changes) {
      for (const token of [visit, checkout]) {
        const { status, json } = await token.call(line, body)
        expect([line, status, json.error]).toEqual([line, 409, 'session locked'])
      }
    }
    expect(await visit.ok('GET /sessions')).toEqual(before)
  })

  test('without an e-mail address nothing is charged', async () => {
    const visit = await withItem()
    const { checkout } = await startCheckout(visit)
    const { status, json } = await completed(door, checkout)
    expect([status, json.error]).toEqual([400, 'validation error'])
    expect(await visit.ok('GET /sessions')).toMatchObject({ paymentStatus: 'PENDING', locked: false })
  })

  test('what is sold out meanwhile is 409, and the session is open again', async () => {
    const first = await withItem('LOW-STOCK-M')
    const second = await withItem('LOW-STOCK-M')
    const begin = async (visit: Visit) => {
      const { checkout } = await startCheckout(visit)
      await checkout.ok('PUT /sessions/shipping-address', address)
      return checkout
    }
    const [won, lost] = [await begin(first), await begin(second)]
    expect((await completed(door, won)).status).toBe(200)
    const { status, json } = await completed(door, lost)
    expect([status, json.error]).toEqual([409, 'out of stock error'])
    expect(await second.ok('GET /sessions')).toMatchObject({ paymentStatus: 'PENDING', locked: false })
  })

  test('what gift cards pay whole needs nobody else', async () => {
    const visit = await withItem()
    await visit.ok('POST /sessions/gift-cards', { code: 'GCEU100000' })
    const { checkout } = await startCheckout(visit)
    await checkout.ok('PUT /sessions/shipping-address', address)
    const { json } = await completed(door, checkout)
    expect(json.checkout).toMatchObject({ state: 'completed', totals: { grandTotal: 0 }, payment: null })
  })

  test('shipping chosen after gift cards had paid for everything is paid by the provider that was named', async () => {
    const visit = await withItem()
    await visit.ok('POST /sessions/gift-cards', { code: 'GCEU1000' })
    const { checkout } = await startCheckout(visit)
    await checkout.ok('PUT /sessions/shipping-address', address)
    const { shippingMethods } = await checkout.ok('GET /sessions/shipping-methods')
    const standard = shippingMethods.find(({ name }: { name: string }) => name === 'Standard')
    await checkout.ok('PUT /sessions/shipping-method', { id: standard.id })
    const { json } = await completed(door, checkout)
    // 10.00 paid by the card with its tax; 10.00 for shipping and 2.00 of tax on it are left.
    expect(json.checkout).toMatchObject({ state: 'completed', totals: { grandTotal: 1200 } })
    expect((await ordersOf(visit))?.payments).toMatchObject([{ providerId: 'manual', amount: 1200 }])
  })

  test('who will not wait gets 202 and where to look', async () => {
    const { visit, checkout, checkoutId } = await readyToComplete(door)
    const answer = await checkout.call('POST /sessions/checkout/complete', undefined, { prefer: 'respond-async' })
    expect([answer.status, answer.headers.get('location')]).toEqual([202, `/checkouts/${checkoutId}`])
    expect(answer.headers.get('preference-applied')).toBe('respond-async')
    expect(answer.json.checkout).toMatchObject({ id: checkoutId, state: 'accepted', paymentStatus: 'PENDING' })
    expect(await visit.ok('GET /sessions')).toMatchObject({ locked: true, paymentStatus: 'PENDING' })
    const edit = await visit.call('POST /sessions/items', { productVariantId: 'PRODUCT-01-S', quantity: 1 })
    expect([edit.status, edit.json.error, edit.headers.get('retry-after')]).toEqual([409, 'session locked', '1'])
    await door.settle()
    expect(await statusOf(visit)).toBe('PAID')
  })

  test('ten times at once, with and without a key, is one order', async () => {
    const { visit, checkout } = await readyToComplete(door)
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        completed(door, checkout, at % 2 === 0 ? {} : { 'idempotency-key': `complete-${at % 4}` }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
    const numbers = answers.map(({ json }) => json.checkout.order.number)
    expect(new Set(numbers).size).toBe(1)
    expect(await statusOf(visit)).toBe('PAID')
  })
})

describe('the payment status follows the checkout', () => {
  test('a shopper who has to act: pending and open, then paid', async () => {
    const { visit, checkout } = await readyToComplete(door, { data: { outcome: 'requires_action' } })
    const { status, json } = await completed(door, checkout)
    expect(status).toBe(200)
    expect(json.checkout).toMatchObject({
      state: 'requires_action',
      paymentStatus: 'PENDING',
      nextAction: { type: 'set_outcome' },
      order: null,
    })
    expect(await visit.ok('GET /sessions')).toMatchObject({ paymentStatus: 'PENDING', locked: false })
    const data = { outcome: 'authorize' }
    await checkout.ok('PUT /sessions/payment', { paymentProvider: { id: 'test' }, data })
    expect((await completed(door, checkout)).json.checkout.state).toBe('completed')
    expect(await statusOf(visit)).toBe('PAID')
  })

  test('who changes the cart instead of acting calls the payment off', async () => {
    const { visit, checkout } = await readyToComplete(door, { data: { outcome: 'requires_action' } })
    await completed(door, checkout)
    const { paymentStatus } = await visit.ok('POST /sessions/items', { productVariantId: 'PRODUCT-01-S', quantity: 1 })
    expect([paymentStatus, await statusOf(visit)]).toEqual(['CANCELLED', 'CANCELLED'])
    expect((await checkout.ok('GET /sessions/checkout')).checkout).toMatchObject({ state: 'canceled' })
    expect((await checkout.call('POST /sessions/checkout/complete')).status).toBe(409)
    await startCheckout(visit, 'test')
    expect(await statusOf(visit)).toBe('PENDING')
  })

  test('declined is 422 and FAILED; another checkout is PENDING again, and can be paid', async () => {
    const { visit, checkout } = await readyToComplete(door, { data: { outcome: 'decline' } })
    const { status, json } = await completed(door, checkout)
    expect([status, json]).toEqual([
      422,
      { requestId: expect.any(String), error: 'payment declined', message: expect.any(String) },
    ])
    expect(await visit.ok('GET /sessions')).toMatchObject({ paymentStatus: 'FAILED', locked: false })
    expect((await checkout.ok('GET /sessions/checkout')).checkout).toMatchObject({
      state: 'failed',
      paymentStatus: 'FAILED',
      problem: { error: 'payment declined' },
    })
    const over = await checkout.call('POST /sessions/checkout/complete')
    expect([over.status, over.json.error]).toEqual([409, 'checkout ended'])

    const { checkout: another } = await startCheckout(visit, 'test')
    expect(await statusOf(visit)).toBe('PENDING')
    await another.ok('PUT /sessions/payment', { paymentProvider: { id: 'test' }, data: { outcome: 'authorize' } })
    expect((await completed(door, another)).status).toBe(200)
    expect(await statusOf(visit)).toBe('PAID')
  })

  test('called off by its id', async () => {
    const { visit, checkout, checkoutId } = await readyToComplete(door)
    await checkout.call('POST /sessions/checkout/complete', undefined, { prefer: 'respond-async' })
    await cancelCheckout(door.shop, checkoutId)
    expect(await visit.ok('GET /sessions')).toMatchObject({ paymentStatus: 'CANCELLED', locked: false })
  })

  test('a shopper who never acts', async () => {
    const { visit, checkout } = await readyToComplete(door, { data: { outcome: 'requires_action' } })
    await completed(door, checkout)
    door.clock.advance(deadlinesMs.requires_action + expiryEveryMs)
    await sweep(door)
    expect(await statusOf(visit)).toBe('EXPIRED')
  })

  test('refunded in part it stays paid, and in whole it is refunded', async () => {
    const { visit, checkout } = await readyToComplete(door)
    await completed(door, checkout)
    const orderId = (await ordersOf(visit))?.id ?? ''
    const operate = async (kind: 'capture' | 'refund', amount: number | null) => {
      await asked(orderId, kind, amount)
      return statusOf(visit)
    }
    expect(await operate('capture', null)).toBe('PAID')
    expect(await operate('refund', 440)).toBe('PAID')
    expect(await operate('refund', null)).toBe('REFUNDED')
  })

  test('an order that operators cancel', async () => {
    const { visit, checkout } = await readyToComplete(door)
    await completed(door, checkout)
    await asked((await ordersOf(visit))?.id ?? '', 'cancel', null)
    expect(await statusOf(visit)).toBe('CANCELLED')
  })
})
