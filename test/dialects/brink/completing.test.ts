import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import {
  address,
  type BrinkDoor,
  completed,
  openBrinkDoor,
  readyToComplete,
  startCheckout,
  type Visit,
  visitWith,
} from './door.ts'

let door: BrinkDoor
beforeAll(async () => {
  door = await openBrinkDoor()
})
afterAll(() => door.close())

const statusOf = async (visit: Visit): Promise<string> => (await visit.ok('GET /sessions')).paymentStatus
const ordersOf = (cartOf: Visit) =>
  door.shop.store.read((books) => books.orderOfCart(books.cartOfVisit(cartOf.session.id)?.id ?? ''))

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
    const visit = await visitWith(door)
    const { checkout } = await startCheckout(visit)
    const { status, json } = await completed(door, checkout)
    expect([status, json.error]).toEqual([400, 'validation error'])
    expect(json.message).toContain('e-mail')
    expect(await visit.ok('GET /sessions')).toMatchObject({ paymentStatus: 'PENDING', locked: false })
  })

  test('what is sold out meanwhile is 409, and the session is open again', async () => {
    const first = await visitWith(door, 'LOW-STOCK-M')
    const second = await visitWith(door, 'LOW-STOCK-M')
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
    const visit = await visitWith(door)
    await visit.ok('POST /sessions/gift-cards', { code: 'GCEU100000' })
    const { checkout } = await startCheckout(visit)
    await checkout.ok('PUT /sessions/shipping-address', address)
    const { json } = await completed(door, checkout)
    expect(json.checkout).toMatchObject({ state: 'completed', totals: { grandTotal: 0 }, payment: null })
  })

  test('shipping chosen after gift cards had paid for everything is paid by the provider that was named', async () => {
    const visit = await visitWith(door)
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
