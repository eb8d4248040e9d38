import { afterAll, beforeAll, expect, test } from 'bun:test'
import { embedded, type Place } from '../stories/places.ts'
import { address, browse, clientOf, refusal } from '../stories/shopper.ts'

const email = 'sophie.germain@example.com'
const password = 'Le Blanc 1804'

let place: Place

beforeAll(async () => {
  place = await embedded.open({ LOG_LEVEL: 'trace' })
}, 60_000)

afterAll(() => place.close())

interface Logged {
  readonly id: string
  readonly method: string
  readonly path: string
}

/** The lines so far, once that request is among them. */
async function logged(requestId: string): Promise<readonly Logged[]> {
  const lines = () => {
    const texts = place.server.output().split('\n')
    return texts.flatMap((text): Logged[] => (text.includes('"event":"request"') ? [JSON.parse(text)] : []))
  }
  for (let tries = 0; tries < 200 && !lines().some(({ id }) => id === requestId); tries += 1) await Bun.sleep(25)
  return lines()
}

test('the log of a purchase names the routes, and nobody’s e-mail, code, token or whole cart', async () => {
  const { base } = place.server
  const medusa = clientOf(base)
  const shop = await browse(medusa)
  await medusa.customers.create({ first_name: 'Sophie', last_name: 'Germain', email, password })
  await medusa.auth.exists(email)
  const { access_token: token } = await medusa.auth.getToken({ email, password })
  const headers = { authorization: `Bearer ${token}` }
  const { cart } = await medusa.carts.create({ region_id: shop.region('eu') })
  await medusa.carts.lineItems.create(cart.id, { variant_id: shop.variant('PRODUCT-01-S'), quantity: 1 })
  await medusa.carts.update(cart.id, { email, shipping_address: address, discounts: [{ code: 'TENPERCENT' }] })
  await medusa.carts.deleteDiscount(cart.id, 'TENPERCENT')
  await medusa.giftCards.retrieve('GCEU1000')
  await refusal(medusa.giftCards.retrieve('GCEU-WRONG'))
  await medusa.carts.createPaymentSessions(cart.id)
  const { data } = await medusa.carts.complete(cart.id)
  const { order } = await medusa.orders.retrieve(data.id ?? '')
  await medusa.orders.lookupOrder({ display_id: order.display_id, email })
  await medusa.customers.generatePasswordToken({ email })
  await medusa.customers.listOrders({ email }, headers)
  const get = (path: string, more: Record<string, string> = {}) => fetch(`${base}${path}`, { headers: more })
  await get(`/store/customers/me?access_token=${token}`)
  await get(`/store/carts/${cart.id}/discounts/TENPERCENT/nothing`)
  await get(`/stores/${email}`)
  await get(`/store/AUTH/${encodeURIComponent(email)}/`, { 'x-request-id': 'the-last-one' })

  const lines = await logged('the-last-one')
  const { output } = place.server
  const secrets = [email, encodeURIComponent(email), 'germain', 'TENPERCENT', 'GCEU', token, password]
  for (const secret of [...secrets, cart.id, order.id])
    expect(output().toLowerCase()).not.toContain(secret.toLowerCase())

  const cartShown = `${cart.id.slice(0, 15)}*${cart.id.slice(-4)}`
  const paths = lines.map(({ method, path }) => `${method} ${path}`)
  for (const wanted of [
    'GET /store/auth/:email',
    'POST /store/auth/token',
    `POST /store/carts/${cartShown}/line-items`,
    `DELETE /store/carts/${cartShown}/discounts/:code`,
    'GET /store/gift-cards/:code',
    `POST /store/carts/${cartShown}/complete`,
    `GET /store/orders/${order.id.slice(0, 16)}*${order.id.slice(-4)}`,
    'GET /store/orders',
    'POST /store/customers/password-token',
    'GET /store/customers/me/orders',
    'GET /store/customers/me',
    'GET /store/carts/*',
    'GET /stores/*',
  ]) {
    expect(paths).toContain(wanted)
  }
  expect(lines.at(-1)).toMatchObject({ method: 'GET', path: '/store/auth/:email', status: 200, ms: expect.any(Number) })
}, 30_000)
