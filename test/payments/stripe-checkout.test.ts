import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { cancelCheckout } from '../../src/commands/cancellation.ts'
import { addLine } from '../../src/commands/line-items.ts'
import { updatePaymentSession } from '../../src/commands/payments.ts'
import { handlers } from '../../workers/handlers.ts'
import { openJobRuns } from '../../workers/run-job.ts'
import { asGuest } from '../support/shop.ts'
import type { StripeFault } from '../support/stripe-stand-in.ts'
import { openStripeShop, type StripeShop } from './stripe-shop.ts'

let at: StripeShop
beforeEach(async () => {
  at = await openStripeShop()
})
afterEach(() => at.close())

const visa = { payment_method: 'pm_card_visa' }
const asksBank = { payment_method: 'pm_card_threeDSecure2Required' }

test('a good card: one intent of the order’s amount, set aside and not yet taken', async () => {
  const { checkoutId } = await at.buy(visa)
  const { state, bill, payment } = await at.checkout(checkoutId)
  expect(state).toBe('completed')
  expect(at.intent()).toMatchObject({ status: 'requires_capture', amount: bill.total, currency: 'eur' })
  expect(payment).toMatchObject({ reference: at.intent().id, data: { status: 'authorized' } })
})

test('a decline: no order, the cart is open, and another card buys it', async () => {
  const { cart, checkoutId } = await at.buy({ payment_method: 'pm_card_chargeDeclined' })
  expect(await at.checkout(checkoutId)).toMatchObject({
    state: 'failed',
    problem: { code: 'payment-declined', message: 'Your card was declined.' },
  })
  await updatePaymentSession(at.shop, cart.id, 'stripe', visa, asGuest)
  const second = await at.begin(cart.id)
  await at.settle()
  expect((await at.checkout(second)).state).toBe('completed')
  expect(at.stripe.intents.map(({ status }) => status)).toEqual(['requires_payment_method', 'requires_capture'])
})

test('no such card: a definite end, in words that give nothing away', async () => {
  const { checkoutId } = await at.buy({ payment_method: 'nonsense' })
  expect(await at.checkout(checkoutId)).toMatchObject({
    state: 'failed',
    problem: { code: 'payment-error', message: 'Stripe refused the payment (resource_missing).' },
  })
})

describe('answers that never came', () => {
  test.each<StripeFault>(['stored-500-after', 'cut-after', 'stored-500-before', 'rate-limited'])(
    '%s: unknown, never failed by it, and in the end at most one payment',
    async (fault) => {
      at.stripe.fail(fault)
      const { checkoutId } = await at.buy(visa)
      expect((await at.checkout(checkoutId)).state).toBe('payment_unknown')
      await at.later()
      const ended = fault === 'stored-500-before' ? 'failed' : 'completed'
      expect((await at.checkout(checkoutId)).state).toBe(ended)
      await at.settle()
    },
  )

  test('charged, and Stripe then away for as long as twenty tries: never given up, one intent, one order', async () => {
    at.stripe.fail('stored-500-after')
    const { checkoutId } = await at.buy(visa)
    const { gateways } = at.shop
    const stripe = gateways.get('stripe')
    if (!stripe) throw new Error('there is Stripe')
    const silent = async () => ({ kind: 'unknown', message: 'away' }) as const
    Object.assign(at.shop, { gateways: new Map([['stripe', { ...stripe, authorize: silent, lookup: silent }]]) })
    const runs = openJobRuns(at.shop, handlers, () => 0)
    at.clock.advance(3_600_000)
    for (let tries = 0; tries < 20; tries += 1) {
      const [job] = await at.shop.store.jobs.claimDue(1, at.shop.now(), ['authorize-payment'])
      if (!job) throw new Error('it comes back')
      expect(await runs.run(job)).toBe('again')
      at.clock.advance(40_000)
    }
    expect((await at.checkout(checkoutId)).state).toBe('payment_unknown')
    Object.assign(at.shop, { gateways })
    await at.settle()
    expect((await at.checkout(checkoutId)).state).toBe('completed')
    expect(at.intent().status).toBe('requires_capture')
  })
})

describe('when the bank asks the shopper', () => {
  test('they act and complete again: the same attempt, the same intent', async () => {
    const { cart, checkoutId } = await at.buy(asksBank)
    const waiting = await at.checkout(checkoutId)
    expect(waiting).toMatchObject({
      state: 'requires_action',
      nextAction: { client_secret: at.intent().client_secret },
    })
    at.stripe.confirmAsShopper(at.intent().client_secret, 'pm_card_visa')
    expect(await at.begin(cart.id)).toBe(checkoutId)
    await at.settle()
    expect((await at.checkout(checkoutId)).state).toBe('completed')
    expect(at.intent().status).toBe('requires_capture')
  })

  test('they close the browser: Stripe’s webhook makes the order', async () => {
    const { checkoutId } = await at.buy(asksBank)
    at.stripe.confirmAsShopper(at.intent().client_secret, 'pm_card_visa')
    await at.tell('payment_intent.amount_capturable_updated', at.intent())
    await at.settle()
    expect((await at.checkout(checkoutId)).state).toBe('completed')
    const events = await at.shop.store.read((books) => books.checkoutEvents(checkoutId))
    expect(events.filter(({ by }) => by === 'webhook').map(({ to }) => to)).toEqual(['authorizing', 'authorized'])
  })

  test('without a method at all they pay with the client secret', async () => {
    const { checkoutId } = await at.buy({})
    expect(await at.checkout(checkoutId)).toMatchObject({ nextAction: { step: 'confirm_payment' } })
    at.stripe.confirmAsShopper(at.intent().client_secret, 'pm_card_visa')
    await at.tell('payment_intent.amount_capturable_updated', at.intent())
    await at.settle()
    expect((await at.checkout(checkoutId)).state).toBe('completed')
  })

  test('they give up, and say so: declined, and the intent can no longer be paid', async () => {
    const { cart, checkoutId } = await at.buy(asksBank)
    const secret = at.intent().client_secret
    at.stripe.confirmAsShopper(secret, null)
    await at.begin(cart.id)
    await at.settle()
    expect((await at.checkout(checkoutId)).state).toBe('failed')
    expect(at.intent().status).toBe('canceled')
  })

  test('an edit cancels the attempt and the payment, even one they just confirmed', async () => {
    const { cart, checkoutId } = await at.buy(asksBank)
    at.stripe.confirmAsShopper(at.intent().client_secret, 'pm_card_visa')
    const variantId = cart.lines[0]?.variantId ?? ''
    await addLine(at.shop, cart.id, { variantId, quantity: 1, metadata: { gift: true } }, asGuest)
    await at.settle()
    expect((await at.checkout(checkoutId)).state).toBe('canceled')
    expect(at.intent().status).toBe('canceled')
  })

  test('canceling gives it back, however often Stripe fails to say so', async () => {
    const { checkoutId } = await at.buy(asksBank)
    at.stripe.confirmAsShopper(at.intent().client_secret, 'pm_card_visa')
    at.stripe.fail('stored-500-before', 'rate-limited', 'stored-500-after')
    await cancelCheckout(at.shop, checkoutId)
    await at.settle()
    expect(at.intent().status).toBe('requires_capture')
    for (let hours = 0; hours < 3; hours += 1) await at.later()
    expect(at.intent().status).toBe('canceled')
  })
})

test('a region may name a bank that this program has no account with: refused at once, the cart open', async () => {
  const cart = await at.fill(visa)
  const checkoutId = await at.begin(cart.id)
  Object.assign(at.shop, { gateways: new Map([...at.shop.gateways].filter(([id]) => id !== 'stripe')) })
  await at.settle()
  expect(await at.checkout(checkoutId)).toMatchObject({ state: 'failed', problem: { code: 'payment-error' } })
})

test('nothing secret is in the database: no key, no webhook secret', async () => {
  await at.buy(visa)
  const bytes = await Bun.file(`${at.dataDir}/cartwright.db`).bytes()
  expect(Buffer.from(bytes).includes('sk_test_')).toBe(false)
  expect(Buffer.from(bytes).includes('whsec_')).toBe(false)
})
