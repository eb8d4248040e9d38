import { afterEach, expect, test } from 'bun:test'
import type { Checkout } from '../../src/checkout/checkout.ts'
import { completeCart } from '../../src/commands/checkouts.ts'
import { taxPatienceMs } from '../../src/commands/taxation.ts'
import { createHttpTaxes } from '../../src/taxes/http-taxes.ts'
import { freshMs } from '../../src/taxes/memory.ts'
import type { TaxPolicy } from '../../src/taxes/policy.ts'
import { brokenInvariants } from '../support/invariants.ts'
import { startHttpTaxes } from '../support/tax-stand-in.ts'
import { openTaxShop, type TaxShop } from './tax-shop.ts'

const due = 3999 + 760
const goods = ['PRODUCT-01-S', 'PRODUCT-02-S'] as const

let closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing) await close()
  closing = []
})

/** A shop whose provider answered once, long ago, and now does not: a cart waits to be completed. */
async function shopWithout(policy: TaxPolicy) {
  const standIn = startHttpTaxes()
  const place = await openTaxShop(createHttpTaxes({ url: standIn.url, secret: null, now: Date.now }), policy)
  closing.push(async () => {
    standIn.stop()
    expect(brokenInvariants(place.dataDir)).toEqual([])
    await place.close()
  })
  const { id } = await place.cartWith(...goods)
  await place.openSessions(id)
  place.clock.advance(freshMs)
  standIn.mood = 'error'
  return { place, standIn, id }
}

async function begin(place: TaxShop, cartId: string): Promise<Checkout> {
  const asked = { keyed: null, signedInAs: null, waitMs: 0, show: () => ({ status: 200, body: '' }) }
  const begun = await completeCart(place.shop, cartId, asked)
  if (begun.kind !== 'pending') throw new Error('nothing runs yet')
  return begun.checkout
}

const last = (place: TaxShop, checkoutId: string) =>
  place.shop.store.read((books) => ({
    checkout: books.checkout(checkoutId),
    events: books.checkoutEvents(checkoutId).map(({ why }) => why),
  }))

test('block: tried again, and an order as soon as the provider is back', async () => {
  const { place, standIn, id } = await shopWithout('block')
  const { id: checkoutId } = await begin(place, id)
  await place.settle()
  expect((await last(place, checkoutId)).checkout).toMatchObject({ state: 'accepted', problem: null })
  standIn.mood = 'well'
  place.clock.advance(3_600_000)
  await place.settle()
  expect((await last(place, checkoutId)).checkout?.state).toBe('completed')
})

test('block: after its patience the attempt fails, and everything is as before', async () => {
  const { place, id } = await shopWithout('block')
  const { id: checkoutId } = await begin(place, id)
  await place.settle()
  place.clock.advance(Math.max(taxPatienceMs, 3_600_000))
  await place.settle()
  const { checkout } = await last(place, checkoutId)
  expect(checkout).toMatchObject({ state: 'failed', problem: { code: 'tax-unavailable' }, taxes: null })
  const { cart } = await place.shown(id)
  expect([cart.stage, Number(cart.paymentSessions[0]?.amount)]).toEqual(['open', due])
})

test('block: who asks for taxes or wants to pay is told to come back, and the promise does not run for ever', async () => {
  const { place, id, standIn } = await shopWithout('block')
  await expect(place.askedTaxes(id)).rejects.toMatchObject({ code: 'tax-unavailable' })
  await expect(place.openSessions(id)).rejects.toMatchObject({ code: 'tax-unavailable' })
  const before = standIn.asked.length
  for (let hour = 0; hour < 10; hour += 1) {
    place.clock.advance(3_600_000)
    await place.settle()
  }
  expect(standIn.asked.length - before).toBe(4)
})

test('last_known: the amounts that were given before, and the order says so', async () => {
  const { place, id } = await shopWithout('last_known')
  expect(await place.complete(id)).toMatchObject({ kind: 'order', order: { bill: { total: due } } })
  const order = await place.order(id)
  const { checkout, events } = await last(place, order.checkoutId)
  expect(order.cart.metadata).toEqual({ tax_flag: 'last_known' })
  expect(checkout?.taxes?.flag).toBe('last_known')
  expect(events).toContain('taxes as last known, since the tax provider is away')
})

test('zero_and_flag: a shopper who was shown tax is not charged without asking; then no tax is taken, and the order says so', async () => {
  const { place, id } = await shopWithout('zero_and_flag')
  expect(await place.complete(id)).toMatchObject({ kind: 'failed', problem: { code: 'total-changed' } })
  expect(await place.complete(id)).toMatchObject({ kind: 'order', order: { bill: { total: 3999, taxTotal: 0 } } })
  const order = await place.order(id)
  const { checkout, events } = await last(place, order.checkoutId)
  expect(order.cart.metadata).toEqual({ tax_flag: 'zero' })
  expect(checkout?.taxes).toEqual({ lines: [], shipping: [], flag: 'zero' })
  expect(events).toContain('no tax was taken, since the tax provider is away')
})

test('an order whose taxes the provider gave says nothing of the kind', async () => {
  const { place, id, standIn } = await shopWithout('zero_and_flag')
  standIn.mood = 'well'
  await place.complete(id)
  expect((await place.order(id)).cart.metadata).toBeNull()
})
