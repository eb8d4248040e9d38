import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { updateCart } from '../../src/commands/cart-updates.ts'
import { importCatalog } from '../../src/commands/catalog.ts'
import { taxesKeptMs } from '../../src/commands/expiry.ts'
import { setLine } from '../../src/commands/line-items.ts'
import { selectPaymentSession } from '../../src/commands/payments.ts'
import { createHttpTaxes } from '../../src/taxes/http-taxes.ts'
import { freshMs } from '../../src/taxes/memory.ts'
import { scheduledJob } from '../../workers/runner.ts'
import { brokenInvariants } from '../support/invariants.ts'
import { asGuest } from '../support/shop.ts'
import { startHttpTaxes, type TaxStandIn } from '../support/tax-stand-in.ts'
import { openTaxShop, type TaxShop } from './tax-shop.ts'

let standIn: TaxStandIn
let place: TaxShop
beforeEach(async () => {
  standIn = startHttpTaxes()
  place = await openTaxShop(createHttpTaxes({ url: standIn.url, secret: null, now: Date.now }))
})
afterEach(async () => {
  standIn.stop()
  expect(brokenInvariants(place.dataDir)).toEqual([])
  await place.close()
})

// 10.00 and 19.99, 10.00 for shipping. The region's own rate is 20 %: 2.00 + 4.00 + 2.00 of tax. The provider takes 19 %:
// 1.90 + 3.80 + 1.90.
const goods = ['PRODUCT-01-S', 'PRODUCT-02-S'] as const
const estimated = 3999 + 800
const due = 3999 + 760
// Three of the first: 30.00 and 19.99, and shipping has to be chosen again.
const estimatedOfFour = 4999 + 1000
const dueOfFour = 4999 + 950

describe('what the shopper sees and what is charged', () => {
  test('reading asks nobody and estimates; opening payment sessions asks, and from then on everything says the same', async () => {
    const { id } = await place.cartWith(...goods)
    expect((await place.shown(id)).bill.total as number).toBe(estimated)
    expect(standIn.asked).toEqual([])
    const opened = await place.openSessions(id)
    expect(opened.paymentSessions.map(({ amount }) => Number(amount))).toEqual([due])
    expect((await place.shown(id)).bill.total as number).toBe(due)
    await place.during(selectPaymentSession(place.shop, id, 'manual', asGuest))
    expect(await place.complete(id)).toMatchObject({ kind: 'order', order: { bill: { total: due } } })
    const { bill, payments } = await place.order(id)
    expect(payments.map(({ amount }) => Number(amount))).toEqual([due])
    expect(
      bill.lines.map(({ taxLines }) => taxLines.map(({ name, rate, amount }) => [name, rate, Number(amount)])),
    ).toEqual([[['VAT', 19, 190]], [['VAT', 19, 380]]])
    expect(bill.shipping.map(({ taxTotal }) => Number(taxTotal))).toEqual([190])
    expect(standIn.asked).toHaveLength(1)
  })

  test('a total that is not the one shown is not charged; the session shows it, and completing again agrees', async () => {
    const { id } = await place.cartWith(...goods)
    await place.openSessions(id)
    place.clock.advance(freshMs)
    standIn.factor = 2
    const refused = await place.complete(id)
    const changed = due + 760
    expect(refused).toMatchObject({
      kind: 'failed',
      problem: { code: 'total-changed', details: { shown: due, total: changed } },
      cart: { stage: 'open', payment: null },
    })
    const { cart, bill } = await place.shown(id)
    expect([bill.total, ...cart.paymentSessions.map(({ amount }) => amount)].map(Number)).toEqual([changed, changed])
    expect(await place.complete(id)).toMatchObject({ kind: 'order', order: { bill: { total: changed } } })
  })

  test('a cart that was edited after its sessions were opened is estimated again, and the estimate is never charged', async () => {
    const { id, lines } = await place.cartWith(...goods)
    await place.openSessions(id)
    const edited = await setLine(place.shop, id, lines[0]?.id ?? '', { quantity: 3, metadata: null }, asGuest)
    expect(JSON.parse(edited.body).paymentSessions[0].amount).toBe(estimatedOfFour)
    expect(await place.complete(id)).toMatchObject({ kind: 'failed', problem: { code: 'total-changed' } })
    expect(await place.complete(id)).toMatchObject({ kind: 'order', order: { bill: { total: dueOfFour } } })
  })

  test('what does not change the taxes asks nobody again', async () => {
    const { id } = await place.cartWith(...goods)
    await place.openSessions(id)
    await updateCart(place.shop, id, { email: 'hermann@example.com', shippingAddress: { phone: '0421 1' } }, asGuest)
    await place.openSessions(id)
    expect((await place.complete(id)).kind).toBe('order')
    expect(standIn.asked).toHaveLength(1)
  })

  test('an address without taxes is refused at once, wherever it is asked about', async () => {
    const { id } = await place.cartWith(...goods)
    await updateCart(place.shop, id, { shippingAddress: { countryCode: 'gb' } }, asGuest)
    await place.openSessions(id)
    await place.shop.store.change((books) => {
      const cart = books.cart(id)
      if (!cart?.shippingAddress) throw new Error('the cart has an address')
      const moved = {
        ...cart,
        version: cart.version + 1,
        shippingAddress: { ...cart.shippingAddress, countryCode: 'aq' },
      }
      return { result: null, changes: [{ kind: 'save-cart', cart: moved }] }
    })
    const refusal = { code: 'address-untaxable', message: 'We do not know the taxes of "aq".' }
    await expect(place.openSessions(id)).rejects.toMatchObject(refusal)
    await expect(place.askedTaxes(id)).rejects.toMatchObject(refusal)
    expect(await place.complete(id)).toMatchObject({ kind: 'failed', problem: refusal, cart: { stage: 'open' } })
  })
})

describe('asking for taxes', () => {
  test('fifty who ask at once are one question, and so is who asks again', async () => {
    const { id } = await place.cartWith(...goods)
    const bills = await Promise.all(Array.from({ length: 50 }, () => place.askedTaxes(id)))
    expect(new Set(bills.map(({ total }) => Number(total)))).toEqual(new Set([due]))
    await place.askedTaxes(id)
    expect(standIn.asked).toHaveLength(1)
  })

  test('a cart that changes while the provider thinks gets the taxes of what it is now', async () => {
    const { id, lines } = await place.cartWith(...goods)
    const { taxes } = place.shop
    const edit = () => setLine(place.shop, id, lines[0]?.id ?? '', { quantity: 3, metadata: null }, asGuest)
    let edits = 0
    const slow = async (question: Parameters<typeof taxes.calculate>[0]) => {
      if (edits++ === 0) await edit()
      return taxes.calculate(question)
    }
    Object.assign(place.shop, { taxes: { ...taxes, calculate: slow } })
    expect((await place.askedTaxes(id)).total as number).toBe(dueOfFour)
    expect(edits).toBe(2)
  })

  test('the taxes of an order are what was agreed: never asked for, never worked out again', async () => {
    const { id } = await place.cartWith(...goods)
    await place.openSessions(id)
    await place.complete(id)
    const agreed = await place.order(id)
    standIn.factor = 3
    place.clock.advance(freshMs * 24)
    await importCatalog(place.shop, { text: dearer, fileName: 'dearer.json', format: null })
    const [asked, { bill }] = [await place.askedTaxes(id), await place.shown(id)]
    for (const again of [asked, bill]) {
      expect(again.lines.map(({ taxLines }) => taxLines)).toEqual(agreed.bill.lines.map(({ taxLines }) => taxLines))
      expect(again.total).toBe(agreed.bill.total)
    }
    expect(await place.order(id)).toEqual(agreed)
    expect(standIn.asked).toHaveLength(1)
  })
})

test('what was given is forgotten after a week, together with stale carts', async () => {
  const { id } = await place.cartWith(...goods)
  await place.openSessions(id)
  const kept = () => place.shop.store.read((books) => books.oldTaxes(place.clock.now() + 1, 10).length)
  await place.shop.store.jobs.ensure({ ...scheduledJob, runAt: place.clock.now() }, place.clock.now())
  await place.settle()
  expect(await kept()).toBe(1)
  place.clock.advance(taxesKeptMs + 1)
  await place.settle()
  expect(await kept()).toBe(0)
})

const dearer = JSON.stringify({
  regions: [
    {
      name: 'eu',
      currency_code: 'eur',
      tax_rate: 50,
      countries: ['dk', 'de', 'fr', 'gb'],
      payment_providers: ['manual'],
    },
  ],
})
