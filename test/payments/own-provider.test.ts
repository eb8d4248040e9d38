import { afterEach, beforeEach, expect, test } from 'bun:test'
import { readCheckout } from '../../src/commands/cancellation.ts'
import { completeCart } from '../../src/commands/checkouts.ts'
import { takeNotice } from '../../src/commands/payment-webhooks.ts'
import { updatePaymentSession } from '../../src/commands/payments.ts'
import { createHttpGateway } from '../../src/payments/http-gateway.ts'
import { signature, startProvider } from '../support/example-payment-provider.ts'
import { brokenInvariants } from '../support/invariants.ts'
import { asGuest, openStockedShop, readyCart, type StockedShop } from '../support/shop.ts'

const secret = 'sixteen-or-more-characters'

let provider: ReturnType<typeof startProvider>
let at: StockedShop
let disturb: (answer: Response) => Response
beforeEach(async () => {
  disturb = (answer) => answer
  provider = startProvider({ port: 0, secret, ledger: ':memory:', disturb: (_, answer) => disturb(answer) })
  at = await openStockedShop({ gateways: () => [createHttpGateway({ base: provider.url, secret, now: Date.now })] })
})
afterEach(async () => {
  expect(brokenInvariants(at.dataDir)).toEqual([])
  await at.close()
  await provider.stop()
})

async function begin(cartId: string): Promise<string> {
  const show = () => ({ status: 200, body: '' })
  const begun = await completeCart(at.shop, cartId, { keyed: null, signedInAs: null, waitMs: 0, show })
  await at.settle()
  return begun.kind === 'pending' ? begun.checkout.id : ''
}

const fill = (token: string) => readyCart(at.shop, { sku: 'LOW-STOCK-S', quantity: 1, data: { token }, bank: 'http' })

test('a card that is good, and an answer that is lost: one payment, one order', async () => {
  disturb = () => new Response('', { status: 502 })
  const checkoutId = await begin((await fill('good-card')).id)
  expect((await readCheckout(at.shop, checkoutId)).state).toBe('payment_unknown')
  disturb = (answer) => answer
  at.clock.advance(3_600_000)
  await at.settle()
  expect(await readCheckout(at.shop, checkoutId)).toMatchObject({
    state: 'completed',
    payment: { reference: `example_${checkoutId}-authorize` },
  })
  expect(provider.payments()).toMatchObject([{ checkout_id: checkoutId, state: 'authorized' }])
})

test('a card that is not: declined, and a better one buys it', async () => {
  const cart = await fill('bad-card')
  const first = await begin(cart.id)
  expect(await readCheckout(at.shop, first)).toMatchObject({ state: 'failed', problem: { code: 'payment-declined' } })
  await updatePaymentSession(at.shop, cart.id, 'http', { token: 'good-card' }, asGuest)
  expect((await readCheckout(at.shop, await begin(cart.id))).state).toBe('completed')
})

test('the bank asks, the shopper answers there, and the provider tells: an order', async () => {
  const checkoutId = await begin((await fill('ask-me')).id)
  expect(await readCheckout(at.shop, checkoutId)).toMatchObject({
    state: 'requires_action',
    nextAction: { type: 'redirect' },
  })
  provider.approve(`${checkoutId}-authorize`)
  const body = JSON.stringify({ event_id: 'e1', type: 'payment.authorized', checkout_id: checkoutId })
  const timestamp = String(Math.floor(Date.now() / 1_000))
  const headers = new Headers({
    'cartwright-timestamp': timestamp,
    'cartwright-signature': signature(body, secret, timestamp),
  })
  await takeNotice(at.shop, 'http', { body, header: (name) => headers.get(name) })
  await at.settle()
  expect((await readCheckout(at.shop, checkoutId)).state).toBe('completed')
})
