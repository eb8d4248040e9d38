import { afterAll, beforeAll, expect, test } from 'bun:test'
import { join, resolve } from 'node:path'
import { command, fromCheckout, type Running, serve, temporaryFolder } from '../support/cartwright.ts'
import { ask } from '../support/server.ts'
import { type StripeStandIn, standInKey, standInWebhookSecret, startStripe } from '../support/stripe-stand-in.ts'

const catalog = resolve(import.meta.dir, '../support/catalog/peer-store.json')
const folder = temporaryFolder()

let stripe: StripeStandIn
let program: Running
beforeAll(async () => {
  stripe = startStripe(Date.now)
  const file = join(folder.path, 'shop.json')
  const shop = await Bun.file(catalog).json()
  const [eu, ...others] = shop.regions
  await Bun.write(file, JSON.stringify({ ...shop, regions: [{ ...eu, payment_providers: ['stripe'] }, ...others] }))
  await command(fromCheckout, folder.path, ['import', file])
  const env = {
    STRIPE_SECRET_KEY: standInKey,
    STRIPE_WEBHOOK_SECRET: standInWebhookSecret,
    STRIPE_API_BASE: stripe.url.origin,
    LOG_LEVEL: 'info',
  }
  program = await serve({ program: fromCheckout, dataDir: folder.path, env, words: [] })
})
afterAll(async () => {
  await program.stop()
  await stripe.stop()
  folder.remove()
})

interface Shown {
  readonly regions: readonly { readonly id: string; readonly name: string }[]
  readonly cart: { readonly id: string }
  readonly type: string
  readonly payment_status: string
  readonly products: readonly { readonly variants: readonly { readonly id: string }[] }[]
}

async function complete(paymentMethod: string): Promise<Shown & { readonly cartId: string }> {
  const { base } = program
  const { regions } = (await ask(base, 'GET', '/regions')) as Shown
  const { products } = (await ask(base, 'GET', '/products?handle=product-01')) as Shown
  const { cart } = (await ask(base, 'POST', '/carts', {
    region_id: regions.find(({ name }) => name === 'eu')?.id,
  })) as Shown
  await ask(base, 'POST', `/carts/${cart.id}/line-items`, { variant_id: products[0]?.variants[0]?.id, quantity: 1 })
  await ask(base, 'POST', `/carts/${cart.id}`, { email: 'grete@example.com' })
  await ask(base, 'POST', `/carts/${cart.id}/payment-sessions`)
  await ask(base, 'POST', `/carts/${cart.id}/payment-sessions/stripe`, { data: { payment_method: paymentMethod } })
  return { ...((await ask(base, 'POST', `/carts/${cart.id}/complete`)) as Shown), cartId: cart.id }
}

async function reconcile(): Promise<{ status: number; output: string }> {
  const settings = ['--stripe-secret-key', standInKey, '--stripe-api-base', stripe.url.origin]
  return command(fromCheckout, folder.path, ['reconcile', '--since', '1h', '--json', ...settings])
}

async function orderOf(cartId: string): Promise<Response> {
  for (const begun = performance.now(); performance.now() - begun < 5_000; await Bun.sleep(20)) {
    const order = await fetch(`${program.base}/store/orders/cart/${cartId}`)
    if (order.ok) return order
  }
  throw new Error(`no order came: ${program.output()}`)
}

test('a card through the storefront, one that the bank asks about, and the books that agree until they do not', async () => {
  expect((await complete('pm_card_visa')).type).toBe('order')

  const waiting = await complete('pm_card_threeDSecure2Required')
  expect(waiting).toMatchObject({ type: 'cart', payment_status: 'requires_more' })
  const [first, second] = stripe.intents
  if (!first || !second) throw new Error('each has its own intent')
  stripe.confirmAsShopper(second.client_secret, 'pm_card_visa')
  const { body, signature } = await stripe.event('payment_intent.amount_capturable_updated', second, Date.now())
  const headers = { 'stripe-signature': signature, 'content-type': 'application/json; charset=utf-8' }
  const thanked = await fetch(`${program.base}/webhooks/stripe`, { method: 'POST', body, headers })
  expect(thanked.status).toBe(200)
  await orderOf(waiting.cartId)

  const agreed = await reconcile()
  expect(JSON.parse(agreed.output)).toEqual({ payments: 2, checkouts: 2, differences: [] })
  expect(agreed.status).toBe(0)

  stripe.cancelInDashboard(first.id)
  const differing = await reconcile()
  expect(differing.status).toBe(1)
  expect(JSON.parse(differing.output).differences).toMatchObject([
    { kind: 'order_without_payment', provider: 'stripe', reference: first.id, amount: first.amount },
  ])

  for (const secret of [standInKey, standInWebhookSecret, '_secret_', 'pm_card']) {
    expect(program.output()).not.toContain(secret)
  }
}, 30_000)
