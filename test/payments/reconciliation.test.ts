import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { completeCart } from '../../src/commands/checkouts.ts'
import { reconcile } from '../../src/commands/reconciliation.ts'
import { createHttpGateway } from '../../src/payments/http-gateway.ts'
import { type ProviderOptions, startProvider } from '../support/example-payment-provider.ts'
import { openStockedShop, readyCart, type StockedShop } from '../support/shop.ts'
import { openStripeShop } from './stripe-shop.ts'

const show = () => ({ status: 200, body: '' })

async function complete({ shop, settle }: StockedShop, cartId: string): Promise<string> {
  const begun = await completeCart(shop, cartId, { keyed: null, signedInAs: null, waitMs: 0, show })
  await settle()
  return begun.kind === 'pending' ? begun.checkout.id : ''
}

describe('Stripe’s list', () => {
  test('agrees with the orders, whatever else is on the account', async () => {
    const at = await openStripeShop()
    const { checkoutId } = await at.buy({ payment_method: 'pm_card_visa' })
    await at.buy({ payment_method: 'pm_card_chargeDeclined' })
    await at.buy({ payment_method: 'pm_card_threeDSecure2Required' })
    const elsewhere = at.stripe.add({ amount: 5, amount_capturable: 5, status: 'requires_capture' })
    expect(await reconcile(at.shop, 0)).toEqual({ payments: 3, checkouts: 2, differences: [] })
    expect(await reconcile(at.shop, at.shop.now() + 1_000)).toEqual({ payments: 0, checkouts: 0, differences: [] })
    expect((await at.checkout(checkoutId)).state).toBe('completed')
    at.stripe.cancelInDashboard(elsewhere.id)
    await at.close()
  })

  test('shows money without an order, orders without money, and other amounts', async () => {
    const at = await openStripeShop()
    const { checkoutId } = await at.buy({ payment_method: 'pm_card_visa' })
    const { orderId } = await at.checkout(checkoutId)
    const intent = at.intent()
    const { amount } = intent
    const twice = at.stripe.add({
      amount: 7,
      amount_capturable: 7,
      status: 'requires_capture',
      metadata: intent.metadata,
    })
    const lost = at.stripe.add({ ...twice, id: 'pi_lost', metadata: { checkout_id: 'chk_gone' } })
    intent.amount_capturable = amount - 1
    const { differences } = await reconcile(at.shop, 0)
    expect(differences.toSorted((one, other) => (one.reference ?? '').localeCompare(other.reference ?? ''))).toEqual([
      {
        kind: 'amount-differs',
        provider: 'stripe',
        reference: intent.id,
        checkoutId,
        orderId,
        amount: amount - 1,
        currencyCode: 'eur',
      },
      { ...without, reference: twice.id, checkoutId, orderId },
      { ...without, reference: lost.id, checkoutId: null, orderId: null },
    ] as (typeof differences)[number][])
    for (const { id } of [twice, lost]) at.stripe.cancelInDashboard(id)
    intent.status = 'canceled'
    expect((await reconcile(at.shop, 0)).differences).toMatchObject([
      { kind: 'order-without-payment', reference: intent.id, orderId, amount },
    ])
    Object.assign(intent, { status: 'requires_capture', amount_capturable: amount })
    await at.close()
  })

  const without = { kind: 'payment-without-order', provider: 'stripe', amount: 7, currencyCode: 'eur' }
})

test('the test bank’s ledger is compared like any other list', async () => {
  const at = await openStockedShop()
  const paid = await readyCart(at.shop, { sku: 'PRODUCT-01-S', quantity: 1, data: { outcome: 'authorize' } })
  await complete(at, paid.id)
  const declined = await readyCart(at.shop, { sku: 'PRODUCT-01-S', quantity: 1, data: { outcome: 'wrong_amount' } })
  await complete(at, declined.id)
  expect(await reconcile(at.shop, 0)).toEqual({ payments: 2, checkouts: 2, differences: [] })
  await at.close()
})

describe('a provider without a list is asked for each attempt', () => {
  const secret = 'sixteen-or-more-characters'
  let provider: ReturnType<typeof startProvider>
  let at: StockedShop
  beforeEach(async () => {
    const options: ProviderOptions = { port: 0, secret, ledger: ':memory:' }
    provider = startProvider(options)
    at = await openStockedShop({
      gateways: () => [createHttpGateway({ base: provider.url, secret, now: Date.now })],
    })
  })
  afterEach(async () => {
    await at.close()
    await provider.stop()
  })

  const buy = async (token: string): Promise<string> => {
    const cart = await readyCart(at.shop, { sku: 'PRODUCT-01-S', quantity: 1, data: { token }, bank: 'http' })
    return complete(at, cart.id)
  }

  test('all is well', async () => {
    await buy('good-card')
    await buy('bad-card')
    expect(await reconcile(at.shop, 0)).toEqual({ payments: 0, checkouts: 2, differences: [] })
  })

  test('a payment that came to something after all, and a provider that is gone', async () => {
    const checkoutId = await buy('bad-card')
    provider.approve(`${checkoutId}-authorize`)
    expect((await reconcile(at.shop, 0)).differences).toMatchObject([
      { kind: 'payment-without-order', provider: 'http', checkoutId, orderId: null },
    ])
    Object.assign(at.shop, { gateways: new Map([...at.shop.gateways].filter(([id]) => id !== 'http')) })
    expect((await reconcile(at.shop, 0)).differences).toMatchObject([{ kind: 'not-known', checkoutId }])
  })
})
