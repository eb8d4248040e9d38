import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { cancelCheckout } from '../../../src/commands/cancellation.ts'
import { deadlinesMs } from '../../../src/commands/deadlines.ts'
import { expiryEveryMs } from '../../../src/commands/expiry.ts'
import { askOrder } from '../../../src/commands/order-actions.ts'
import { minor } from '../../../src/money/money.ts'
import { sweep } from '../../checkout/sweeping.ts'
import { type BrinkDoor, completed, openBrinkDoor, readyToComplete, startCheckout, type Visit } from './door.ts'

let door: BrinkDoor
beforeAll(async () => {
  door = await openBrinkDoor()
})
afterAll(() => door.close())

const statusOf = async (visit: Visit): Promise<string> => (await visit.ok('GET /sessions')).paymentStatus
const ordersOf = (cartOf: Visit) =>
  door.shop.store.read((books) => books.orderOfCart(books.cartOfVisit(cartOf.session.id)?.id ?? ''))

/** As an operator does it; `amount` null is all of it. */
async function asked(orderId: string, kind: 'capture' | 'refund' | 'cancel', amount: number | null): Promise<void> {
  const wish = { kind, amount: amount === null ? null : minor(amount), reason: null, key: null, waitMs: 0 }
  await askOrder(door.shop, orderId, wish)
  await door.settle()
}

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
