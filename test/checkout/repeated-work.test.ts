import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import type { ClaimedJob } from '../../src/checkout/job.ts'
import { cancelCheckout, readCheckout } from '../../src/commands/cancellation.ts'
import { updateCart } from '../../src/commands/cart-updates.ts'
import { type CompleteOutcome, completeCart } from '../../src/commands/checkouts.ts'
import { addLine } from '../../src/commands/line-items.ts'
import { updatePaymentSession } from '../../src/commands/payments.ts'
import { brokenInvariants } from '../support/invariants.ts'
import { asGuest, openStockedShop, readyCart, runJob, type StockedShop } from '../support/shop.ts'
import { sweep } from './sweeping.ts'

let place: StockedShop
beforeEach(async () => {
  place = await openStockedShop()
})
afterEach(async () => {
  expect(brokenInvariants(place.dataDir)).toEqual([])
  await place.close()
})

const show = (outcome: CompleteOutcome) => ({ status: 200, body: JSON.stringify(outcome) })
const complete = (cartId: string) =>
  completeCart(place.shop, cartId, { keyed: null, signedInAs: null, waitMs: 0, show })

async function begin(cartId: string): Promise<string> {
  const begun = await complete(cartId)
  if (begun.kind !== 'pending') throw new Error('nothing runs here, so nothing can be finished yet')
  return begun.checkout.id
}

async function outcome(cartId: string): Promise<CompleteOutcome> {
  const ended = await complete(cartId)
  if (ended.kind !== 'answer') throw new Error('it is not finished')
  return JSON.parse(ended.answer.body)
}

describe('work that comes twice, late and out of order', () => {
  test('every claimed job run again after its end, and all of them once more in reverse, changes nothing', async () => {
    const cart = await readyCart(place.shop, { sku: 'PRODUCT-01-S', quantity: 2, data: { outcome: 'authorize' } })
    const checkoutId = await begin(cart.id)
    const ran: ClaimedJob[] = []
    for (let jobs = await place.runDue(); jobs.length; jobs = await place.runDue()) {
      ran.push(...jobs)
      for (const job of jobs) await runJob(place.shop, job)
    }
    for (const job of ran.toReversed()) await runJob(place.shop, job)
    const { state, orderId } = await readCheckout(place.shop, checkoutId)
    expect(state).toBe('completed')
    expect(await outcome(cart.id)).toMatchObject({ kind: 'order', order: { id: orderId, displayId: 1 } })
    expect(ran.map(({ payload }) => payload.kind)).toEqual(['calculate-taxes', 'authorize-payment', 'complete-cart'])
  })

  test('a job whose lease ran out is somebody else’s: the sleeper can no longer commit', async () => {
    const cart = await readyCart(place.shop, { sku: 'PRODUCT-01-S', quantity: 1, data: null })
    const checkoutId = await begin(cart.id)
    const [sleeper] = await place.shop.store.jobs.claimDue(1, place.shop.now(), ['calculate-taxes'])
    place.clock.advance(60_000)
    const [successor] = await place.shop.store.jobs.claimDue(1, place.shop.now(), ['calculate-taxes'])
    if (!sleeper || !successor) throw new Error('the job is claimed twice, one after the other')
    await runJob(place.shop, sleeper)
    expect((await readCheckout(place.shop, checkoutId)).state).toBe('accepted')
    await runJob(place.shop, successor)
    expect((await readCheckout(place.shop, checkoutId)).state).toBe('taxed')
    await place.settle()
  })
})

describe('what the bank says', () => {
  test.each(['timeout_after_charge', 'server_error_after_charge', 'timeout_before_charge'])(
    '%s: unknown, then the same key, one order',
    async (said) => {
      const cart = await readyCart(place.shop, { sku: 'PRODUCT-01-S', quantity: 1, data: { outcome: said } })
      const checkoutId = await begin(cart.id)
      await place.settle()
      expect((await readCheckout(place.shop, checkoutId)).state).toBe('payment_unknown')
      place.clock.advance(3_600_000)
      await place.settle()
      expect((await readCheckout(place.shop, checkoutId)).state).toBe('completed')
    },
  )

  test.each([
    ['decline', 'payment-declined'],
    ['error', 'payment-error'],
    ['wrong_amount', 'payment-error'],
  ])('%s: no order, everything given back, the cart open', async (said, code) => {
    const cart = await readyCart(place.shop, { sku: 'LOW-STOCK-S', quantity: 3, data: { outcome: said } })
    const checkoutId = await begin(cart.id)
    await place.settle()
    expect(await readCheckout(place.shop, checkoutId)).toMatchObject({ state: 'failed', problem: { code } })
    const variantId = cart.lines[0]?.variantId ?? ''
    const edited = await addLine(place.shop, cart.id, { variantId, quantity: 1, metadata: { gift: true } }, asGuest)
    expect(JSON.parse(edited.body)).toMatchObject({ stage: 'open' })
    const again = await readyCart(place.shop, { sku: 'LOW-STOCK-S', quantity: 3, data: null })
    await begin(again.id)
    await place.settle()
    expect(await outcome(again.id)).toMatchObject({ kind: 'order' })
  })

  test('the shopper has to act: completing again resumes the same attempt with the session’s new data', async () => {
    const cart = await readyCart(place.shop, { sku: 'PRODUCT-01-S', quantity: 1, data: { outcome: 'requires_action' } })
    const checkoutId = await begin(cart.id)
    await place.settle()
    expect(await readCheckout(place.shop, checkoutId)).toMatchObject({
      state: 'requires_action',
      nextAction: { type: 'set_outcome' },
    })
    await updatePaymentSession(place.shop, cart.id, 'test', { outcome: 'authorize' }, asGuest)
    expect(await begin(cart.id)).toBe(checkoutId)
    await place.settle()
    expect(await readCheckout(place.shop, checkoutId)).toMatchObject({ state: 'completed' })
  })

  test('an edit while the shopper should act ends that attempt and is applied; the next one stands alone', async () => {
    const cart = await readyCart(place.shop, { sku: 'PRODUCT-01-S', quantity: 1, data: { outcome: 'requires_action' } })
    const checkoutId = await begin(cart.id)
    await place.settle()
    const variantId = cart.lines[0]?.variantId ?? ''
    const edited = await addLine(place.shop, cart.id, { variantId, quantity: 1, metadata: {} }, asGuest)
    expect(JSON.parse(edited.body)).toMatchObject({ stage: 'open', lines: [{ quantity: 2 }] })
    await place.settle()
    expect(await readCheckout(place.shop, checkoutId)).toMatchObject({ state: 'canceled' })
    await updatePaymentSession(place.shop, cart.id, 'test', { outcome: 'authorize' }, asGuest)
    expect(await begin(cart.id)).not.toBe(checkoutId)
    await place.settle()
    expect(await outcome(cart.id)).toMatchObject({ kind: 'order', order: { bill: { subtotal: 2000 } } })
  })
})

describe('while an attempt runs', () => {
  test('editing the cart is refused, naming the attempt; canceling it opens the cart again', async () => {
    const cart = await readyCart(place.shop, { sku: 'LOW-STOCK-S', quantity: 3, data: null })
    const checkoutId = await begin(cart.id)
    const variantId = cart.lines[0]?.variantId ?? ''
    const adding = () => addLine(place.shop, cart.id, { variantId, quantity: 1, metadata: { other: 1 } }, asGuest)
    await expect(adding()).rejects.toMatchObject({ code: 'cart-frozen', details: { checkoutId } })
    expect(await cancelCheckout(place.shop, checkoutId)).toMatchObject({ state: 'canceled' })
    expect(await cancelCheckout(place.shop, checkoutId)).toMatchObject({ state: 'canceled' })
    expect(JSON.parse((await adding()).body)).toMatchObject({ stage: 'open' })
    await place.settle()
  })

  test('the held stock is nobody else’s, and the loser’s cart stays open', async () => {
    const first = await readyCart(place.shop, { sku: 'LOW-STOCK-S', quantity: 2, data: null })
    const second = await readyCart(place.shop, { sku: 'LOW-STOCK-S', quantity: 2, data: null })
    await begin(first.id)
    await expect(begin(second.id)).rejects.toMatchObject({ code: 'out-of-stock' })
    await place.settle()
    expect((await place.shop.store.read((books) => books.cart(second.id)))?.stage).toBe('open')
  })

  test('a code with one use left goes to who completes first', async () => {
    const carts = await Promise.all(
      [1, 2].map(() => readyCart(place.shop, { sku: 'PRODUCT-01-S', quantity: 1, data: null })),
    )
    for (const { id } of carts) await updateCart(place.shop, id, { discounts: ['ONCE'] }, asGuest)
    const [first, second] = carts.map(({ id }) => id)
    await begin(first ?? '')
    await expect(begin(second ?? '')).rejects.toMatchObject({ code: 'discount-used-up', details: { code: 'ONCE' } })
    await place.settle()
  })

  test('a gift card is spent once: the other checkout fails, and its cart is open again', async () => {
    const carts = await Promise.all(
      [1, 2].map(() => readyCart(place.shop, { sku: 'PRODUCT-01-S', quantity: 1, data: null })),
    )
    for (const { id } of carts) await updateCart(place.shop, id, { giftCards: ['GCEU1000'] }, asGuest)
    for (const { id } of carts) await begin(id)
    await place.settle()
    const ended = await Promise.all(carts.map(({ id }) => place.shop.store.read((books) => books.lastCheckout(id))))
    expect(ended.map((checkout) => checkout?.state).toSorted()).toEqual(['completed', 'failed'])
    const loser = ended.find((checkout) => checkout?.state === 'failed')
    expect(loser?.problem).toMatchObject({ code: 'gift-card-short', details: { code: 'GCEU1000' } })
    expect((await place.shop.store.read((books) => books.cart(loser?.cartId ?? '')))?.stage).toBe('open')
  })
})

test('carts that nobody touched for their lifetime are gone; those with an order or a live attempt are not', async () => {
  const stale = await readyCart(place.shop, { sku: 'PRODUCT-01-S', quantity: 1, data: null })
  const bought = await readyCart(place.shop, { sku: 'PRODUCT-01-S', quantity: 1, data: null })
  await begin(bought.id)
  await place.settle()
  const silent = { outcome: 'timeout_after_charge' }
  const unknown = await readyCart(place.shop, { sku: 'PRODUCT-01-S', quantity: 1, data: silent })
  await begin(unknown.id)
  await place.settle()
  place.clock.advance(place.shop.settings.cartTtlMs + 1)
  const fresh = await readyCart(place.shop, { sku: 'PRODUCT-01-S', quantity: 1, data: null })
  await sweep(place)
  const left = await place.shop.store.read((books) =>
    [stale, bought, unknown, fresh].map(({ id }) => books.cart(id)?.stage ?? null),
  )
  expect(left).toEqual([null, 'completed', 'frozen', 'open'])
  await place.settle()
})
