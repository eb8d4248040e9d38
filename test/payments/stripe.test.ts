import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import type { Metadata } from '../../src/catalog/product.ts'
import { minor } from '../../src/money/money.ts'
import type { Gateway, PaymentReference, PaymentRequest } from '../../src/payments/gateway.ts'
import { createStripeGateway } from '../../src/payments/stripe.ts'
import { fromStripe, toStripe } from '../../src/payments/stripe-amounts.ts'
import { type StripeFault, type StripeStandIn, standInKey, startStripe } from '../support/stripe-stand-in.ts'

const begunAt = Date.UTC(2026, 0, 1, 8)

let now: number
let stripe: StripeStandIn
let gateway: Gateway
beforeEach(() => {
  now = begunAt
  stripe = startStripe(() => now)
  gateway = gatewayWith(standInKey)
})
afterEach(() => stripe.stop())

function gatewayWith(secretKey: string): Gateway {
  return createStripeGateway({ secretKey, apiBase: stripe.url, webhookSecret: null, now: () => now })
}

function asking(data: Metadata, more: Partial<PaymentRequest> = {}): PaymentRequest {
  return {
    key: 'chk_1-authorize',
    checkoutId: 'chk_1',
    amount: minor(2_440),
    currencyCode: 'eur',
    reference: null,
    begunAt,
    data: gateway.initiate(data),
    deadlineMs: 400,
    ...more,
  }
}

const cancelling: PaymentReference = {
  key: 'chk_1-cancel',
  authorizeKey: 'chk_1-authorize',
  reference: null,
  begunAt,
  amount: null,
  data: {},
  deadlineMs: 2_000,
}

const visa = { payment_method: 'pm_card_visa' }
const kindOf = async (answer: Promise<{ kind: string }>): Promise<string> => (await answer).kind

describe('what a session says', () => {
  test('only what Stripe needs is kept of what a storefront sends', () => {
    const sent = { ...visa, payment_intent: 'pi_of_somebody', client_secret: 'x', amount: 1, return_url: 7 }
    expect(gateway.initiate(sent)).toEqual({ ...visa, status: 'pending' })
  })

  test('an intent that a storefront names is not looked at: one is made for the attempt', async () => {
    const foreign = stripe.add({ status: 'requires_capture', amount: 2_440, amount_capturable: 2_440 })
    const asked = { ...asking({}), data: { payment_intent: foreign.id, client_secret: foreign.client_secret } }
    expect(await gateway.authorize(asked)).toMatchObject({ kind: 'requires_action', reference: 'pi_2' })
    expect(stripe.intents[1]?.metadata).toEqual({ checkout_id: 'chk_1', authorize_key: 'chk_1-authorize' })
  })
})

describe('lost answers', () => {
  test.each<StripeFault>(['stored-500-after', 'cut-after'])('%s: found by a look, and charged once', async (fault) => {
    stripe.fail(fault)
    expect(await kindOf(gateway.authorize(asking(visa)))).toBe('unknown')
    expect(await gateway.lookup(asking(visa))).toMatchObject({ kind: 'authorized', amount: 2_440 })
    expect(stripe.intents).toHaveLength(1)
    expect(stripe.calls).toHaveLength(1)
  })

  test('a failure that Stripe repeats stays unknown until its books decide', async () => {
    stripe.fail('stored-500-after')
    const asked = asking(visa)
    expect(await kindOf(gateway.authorize(asked))).toBe('unknown')
    expect(await kindOf(gateway.authorize(asked))).toBe('unknown')
    now += 31_000
    expect(await kindOf(gateway.authorize(asked))).toBe('authorized')
    expect(stripe.intents).toHaveLength(1)
  })

  test('a repeated failure that made nothing ends the attempt, though not at once', async () => {
    stripe.fail('stored-500-before')
    const asked = asking(visa)
    expect(await kindOf(gateway.authorize(asked))).toBe('unknown')
    expect(await kindOf(gateway.lookup(asked))).toBe('absent')
    expect(await kindOf(gateway.authorize(asked))).toBe('unknown')
    now += 31_000
    expect(await kindOf(gateway.authorize(asked))).toBe('error')
    expect(stripe.intents).toHaveLength(0)
  })

  test.each<StripeFault>(['rate-limited', 'silent-before'])('%s: not known, then asked again', async (fault) => {
    stripe.fail(fault)
    expect(await kindOf(gateway.authorize(asking(visa)))).toBe('unknown')
    expect(await kindOf(gateway.authorize(asking(visa)))).toBe('authorized')
    expect(stripe.intents).toHaveLength(1)
  })

  test('a key that Stripe may have forgotten is not asked with again', async () => {
    stripe.fail('silent-after')
    await gateway.authorize(asking(visa))
    now += 21 * 3_600_000
    expect(await kindOf(gateway.authorize(asking(visa)))).toBe('authorized')
    const never = asking(visa, { key: 'chk_2-authorize', checkoutId: 'chk_2' })
    expect(await kindOf(gateway.authorize(never))).toBe('error')
    expect(stripe.calls).toHaveLength(1)
  })

  test('one key with other words is Stripe’s conflict, not an end', async () => {
    await gateway.authorize(asking(visa))
    const other = asking({ payment_method: 'pm_card_mastercard' })
    expect(await kindOf(gateway.authorize(other))).toBe('unknown')
    expect(await kindOf(gateway.lookup(other))).toBe('authorized')
  })

  test('a failure that Stripe repeats does not keep a payment from being given back', async () => {
    await gateway.authorize(asking(visa))
    stripe.fail('stored-500-before')
    expect(await kindOf(gateway.cancel(cancelling))).toBe('unknown')
    expect(await kindOf(gateway.cancel(cancelling))).toBe('done')
    expect(stripe.intents[0]?.status).toBe('canceled')
  })
})

describe('looking among many', () => {
  const bystander = (at: number) => stripe.add({ id: `pi_other${at}`, created: begunAt / 1_000 + 30 })

  test('the list is read on, and its end says that there is nothing', async () => {
    await gateway.authorize(asking(visa))
    for (let at = 0; at < 250; at += 1) bystander(at)
    expect(await kindOf(gateway.lookup(asking(visa)))).toBe('authorized')
    expect(await kindOf(gateway.lookup(asking(visa, { key: 'chk_2-authorize' })))).toBe('absent')
  })

  test('what the list is too long for is searched for; a search that finds nothing says nothing', async () => {
    await gateway.authorize(asking(visa))
    for (let at = 0; at < 300; at += 1) bystander(at)
    expect(await kindOf(gateway.lookup(asking(visa)))).toBe('unknown')
    now += 61_000
    expect(await kindOf(gateway.lookup(asking(visa)))).toBe('authorized')
    expect(await kindOf(gateway.lookup(asking(visa, { key: 'chk_2-authorize' })))).toBe('unknown')
  })
})

describe('what the shopper does', () => {
  test('without a method they confirm with the client secret, as often as it takes', async () => {
    const asked = asking({})
    const said = await gateway.authorize(asked)
    if (said.kind !== 'requires_action') throw new Error(said.kind)
    expect(said.nextAction).toEqual({ type: 'stripe', step: 'confirm_payment', client_secret: 'pi_1_secret_x' })
    expect(said.data).toEqual({ payment_intent: 'pi_1', client_secret: 'pi_1_secret_x', status: 'requires_action' })
    stripe.confirmAsShopper('pi_1_secret_x', 'pm_card_chargeDeclined')
    const waiting = { ...asked, reference: said.reference, data: said.data }
    expect(await kindOf(gateway.lookup(waiting))).toBe('requires_action')
    stripe.confirmAsShopper('pi_1_secret_x', 'pm_card_visa')
    const done = await gateway.authorize(waiting)
    expect(done).toMatchObject({ kind: 'authorized', data: { payment_intent: 'pi_1', status: 'authorized' } })
    expect(JSON.stringify(done)).not.toContain('secret')
  })

  test('who gives up at the bank’s question may bring another card to the same intent', async () => {
    const said = await gateway.authorize(asking({ payment_method: 'pm_card_threeDSecure2Required' }))
    if (said.kind !== 'requires_action') throw new Error(said.kind)
    expect(said.nextAction).toMatchObject({ step: 'use_stripe_sdk', client_secret: 'pi_1_secret_x' })
    stripe.confirmAsShopper('pi_1_secret_x', null)
    const again = asking({ payment_method: 'pm_card_threeDSecure2Required' }, { reference: said.reference })
    expect(await kindOf(gateway.authorize({ ...again, data: gateway.initiate(visa) }))).toBe('authorized')
    expect(stripe.intents).toHaveLength(1)
  })

  test('a page to come back to makes it a redirect', async () => {
    const data = { payment_method: 'pm_card_threeDSecure2Required', return_url: 'https://shop.example/back' }
    const said = await gateway.authorize(asking(data))
    expect(said).toMatchObject({
      kind: 'requires_action',
      nextAction: {
        step: 'redirect_to_url',
        redirect_to_url: 'https://hooks.stripe.example/3ds?back=https://shop.example/back',
      },
    })
  })

  test('what is canceled at Stripe is an end', async () => {
    const said = await gateway.authorize(asking({}))
    stripe.cancelInDashboard('pi_1')
    expect(said.kind).toBe('requires_action')
    expect(await kindOf(gateway.lookup(asking({}, { reference: 'pi_1' })))).toBe('error')
  })
})

test('a wrong key is an end for a first question, and no answer about a payment that may be there', async () => {
  const stranger = gatewayWith('sk_test_wrong')
  const said = await stranger.authorize(asking(visa))
  expect(said).toMatchObject({ kind: 'error' })
  expect(JSON.stringify(said)).not.toContain('sk_test')
  expect(await kindOf(stranger.lookup(asking(visa)))).toBe('unknown')
  expect(await kindOf(stranger.cancel(cancelling))).toBe('unknown')
  expect(await kindOf(stranger.authorize(asking(visa, { reference: 'pi_1' })))).toBe('unknown')
})

test('nobody there is not known either', async () => {
  await stripe.stop()
  expect(await kindOf(gateway.authorize(asking(visa)))).toBe('unknown')
  expect(await kindOf(gateway.lookup(asking(visa)))).toBe('unknown')
})

test.each([
  [1_000, 'eur', 1_000],
  [500, 'jpy', 500],
  [5, 'isk', 500],
  [5, 'ugx', 500],
  [700, 'mga', 7],
  [150, 'mga', null],
  [1_230, 'kwd', 1_230],
  [1_234, 'kwd', null],
])('%i %s is %p to Stripe', (amount, currency, wanted) => {
  expect(toStripe(minor(amount), currency)).toBe(wanted)
  if (wanted !== null) expect(fromStripe(wanted, currency)).toBe(minor(amount))
})

test('an amount that Stripe cannot charge is refused without asking', async () => {
  expect(await kindOf(gateway.authorize(asking(visa, { amount: minor(1_234), currencyCode: 'kwd' })))).toBe('error')
  expect(stripe.calls).toEqual([])
})
