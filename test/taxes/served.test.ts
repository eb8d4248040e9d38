import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { resolve } from 'node:path'
import type Medusa from '@medusajs/medusa-js'
import { taxWaitMs } from '../../src/commands/taxes.ts'
import { address, browse, clientOf } from '../stories/shopper.ts'
import { command, fromCheckout, type Running, serve, temporaryFolder } from '../support/cartwright.ts'
import { brokenInvariants } from '../support/invariants.ts'
import { startHttpTaxes, startStripeTax, type TaxStandIn } from '../support/tax-stand-in.ts'

const catalog = resolve(import.meta.dir, '../support/catalog/peer-store.json')
const secret = '0123456789abcdef'

let folder: ReturnType<typeof temporaryFolder>
let standIn: TaxStandIn
let server: Running
let medusa: Medusa

async function start(env: Readonly<Record<string, string>>): Promise<void> {
  server = await serve({ program: fromCheckout, dataDir: folder.path, env, words: [] })
  medusa = clientOf(server.base)
}

async function open(made: TaxStandIn, env: Readonly<Record<string, string>>): Promise<void> {
  standIn = made
  folder = temporaryFolder()
  const { status, output } = await command(fromCheckout, folder.path, ['import', catalog])
  if (status !== 0) throw new Error(`the import failed: ${output}`)
  await start(env)
}

async function close(): Promise<void> {
  await server?.stop()
  standIn?.stop()
  folder?.remove()
}

/** 10.00 and 10.00 for shipping, to be paid in that region. */
async function filledCart(regionName: string, countryCode: string): Promise<string> {
  const shop = await browse(medusa)
  const { cart } = await medusa.carts.create({ region_id: shop.region(regionName) })
  await medusa.carts.lineItems.create(cart.id, { variant_id: shop.variant('PRODUCT-01-S'), quantity: 1 })
  const shipping_address = { ...address, country_code: countryCode }
  await medusa.carts.update(cart.id, { email: 'grete@example.com', shipping_address })
  await medusa.carts.addShippingMethod(cart.id, { option_id: await shop.option(cart.id, 'Standard') })
  return cart.id
}

/** Comes back for as long as it is told to. */
async function untilAnswered(ask: () => Promise<Response>): Promise<void> {
  for (const begun = performance.now(); performance.now() - begun < 20_000; await Bun.sleep(250)) {
    if ((await ask()).status !== 503) return
  }
  throw new Error('the provider is back, and nobody noticed')
}

async function taxesOf(cartId: string): Promise<Response> {
  return fetch(`${server.base}/store/carts/${cartId}/taxes`, { method: 'POST' })
}

describe('a server whose taxes come from an address', () => {
  const settings = () => ({ TAX_PROVIDER: standIn.url.href, HTTP_TAX_SECRET: secret })
  beforeAll(async () => {
    const made = startHttpTaxes(secret)
    standIn = made
    await open(made, settings())
  }, 60_000)
  afterAll(close)

  test('where taxes are worked out on demand: none on reading, the provider’s when asked for, and on payment and order', async () => {
    const id = await filledCart('se-manual-tax', 'se')
    expect((await medusa.carts.retrieve(id)).cart).toMatchObject({ tax_total: 0, total: 2000 })
    expect(standIn.asked).toEqual([])
    const { cart } = JSON.parse(await (await taxesOf(id)).text())
    expect(cart).toMatchObject({ tax_total: 500, item_tax_total: 250, shipping_tax_total: 250, total: 2500 })
    expect(cart.items[0].tax_lines).toMatchObject([{ rate: 25, name: 'VAT', code: 'standard' }])
    expect((await medusa.carts.retrieve(id)).cart).toMatchObject({ tax_total: 0, total: 2000 })
    const { cart: paying } = await medusa.carts.createPaymentSessions(id)
    expect(paying).toMatchObject({ total: 2500, payment_session: { amount: 2500 } })
    const { data } = await medusa.carts.complete(id)
    expect(data).toMatchObject({ total: 2500, tax_total: 500 })
    const { order } = await medusa.orders.retrieve(data.id ?? '')
    expect(order).toMatchObject({ total: 2500, tax_total: 500, items: [{ tax_total: 250, total: 1250 }] })
    expect(standIn.asked).toHaveLength(1)
  })

  test('after a restart the same question is not asked again', async () => {
    const id = await filledCart('eu', 'de')
    expect((await medusa.carts.createPaymentSessions(id)).cart).toMatchObject({ total: 2380 })
    const before = standIn.asked.length
    await server.stop()
    await start(settings())
    expect((await medusa.carts.complete(id)).data).toMatchObject({ total: 2380 })
    expect(standIn.asked).toHaveLength(before)
  })

  test('while it is away: carts are read and changed as ever, and who wants to pay hears when to come back', async () => {
    standIn.mood = 'error'
    const id = await filledCart('eu', 'dk')
    expect((await medusa.carts.retrieve(id)).cart).toMatchObject({ total: 2400 })
    const pay = async (prefer: string) => {
      const begun = performance.now()
      const url = `${server.base}/store/carts/${id}/payment-sessions`
      const { status, headers } = await fetch(url, { method: 'POST', headers: { prefer } })
      const said = [status, headers.get('retry-after'), headers.get('preference-applied')]
      return { said, tookMs: performance.now() - begun }
    }
    const patient = await pay('return=minimal')
    expect(patient.said).toEqual([503, '1', null])
    expect(patient.tookMs).toBeGreaterThan(taxWaitMs - 100)
    const hasty = await pay('respond-async, wait=0')
    expect(hasty.said).toEqual([503, '1', 'wait=0'])
    expect(hasty.tookMs).toBeLessThan(patient.tookMs)
    const stubborn = await pay('wait=4')
    expect(stubborn.said).toEqual([503, '1', 'wait=4'])
    expect(stubborn.tookMs).toBeGreaterThan(taxWaitMs + 900)
    standIn.mood = 'well'
    await untilAnswered(() => fetch(`${server.base}/store/carts/${id}/payment-sessions`, { method: 'POST' }))
    expect((await medusa.carts.createPaymentSessions(id)).cart).toMatchObject({ total: 2500 })
    expect((await medusa.carts.complete(id)).type).toBe('order')
    expect(brokenInvariants(server.dataDir)).toEqual([])
  }, 30_000)

  test('a total that changed is said with 409, which clients do not repeat by themselves', async () => {
    const id = await filledCart('eu', 'fr')
    await medusa.carts.createPaymentSessions(id)
    await medusa.carts.addShippingMethod(id, {
      option_id: await (await browse(medusa)).option(id, 'Express'),
    })
    standIn.factor = 0
    const refused = await fetch(`${server.base}/store/carts/${id}/complete`, { method: 'POST' })
    standIn.factor = 1
    expect([refused.status, await refused.json()]).toEqual([
      409,
      {
        type: 'not_allowed',
        code: 'total_changed',
        message: 'The total is 2500 and not 3000 as the payment session showed. Nothing was charged.',
      },
    ])
    const { cart } = await medusa.carts.retrieve(id)
    expect(cart).toMatchObject({ total: 2500, payment_session: { amount: 2500 }, completed_at: null })
  })
})

describe('a server whose taxes come from Stripe', () => {
  beforeAll(async () => {
    const made = startStripeTax()
    const key = { STRIPE_SECRET_KEY: 'sk_test_taxes', STRIPE_API_BASE: made.url.href }
    await open(made, { TAX_PROVIDER: 'stripe', TAX_POLICY: 'zero_and_flag', ...key })
  }, 60_000)
  afterAll(close)

  test('an order shows the tax lines as Stripe gave them', async () => {
    const id = await filledCart('eu', 'de')
    await medusa.carts.createPaymentSessions(id)
    const { data } = await medusa.carts.complete(id)
    expect(data).toMatchObject({ total: 2380, tax_total: 380, metadata: {} })
    const answer = await fetch(`${server.base}/store/orders/${data.id}`)
    const { order } = (await answer.json()) as { order: { items: { tax_lines: object[] }[] } }
    expect(order.items[0]?.tax_lines).toMatchObject([{ rate: 19, name: 'Germany VAT', code: 'vat' }])
    expect(standIn.asked).toHaveLength(1)
  })

  test('while Stripe is away and the shop wants it so: no tax, and the order says it for operators', async () => {
    standIn.mood = 'error'
    const id = await filledCart('eu', 'fr')
    expect((await medusa.carts.createPaymentSessions(id)).cart).toMatchObject({ total: 2000 })
    const { data } = await medusa.carts.complete(id)
    expect(data).toMatchObject({ total: 2000, tax_total: 0, metadata: { tax_flag: 'zero' } })
    expect(brokenInvariants(server.dataDir)).toEqual([])
  })
})
