import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import type { Cart } from '../../src/cart/cart.ts'
import type { Metadata } from '../../src/catalog/product.ts'
import { attemptMax } from '../../src/checkout/job.ts'
import { absenceCountsMs } from '../../src/commands/authorization.ts'
import { readCheckout } from '../../src/commands/cancellation.ts'
import { completeCart } from '../../src/commands/checkouts.ts'
import { deadlinesMs } from '../../src/commands/deadlines.ts'
import { updatePaymentSession } from '../../src/commands/payments.ts'
import type { Shop } from '../../src/commands/shop.ts'
import type { Gateway } from '../../src/payments/gateway.ts'
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

async function begin(data: Metadata | null): Promise<{ readonly cart: Cart; readonly checkoutId: string }> {
  const cart = await readyCart(place.shop, { sku: 'LOW-STOCK-S', quantity: 3, data })
  return { cart, checkoutId: await completed(cart.id) }
}

async function completed(cartId: string): Promise<string> {
  const asked = { keyed: null, signedInAs: null, waitMs: 0, show: () => ({ status: 200, body: '' }) }
  const begun = await completeCart(place.shop, cartId, asked)
  if (begun.kind !== 'pending') throw new Error('nothing runs here, so nothing can be finished yet')
  return begun.checkout.id
}

const stateOf = async (checkoutId: string) => (await readCheckout(place.shop, checkoutId)).state
const stageOf = (cartId: string) => place.shop.store.read((books) => books.cart(cartId)?.stage)

/** Runs what is due of one kind, once each, in this shop or another view of it. */
async function run(kind: 'calculate-taxes' | 'authorize-payment' | 'complete-cart', shop: Shop = place.shop) {
  for (const job of await shop.store.jobs.claimDue(10, shop.now(), [kind])) await runJob(shop, job)
}

/** As an operator's mistake or a bug would: the job is given up. */
async function kill(kind: 'authorize-payment' | 'complete-cart') {
  const { jobs } = place.shop.store
  for (const job of await jobs.claimDue(10, place.shop.now(), [kind])) {
    await jobs.giveBack(job, 'given up', null, place.shop.now())
  }
}

/** The shop with another test bank. */
function withBank(changed: Partial<Gateway>): Shop {
  const bank = place.shop.gateways.get('test')
  if (!bank) throw new Error('there is a test bank')
  return { ...place.shop, gateways: new Map([['test', { ...bank, ...changed }]]) }
}

describe('an attempt that nobody works on', () => {
  test.each(['accepted', 'taxed'] as const)('expires as %s: what it held is free, the cart open', async (state) => {
    const { cart, checkoutId } = await begin(null)
    if (state === 'taxed') await run('calculate-taxes')
    expect(await stateOf(checkoutId)).toBe(state)
    place.clock.advance(deadlinesMs[state])
    await sweep(place)
    expect(await stateOf(checkoutId)).toBe(state)
    place.clock.advance(60_001)
    await sweep(place)
    expect(await readCheckout(place.shop, checkoutId)).toMatchObject({
      state: 'expired',
      problem: { code: 'checkout-expired' },
    })
    expect(await stageOf(cart.id)).toBe('open')
    const next = await begin(null)
    await place.settle()
    expect(await stateOf(next.checkoutId)).toBe('completed')
  })

  test('expires while the shopper should act: the pending payment is canceled at the bank, and they may begin anew', async () => {
    const canceled: string[] = []
    const shop = withBank({
      cancel: async ({ authorizeKey }) => {
        canceled.push(authorizeKey)
        return { kind: 'done', data: {} }
      },
    })
    const { cart, checkoutId } = await begin({ outcome: 'requires_action' })
    await place.settle()
    expect(await stateOf(checkoutId)).toBe('requires_action')
    place.clock.advance(deadlinesMs.requires_action + 1)
    await sweep(place)
    expect(await readCheckout(place.shop, checkoutId)).toMatchObject({ state: 'expired', nextAction: null })
    for (const job of await shop.store.jobs.claimDue(10, shop.now(), ['cancel-payment'])) await runJob(shop, job)
    expect(canceled).toEqual([`${checkoutId}-authorize`])
    const open = await place.shop.store.read((books) => books.cart(cart.id))
    expect(open?.stage).toBe('open')
    expect(open?.paymentSessions.find(({ isSelected }) => isSelected)).toMatchObject({ status: 'pending' })
    await updatePaymentSession(place.shop, cart.id, 'test', { outcome: 'authorize' }, asGuest)
    const next = await completed(cart.id)
    await place.settle()
    expect(await stateOf(next)).toBe('completed')
  })

  test('is asked after again when its job was given up while money may be on its way', async () => {
    const { checkoutId } = await begin({ outcome: 'timeout_after_charge' })
    await run('calculate-taxes')
    await run('authorize-payment')
    expect(await stateOf(checkoutId)).toBe('payment_unknown')
    place.clock.advance(3_600_000)
    await kill('authorize-payment')
    await sweep(place)
    await place.settle()
    expect(await stateOf(checkoutId)).toBe('completed')
  })

  test('with its payment authorized and its job given up ends, and the payment is given back', async () => {
    const { cart, checkoutId } = await begin(null)
    await run('calculate-taxes')
    await run('authorize-payment')
    await kill('complete-cart')
    expect(await stateOf(checkoutId)).toBe('authorized')
    place.clock.advance(deadlinesMs.authorized + 1)
    await sweep(place)
    await place.settle()
    expect(await readCheckout(place.shop, checkoutId)).toMatchObject({
      state: 'failed',
      problem: { code: 'not-ready' },
    })
    expect(await stageOf(cart.id)).toBe('open')
  })

  test('is left alone while its job is still to be done, however long that takes', async () => {
    const { checkoutId } = await begin({ outcome: 'timeout_after_charge' })
    await run('calculate-taxes')
    await run('authorize-payment')
    place.clock.advance(24 * 3_600_000)
    await sweep(place)
    const jobs = await place.shop.store.jobs.claimDue(10, place.shop.now(), ['authorize-payment'])
    expect(jobs.length).toBe(1)
    for (const job of jobs) await runJob(place.shop, job)
    await place.settle()
    expect(await stateOf(checkoutId)).toBe('completed')
  })
})

describe('an order that cannot be made', () => {
  test('ends its attempt at the last try, not before, and the payment is given back', async () => {
    const { checkoutId } = await begin(null)
    await run('calculate-taxes')
    await run('authorize-payment')
    const broken: Shop = {
      ...place.shop,
      newId: (prefix) => {
        if (prefix === 'order') throw new Error('no ids left')
        return place.shop.newId(prefix)
      },
    }
    for (let tries = 1; tries <= attemptMax; tries += 1) {
      expect(await stateOf(checkoutId)).toBe('authorized')
      await run('complete-cart', broken)
      place.clock.advance(3_600_000)
    }
    expect(await readCheckout(place.shop, checkoutId)).toMatchObject({
      state: 'failed',
      problem: { code: 'not-ready' },
    })
    await place.settle()
  })
})

describe('a payment that stays unknown', () => {
  const silent = { kind: 'unknown', message: 'nobody answers' } as const

  async function tries(shop: Shop, count: number): Promise<void> {
    for (let tried = 0; tried < count; tried += 1) {
      await run('authorize-payment', shop)
      place.clock.advance(3_600_000)
    }
  }

  test('ends the attempt when the bank’s books do not have it, after the last question under its key', async () => {
    const asked: number[] = []
    const shop = withBank({
      authorize: async () => {
        asked.push(place.shop.now())
        return silent
      },
    })
    const { cart, checkoutId } = await begin({ outcome: 'authorize' })
    await run('calculate-taxes')
    await tries(shop, attemptMax - 1)
    expect(asked.length).toBe(attemptMax - 1)
    expect(await stateOf(checkoutId)).toBe('payment_unknown')
    expect(place.shop.now() - (asked[0] ?? 0)).toBeGreaterThan(absenceCountsMs)
    await tries(shop, 1)
    expect(asked.length).toBe(attemptMax - 1)
    expect(await readCheckout(place.shop, checkoutId)).toMatchObject({
      state: 'failed',
      problem: { code: 'payment-error' },
    })
    expect(await stageOf(cart.id)).toBe('open')
    await place.settle()
  })

  test('never ends by time alone: it is looked for until the bank says something', async () => {
    const shop = withBank({ authorize: async () => silent, lookup: async () => silent })
    const { checkoutId } = await begin({ outcome: 'authorize' })
    await run('calculate-taxes')
    await tries(shop, 3 * attemptMax)
    expect(await stateOf(checkoutId)).toBe('payment_unknown')
    const bank = place.shop.gateways.get('test')
    const found = withBank({
      authorize: async () => silent,
      lookup: async (request) => {
        const said = await bank?.authorize(request)
        return said ?? silent
      },
    })
    await tries(found, 1)
    expect(await stateOf(checkoutId)).toBe('authorized')
    await place.settle()
    expect(await stateOf(checkoutId)).toBe('completed')
  })
})
