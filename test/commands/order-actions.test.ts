import { Database } from 'bun:sqlite'
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { join } from 'node:path'
import type { GiftCard } from '../../src/catalog/discount.ts'
import type { Order, OrderActionKind } from '../../src/checkout/order.ts'
import { updateCart } from '../../src/commands/cart-updates.ts'
import { type CompleteOutcome, completeCart } from '../../src/commands/checkouts.ts'
import { askOrder, readOrder } from '../../src/commands/order-actions.ts'
import { reconcile } from '../../src/commands/reconciliation.ts'
import type { Shop } from '../../src/commands/shop.ts'
import { type Minor, minor } from '../../src/money/money.ts'
import type { Gateway, SettleOutcome } from '../../src/payments/gateway.ts'
import { Refusal } from '../../src/refusal.ts'
import { brokenInvariants } from '../support/invariants.ts'
import { asGuest, openStockedShop, readyCart, type StockedShop } from '../support/shop.ts'

let place: StockedShop
beforeEach(async () => {
  place = await openStockedShop()
})
afterEach(async () => {
  expect(brokenInvariants(place.dataDir)).toEqual([])
  const { differences } = await reconcile(place.shop, 0)
  expect(differences).toEqual([])
  await place.close()
})

/** Two pieces at 10.00 in a region with 22 % of tax: 24.40. */
async function placedOrder(codes: { discounts?: string[]; giftCards?: string[] } = {}): Promise<Order> {
  const cart = await readyCart(place.shop, { sku: 'PRODUCT-01-S', quantity: 2, data: { outcome: 'authorize' } })
  await updateCart(place.shop, cart.id, codes, asGuest)
  return orderFrom(cart.id)
}

async function orderFrom(cartId: string): Promise<Order> {
  const show = (outcome: CompleteOutcome) => ({ status: 200, body: JSON.stringify(outcome) })
  const complete = () => completeCart(place.shop, cartId, { keyed: null, signedInAs: null, waitMs: 0, show })
  await complete()
  await place.settle()
  const ended = await complete()
  return ended.kind === 'answer' ? JSON.parse(ended.answer.body).order : Promise.reject(new Error('not finished'))
}

interface Wish {
  readonly amount?: number
  readonly key?: string
}

const ask = (order: Order, kind: OrderActionKind, { amount, key }: Wish = {}, shop: Shop = place.shop) =>
  askOrder(shop, order.id, { kind, amount: amountOf(amount), reason: 'asked for', key: key ?? null, waitMs: 0 })

function amountOf(amount: number | undefined): Minor | null {
  return amount === undefined ? null : minor(amount)
}

/** Asks, and lets the jobs run that follow from it. */
async function done(order: Order, kind: OrderActionKind, wish: Wish = {}): Promise<Order> {
  await ask(order, kind, wish)
  await place.settle()
  return readOrder(place.shop, order.id)
}

async function refusalOf(asking: Promise<unknown>): Promise<string> {
  const error = await asking.catch((thrown: unknown) => thrown)
  return error instanceof Refusal ? error.code : `not refused: ${error}`
}

interface Charge {
  readonly state: string
  readonly amount: number
  readonly refunded: number
}

function bank(): readonly Charge[] {
  const ledger = new Database(join(place.dataDir, 'test-gateway.db'), { readonly: true })
  const charges = ledger
    .query<Charge, []>(
      `select state, amount, (select coalesce(sum(amount), 0) from refunds where charge_key = charges.key) as refunded from charges`,
    )
    .all()
  ledger.close()
  return charges
}

async function stockOf(sku: string): Promise<number> {
  return place.shop.store.read((books) => books.stock(books.variantBySku(sku)?.id ?? '')?.onHand ?? -1)
}

const giftCard = (code: string): Promise<GiftCard | null> =>
  place.shop.store.read((books) => books.giftCardByCode(code))

test('what was set aside is captured once, however often it is asked for', async () => {
  const order = await placedOrder()
  expect(await ask(order, 'capture')).toMatchObject({ isWaiting: true, order: { paymentStatus: 'awaiting' } })
  await ask(order, 'capture')
  await place.settle()
  const captured = await done(order, 'capture')
  expect(captured).toMatchObject({ paymentStatus: 'captured', payments: [{ amount: 2440, amountRefunded: 0 }] })
  expect(captured.payments[0]?.capturedAt).toBe(place.clock.now())
  expect(captured.actions.map(({ kind, state, amount }) => [kind, state, amount])).toEqual([
    ['capture', 'done', 2440 as Minor],
  ])
  expect(bank()).toEqual([{ state: 'captured', amount: 2440, refunded: 0 }])
})

test('parts are refunded until nothing is left, and never more', async () => {
  const order = await placedOrder()
  expect(await refusalOf(ask(order, 'refund'))).toBe('order-settled')
  await done(order, 'capture')
  expect(await done(order, 'refund', { amount: 440 })).toMatchObject({
    paymentStatus: 'partially_refunded',
    payments: [{ amountRefunded: 440 }],
  })
  for (const amount of [2001, 0, -1]) expect(await refusalOf(ask(order, 'refund', { amount }))).toBe('refund-invalid')
  expect(await done(order, 'refund')).toMatchObject({
    paymentStatus: 'refunded',
    status: 'pending',
    payments: [{ amountRefunded: 2440 }],
  })
  expect(bank()).toEqual([{ state: 'refunded', amount: 2440, refunded: 2440 }])
  expect(await refusalOf(ask(order, 'refund'))).toBe('order-settled')
})

test('a refund asked for again under its key is the same refund, and another one waits for its turn', async () => {
  const order = await placedOrder()
  await done(order, 'capture')
  await ask(order, 'refund', { amount: 100, key: 'once' })
  await ask(order, 'refund', { amount: 100, key: 'once' })
  expect(await refusalOf(ask(order, 'refund', { amount: 100 }))).toBe('order-busy')
  expect(await refusalOf(ask(order, 'refund', { amount: 101, key: 'once' }))).toBe('key-reused')
  await place.settle()
  const again = await done(order, 'refund', { amount: 100, key: 'once' })
  expect(again.payments[0]?.amountRefunded).toBe(100 as Minor)
  expect(bank()).toEqual([{ state: 'captured', amount: 2440, refunded: 100 }])
})

test('a canceled order gives back stock, code, gift card and what was set aside', async () => {
  const stocked = await stockOf('PRODUCT-01-S')
  const order = await placedOrder({ discounts: ['TENPERCENT'], giftCards: ['GCDUO1000'] })
  const discountId = order.discounts[0]?.id ?? ''
  const usesOf = () => place.shop.store.read((books) => books.discountUses(discountId).used)
  expect(await giftCard('GCDUO1000')).toMatchObject({ balance: 0, isDisabled: true })
  expect([await stockOf('PRODUCT-01-S'), await usesOf()]).toEqual([stocked - 2, 1])
  const canceled = await done(order, 'cancel')
  expect(canceled).toMatchObject({ status: 'canceled', paymentStatus: 'canceled', canceledAt: place.clock.now() })
  expect(await giftCard('GCDUO1000')).toMatchObject({ balance: 1000, isDisabled: false })
  expect([await stockOf('PRODUCT-01-S'), await usesOf()]).toEqual([stocked, 0])
  expect(bank().map(({ state }) => state)).toEqual(['canceled'])
  for (const kind of ['capture', 'refund'] as const) expect(await refusalOf(ask(order, kind))).toBe('order-settled')
  expect(await done(order, 'cancel')).toEqual(canceled)
})

test('canceling a captured order refunds what is left of it', async () => {
  const order = await placedOrder()
  await done(order, 'capture')
  await done(order, 'refund', { amount: 440 })
  expect(await done(order, 'cancel')).toMatchObject({
    status: 'canceled',
    paymentStatus: 'refunded',
    payments: [{ amountRefunded: 2440, canceledAt: null }],
  })
  expect(bank()).toEqual([{ state: 'refunded', amount: 2440, refunded: 2440 }])
})

test('an order that cost nothing is canceled without asking anybody, and has nothing to capture', async () => {
  const order = await placedOrder({ giftCards: ['GCDUO100000'] })
  expect(order.payments).toEqual([])
  expect(await refusalOf(ask(order, 'capture'))).toBe('order-settled')
  expect(await done(order, 'cancel')).toMatchObject({ status: 'canceled' })
  expect(await giftCard('GCDUO100000')).toMatchObject({ balance: 100_000 })
})

test('what the provider refuses leaves the order as it was, and says why', async () => {
  const order = await placedOrder()
  const refusing = withBank({ refund: async () => ({ kind: 'refused', message: 'The card is closed' }) })
  await done(order, 'capture')
  await ask(order, 'refund', { amount: 100, key: 'no' }, refusing)
  await place.settle(refusing)
  const after = await readOrder(place.shop, order.id)
  expect(after).toMatchObject({ paymentStatus: 'captured', payments: [{ amountRefunded: 0 }] })
  expect(after.actions.at(-1)).toMatchObject({ kind: 'refund', state: 'refused', problem: 'The card is closed' })
  expect(await refusalOf(ask(order, 'refund', { amount: 100, key: 'no' }, refusing))).toBe('payment-error')
  expect((await done(order, 'refund', { amount: 100 })).payments[0]?.amountRefunded).toBe(100 as Minor)
})

test('a provider that falls silent after refunding is asked again under the same key, and refunds once', async () => {
  const order = await placedOrder()
  await done(order, 'capture')
  let tries = 0
  const silent = withBank({
    refund: async (request): Promise<SettleOutcome> => {
      tries += 1
      const outcome = await testBank().refund(request)
      return tries === 1 ? { kind: 'unknown', message: 'timeout' } : outcome
    },
  })
  await ask(order, 'refund', { amount: 100 }, silent)
  await place.settle(silent)
  expect((await readOrder(place.shop, order.id)).actions.at(-1)?.state).toBe('waiting')
  place.clock.advance(3_600_000)
  await place.settle(silent)
  expect((await readOrder(place.shop, order.id)).payments[0]?.amountRefunded).toBe(100 as Minor)
  expect([tries, bank()[0]?.refunded]).toEqual([2, 100])
})

function testBank(): Gateway {
  const gateway = place.shop.gateways.get('test')
  return (
    gateway ??
    (() => {
      throw new Error('there is a test bank')
    })()
  )
}

function withBank(different: Partial<Gateway>): Shop {
  const gateways = new Map([...place.shop.gateways, ['test', { ...testBank(), ...different }] as const])
  return { ...place.shop, gateways }
}
