import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { cancelCheckout } from '../../src/commands/cancellation.ts'
import { takeNotice } from '../../src/commands/payment-webhooks.ts'
import { openLog } from '../../src/operations/log.ts'
import { operationRoutes } from '../../src/operations/operations.ts'
import type { PaymentRequest } from '../../src/payments/gateway.ts'
import { runJob } from '../support/shop.ts'
import { openStripeShop, type StripeShop } from './stripe-shop.ts'

let at: StripeShop
beforeEach(async () => {
  at = await openStripeShop()
})
afterEach(() => at.close())

const visa = { payment_method: 'pm_card_visa' }
const asksBank = { payment_method: 'pm_card_threeDSecure2Required' }
const capturable = 'payment_intent.amount_capturable_updated'

const notice = (type: string) =>
  at.shop.store.read((books) => books.notice('stripe', `evt_${type}_${at.stripe.intents[0]?.id}`))

describe('whenever a webhook comes', () => {
  test('first, before our own call was answered: it makes the order, and the answer finds it made', async () => {
    at.stripe.fail('stored-500-after')
    const { checkoutId } = await at.buy(visa)
    expect((await at.checkout(checkoutId)).state).toBe('payment_unknown')
    await at.tell(capturable, at.intent())
    expect((await notice(capturable))?.state).toBe('waiting')
    await at.settle()
    expect((await at.checkout(checkoutId)).state).toBe('completed')
    expect((await notice(capturable))?.state).toBe('handled')
    await at.later()
    expect(at.intent().status).toBe('requires_capture')
  })

  test('while our own call is under way: whoever comes second finds it done', async () => {
    const cart = await at.fill(visa)
    const checkoutId = await at.begin(cart.id)
    await at.runDue()
    const stripe = at.shop.gateways.get('stripe')
    if (!stripe) throw new Error('there is Stripe')
    const slow = {
      ...stripe,
      authorize: async (request: PaymentRequest) => {
        const said = await stripe.authorize(request)
        await at.tell(capturable, at.intent())
        const [look] = await at.shop.store.jobs.claimDue(1, at.shop.now(), ['look-at-payment'])
        if (!look) throw new Error('there is something to look at')
        await runJob(at.shop, look)
        return said
      },
    }
    Object.assign(at.shop, { gateways: new Map([...at.shop.gateways, ['stripe', slow]]) })
    await at.settle()
    expect((await at.checkout(checkoutId)).state).toBe('completed')
  })

  test('twice, at once and later: taken once', async () => {
    const { checkoutId } = await at.buy(asksBank)
    at.stripe.confirmAsShopper(at.intent().client_secret, 'pm_card_visa')
    await Promise.all([1, 2, 3].map(() => at.tell(capturable, at.intent())))
    const jobs = await at.runDue()
    expect(jobs.filter(({ payload }) => payload.kind === 'look-at-payment')).toHaveLength(1)
    await at.settle()
    await at.tell(capturable, at.intent())
    expect(await at.runDue()).toEqual([])
    expect((await at.checkout(checkoutId)).state).toBe('completed')
  })

  test('in reverse: what is true by then is what counts', async () => {
    const { checkoutId } = await at.buy(asksBank)
    at.stripe.confirmAsShopper(at.intent().client_secret, 'pm_card_visa')
    await at.tell(capturable, at.intent())
    await at.tell('payment_intent.payment_failed', at.intent())
    await at.settle()
    expect((await at.checkout(checkoutId)).state).toBe('completed')
  })

  test('late, after the attempt was canceled: the money goes back', async () => {
    const { checkoutId } = await at.buy(asksBank)
    // Stripe is away when the payment is to be given back, and the shopper confirms meanwhile.
    at.stripe.fail('rate-limited')
    await cancelCheckout(at.shop, checkoutId)
    await at.settle()
    at.stripe.confirmAsShopper(at.intent().client_secret, 'pm_card_visa')
    await at.tell(capturable, at.intent())
    await at.settle()
    expect(at.intent().status).toBe('canceled')
    expect((await at.checkout(checkoutId)).state).toBe('canceled')
    await at.later()
  })

  test('a refused card while the shopper tries another: the attempt waits', async () => {
    const { checkoutId } = await at.buy({})
    const { client_secret } = at.intent()
    at.stripe.confirmAsShopper(client_secret, 'pm_card_chargeDeclined')
    await at.tell('payment_intent.payment_failed', at.intent())
    await at.settle()
    expect((await at.checkout(checkoutId)).state).toBe('requires_action')
    at.stripe.confirmAsShopper(client_secret, 'pm_card_visa')
    await at.tell(capturable, at.intent())
    await at.settle()
    expect((await at.checkout(checkoutId)).state).toBe('completed')
  })

  test('canceled in Stripe’s dashboard while the shopper should act: the attempt ends', async () => {
    const { checkoutId } = await at.buy(asksBank)
    at.stripe.cancelInDashboard(at.intent().id)
    await at.tell('payment_intent.canceled', at.intent())
    await at.settle()
    expect((await at.checkout(checkoutId)).state).toBe('failed')
  })

  test('with another amount than was asked for: no order, and it goes back', async () => {
    const { checkoutId } = await at.buy(asksBank)
    at.stripe.confirmAsShopper(at.intent().client_secret, 'pm_card_visa')
    at.intent().amount_capturable += 1
    await at.tell(capturable, at.intent())
    await at.settle()
    expect(await at.checkout(checkoutId)).toMatchObject({ state: 'failed', problem: { code: 'payment-error' } })
    expect(at.intent().status).toBe('canceled')
  })

  test('of a second payment of the same attempt: that one goes back, the order stays', async () => {
    const { checkoutId } = await at.buy(visa)
    const { amount, metadata } = at.intent()
    const second = at.stripe.add({ amount, metadata, status: 'requires_capture', amount_capturable: amount })
    await at.tell(capturable, second)
    await at.settle()
    expect(second.status).toBe('canceled')
    expect((await at.checkout(checkoutId)).state).toBe('completed')
  })

  test('of an attempt that nobody knows, and of what is no payment: recorded, and nothing else', async () => {
    const stranger = at.stripe.add({ metadata: { checkout_id: 'chk_of_another_shop' } })
    await at.tell(capturable, stranger)
    await at.tell('charge.refunded', stranger)
    expect(await at.runDue()).toEqual([])
    expect(await notice(capturable)).toMatchObject({ state: 'ignored', checkoutId: 'chk_of_another_shop' })
    expect(await notice('charge.refunded')).toMatchObject({ state: 'ignored', checkoutId: null })
  })

  test('while Stripe cannot be asked: looked at for as long as it takes', async () => {
    const { checkoutId } = await at.buy(asksBank)
    at.stripe.confirmAsShopper(at.intent().client_secret, 'pm_card_visa')
    const gateway = at.shop.gateways.get('stripe')
    if (!gateway) throw new Error('there is Stripe')
    const away = { ...gateway, lookup: async () => ({ kind: 'unknown', message: 'away' }) as const }
    const gateways = at.shop.gateways
    Object.assign(at.shop, { gateways: new Map([...gateways, ['stripe', away]]) })
    await at.tell(capturable, at.intent())
    for (let hours = 0; hours < 15; hours += 1) await at.later()
    expect((await notice(capturable))?.state).toBe('waiting')
    Object.assign(at.shop, { gateways })
    await at.later()
    expect((await at.checkout(checkoutId)).state).toBe('completed')
  })
})

describe('what is not Stripe’s word', () => {
  interface Sent {
    readonly body: string
    readonly signature: string | null
  }

  async function refusalOf(change: (sent: Sent) => Sent, sentAt = at.shop.now(), more: object = {}): Promise<unknown> {
    await at.buy(asksBank)
    const { body, signature } = change(await at.stripe.event(capturable, at.intent(), sentAt, more))
    const header = (name: string) => (name === 'stripe-signature' ? signature : null)
    return takeNotice(at.shop, 'stripe', { body, header }).catch((error: unknown) => error)
  }

  test.each<[string, (sent: Sent) => Sent]>([
    ['unsigned', (sent) => ({ ...sent, signature: null })],
    ['signed with nothing', (sent) => ({ ...sent, signature: 't=1,v1=' })],
    ['changed on the way', (sent) => ({ ...sent, body: sent.body.replace('"type"', '"typ"') })],
  ])('%s: refused, nothing kept', async (_, change) => {
    expect(await refusalOf(change)).toMatchObject({ code: 'body-invalid' })
    expect(await notice(capturable)).toBeNull()
  })

  test('a recording from six minutes ago: refused', async () => {
    expect(await refusalOf((sent) => sent, at.shop.now() - 360_000)).toMatchObject({ code: 'body-invalid' })
  })

  test('of another account: refused', async () => {
    const refusal = await refusalOf((sent) => sent, at.shop.now(), { account: 'acct_other' })
    expect(refusal).toMatchObject({ code: 'body-invalid' })
  })
})

test('over HTTP: 2xx once it is saved, 400 for what is not signed, 404 for who tells nothing', async () => {
  const { checkoutId } = await at.buy(asksBank)
  at.stripe.confirmAsShopper(at.intent().client_secret, 'pm_card_visa')
  const { body, signature } = await at.stripe.event(capturable, at.intent(), at.shop.now())
  const health = { readiness: async () => ({ status: 'ok' }) as never, stop: () => {} }
  const routes = operationRoutes(
    { shop: at.shop, adminToken: 'token', adminOrigins: [] },
    { health, scrape: { contentType: '', text: async () => '' }, log: openLog('silent', 2, false) },
  )
  const post = async (provider: string, headers: Record<string, string>) =>
    routes.fetch(
      new Request(`http://shop.example/webhooks/${provider}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      }),
    )
  const statuses = [
    await post('stripe', {}),
    await post('stripe', { 'stripe-signature': signature.replace('v1=', 'v0=') }),
    await post('manual', { 'stripe-signature': signature }),
    await post('nobody', {}),
    await post('stripe', { 'stripe-signature': signature }),
    await post('stripe', { 'stripe-signature': signature }),
  ].map(({ status }) => status)
  expect(statuses).toEqual([400, 400, 404, 404, 200, 200])
  await at.settle()
  expect((await at.checkout(checkoutId)).state).toBe('completed')
})
