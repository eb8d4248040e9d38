import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { address, browse, clientOf } from '../../stories/shopper.ts'
import { command, fromCheckout, type Running, serve, temporaryFolder } from '../../support/cartwright.ts'
import { brokenInvariants } from '../../support/invariants.ts'

const catalog = resolve(import.meta.dir, '../../support/catalog/peer-store.json')
const emmy = { first_name: 'Emmy', last_name: 'Noether', email: 'Emmy@Example.com', password: 'a ring of ideals' }

const folder = temporaryFolder()
let server: Running

beforeAll(async () => {
  const { status, output } = await command(fromCheckout, folder.path, ['import', catalog])
  if (status !== 0) throw new Error(`the import failed: ${output}`)
  server = await start()
}, 60_000)

afterAll(async () => {
  await server?.stop()
  folder.remove()
})

function start(): Promise<Running> {
  return serve({ program: fromCheckout, dataDir: folder.path, env: {}, words: [] })
}

/** What the client has to be told in Node, where it keeps neither cookies nor tokens. */
async function signedIn(): Promise<Record<string, string>> {
  const { access_token } = await clientOf(server.base).auth.getToken({ email: emmy.email, password: emmy.password })
  return { authorization: `Bearer ${access_token}` }
}

describe('with Medusa’s own client', () => {
  test('a customer registers, signs in, buys to an address of theirs and finds the order in their account', async () => {
    const medusa = clientOf(server.base)
    expect((await medusa.auth.exists(emmy.email)).exists).toBe(false)
    const { customer } = await medusa.customers.create(emmy)
    expect(customer).toMatchObject({ email: 'emmy@example.com', first_name: 'Emmy', has_account: true })
    expect((await medusa.auth.exists('emmy@example.com')).exists).toBe(true)

    const headers = await signedIn()
    const book = await medusa.customers.addresses.addAddress({ address: { ...address, phone: '1' } }, headers)
    const shop = await browse(medusa)
    const { cart } = await medusa.carts.create({ region_id: shop.region('eu') }, headers)
    expect(cart).toMatchObject({ customer_id: customer.id, email: 'emmy@example.com' })
    await medusa.carts.lineItems.create(cart.id, { variant_id: shop.variant('PRODUCT-04-S'), quantity: 1 }, headers)
    const [entry] = book.customer.shipping_addresses
    await medusa.carts.update(cart.id, { shipping_address: entry?.id ?? '' }, headers)
    await medusa.carts.addShippingMethod(cart.id, { option_id: await shop.option(cart.id, 'Standard') }, headers)
    const { cart: paying } = await medusa.carts.createPaymentSessions(cart.id, headers)
    // 24.50 and 10.00 for shipping, and 20 % tax on both: 4.90 + 2.00.
    expect(paying).toMatchObject({ subtotal: 2450, shipping_total: 1000, tax_total: 690, total: 4140 })

    const completed = await medusa.carts.complete(cart.id, headers)
    expect(completed).toMatchObject({ type: 'order', data: { total: 4140, customer_id: customer.id } })
    const { orders, count } = await medusa.customers.listOrders({ limit: 5 }, headers)
    expect(count).toBe(1)
    expect(orders).toMatchObject([{ id: completed.data.id, total: 4140, shipping_address: { city: 'Bremen' } }])
    expect(brokenInvariants(server.dataDir)).toEqual([])
  })

  test('what they change stays changed, and who is not signed in changes nothing', async () => {
    const medusa = clientOf(server.base)
    const headers = await signedIn()
    await medusa.customers.update({ phone: '+49 421 1' }, headers)
    expect((await medusa.customers.retrieve(headers)).customer).toMatchObject({ phone: '+49 421 1' })
    expect((await medusa.customers.paymentMethods.list(headers)).payment_methods).toEqual([])
    await expect(medusa.customers.retrieve()).rejects.toMatchObject({ response: { status: 401 } })
    await expect(medusa.auth.getToken({ email: emmy.email, password: 'guess' })).rejects.toMatchObject({
      response: { status: 401 },
    })
  })
})

describe('over a restart', () => {
  test('customers stay signed in: the secrets were made once and only their owner may read them', async () => {
    const token = await signedIn()
    const login = await fetch(`${server.base}/store/auth`, {
      method: 'POST',
      body: JSON.stringify({ email: emmy.email, password: emmy.password }),
      headers: { 'content-type': 'application/json' },
    })
    const cookie = { cookie: login.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
    await server.stop()
    server = await start()
    for (const headers of [token, cookie]) {
      expect((await fetch(`${server.base}/store/customers/me`, { headers })).status).toBe(200)
    }
    for (const name of ['jwt-secret', 'cookie-secret']) {
      expect(statSync(join(folder.path, name)).mode & 0o777).toBe(0o600)
    }
  }, 30_000)

  test('with other secrets, everybody has to sign in anew', async () => {
    const token = await signedIn()
    await server.stop()
    const env = { JWT_SECRET: 'another', COOKIE_SECRET: 'another' }
    server = await serve({ program: fromCheckout, dataDir: folder.path, env, words: [] })
    expect((await fetch(`${server.base}/store/customers/me`, { headers: token })).status).toBe(401)
    expect((await fetch(`${server.base}/store/customers/me`, { headers: await signedIn() })).status).toBe(200)
  }, 30_000)
})
