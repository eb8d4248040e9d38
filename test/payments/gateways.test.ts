import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHttpGateway } from '../../src/payments/http-gateway.ts'
import { createStripeGateway } from '../../src/payments/stripe.ts'
import { createTestGateway } from '../../src/payments/test-gateway.ts'
import { openTestCharges } from '../../src/store/sqlite/test-charges.ts'
import { startProvider } from '../support/example-payment-provider.ts'
import { standInKey, startStripe } from '../support/stripe-stand-in.ts'
import { gatewayContract } from './contract.ts'

gatewayContract('the test bank', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cartwright-bank-'))
  const charges = openTestCharges(join(directory, 'test-gateway.db'), Date.now)
  const outcomes = {
    authorize: 'authorize',
    decline: 'decline',
    act: 'requires_action',
    silence: 'timeout_after_charge',
  }
  const made = () => [...charges.since(0)]
  return {
    gateway: createTestGateway(charges, Bun.sleep),
    wish: (wish) => ({ outcome: outcomes[wish] }),
    act: () => ({ outcome: 'authorize' }),
    live: () => made().flatMap(({ state, amount }) => (state === 'authorized' || state === 'captured' ? [amount] : [])),
    begun: () => made().length,
    close: async () => {
      charges.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
})

gatewayContract('Stripe', async () => {
  const stripe = startStripe(Date.now, 20)
  const methods = { authorize: 'pm_card_visa', decline: 'pm_card_chargeDeclined', act: 'pm_card_threeDSecure2Required' }
  const live = ['requires_capture', 'succeeded']
  return {
    gateway: createStripeGateway({ secretKey: standInKey, apiBase: stripe.url, webhookSecret: null, now: Date.now }),
    wish: (wish) => {
      if (wish === 'silence') stripe.fail('silent-after')
      return { payment_method: methods[wish === 'silence' ? 'authorize' : wish] }
    },
    act: () => {
      const [intent] = stripe.intents
      stripe.confirmAsShopper(intent?.client_secret ?? '', 'pm_card_visa')
      return {}
    },
    live: () =>
      stripe.intents.flatMap(({ status, amount, amount_received, refunded }) =>
        live.includes(status) && (refunded === 0 || refunded < amount_received) ? [amount] : [],
      ),
    begun: () => stripe.intents.length,
    close: stripe.stop,
  }
})

gatewayContract('a provider of one’s own', async () => {
  const secret = 'sixteen-or-more-characters'
  const tokens = { authorize: 'good-card', decline: 'bad-card', act: 'ask-me', silence: 'good-card' }
  let isSilent = false
  const provider = startProvider({
    port: 0,
    secret,
    ledger: ':memory:',
    disturb: async (_, answer) => {
      if (!isSilent) return answer
      isSilent = false
      await Bun.sleep(1_000)
      return answer
    },
  })
  return {
    gateway: createHttpGateway({ base: provider.url, secret, now: Date.now }),
    wish: (wish) => {
      isSilent = wish === 'silence'
      return { token: tokens[wish] }
    },
    act: () => ({ token: 'good-card' }),
    live: () =>
      provider
        .payments()
        .flatMap(({ state, amount }) => (state === 'authorized' || state === 'captured' ? [amount] : [])),
    begun: () => provider.payments().length,
    close: provider.stop,
  }
})
