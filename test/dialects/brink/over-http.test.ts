import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { asking, type Json } from '../../stories/four-doors/door.ts'
import { embedded, type Place } from '../../stories/places.ts'
import { address } from './door.ts'

const page = 'https://storefront.example'

let place: Place
let base: string
beforeAll(async () => {
  place = await embedded.open({ LOG_LEVEL: 'info' })
  base = place.server.base
}, 60_000)
afterAll(async () => {
  await place?.close()
})

const start = { storeGroupId: 'DEMO', countryCode: 'DE', languageCode: 'en' }

async function filled(): Promise<{
  readonly ask: (method: string, path: string, body?: object) => Promise<Json>
  readonly token: string
}> {
  const { token } = await asking(base, 'POST', '/sessions/start', start)
  const ask = (method: string, path: string, body?: object) =>
    asking(base, method, `/sessions${path}`, body, { authorization: token })
  await ask('POST', '/items', { productVariantId: 'PRODUCT-01-S', quantity: 1 })
  return { ask, token }
}

describe('a refusal', () => {
  test('has the id of its request, the caller’s own if there was one', async () => {
    const answer = await fetch(`${base}/shopper/sessions`, { headers: { 'x-request-id': 'trace-7' } })
    expect([answer.status, answer.headers.get('x-request-id')]).toEqual([401, 'trace-7'])
    expect(await answer.json()).toMatchObject({ requestId: 'trace-7', error: 'unauthorized' })
    const other = await fetch(`${base}/sessions/nothing`)
    const { requestId } = (await other.json()) as { requestId: string }
    expect(requestId).toBe(other.headers.get('x-request-id') ?? 'none')
  })

  test.each(['/sessions/nothing', '/shopper/nothing', '/shopper', '/prices/x', '/stocks/x'])(
    'at an unknown path (%s) is Brink’s',
    async (path) => {
      const answer = await fetch(`${base}${path}`, { method: 'POST' })
      expect([answer.status, await answer.json()]).toMatchObject([404, { error: 'not found' }])
    },
  )
})

describe('pages of any origin', () => {
  test('may ask, with their token', async () => {
    const asked = await fetch(`${base}/shopper/sessions/items`, {
      method: 'OPTIONS',
      headers: {
        origin: page,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-shopper-api-key',
      },
    })
    expect(asked.status).toBe(204)
    expect(asked.headers.get('access-control-allow-origin')).toBe('*')
    expect(asked.headers.get('access-control-allow-methods')).toContain('PUT')
    expect(asked.headers.get('access-control-allow-headers')).toContain('authorization')
  })

  test('may read the answer, and what was refused, but not with cookies', async () => {
    for (const path of ['/sessions', '/prices/product-parents/product-01/store-groups/DEMO/markets/DE']) {
      const { headers } = await fetch(`${base}${path}`, { headers: { origin: page } })
      expect(headers.get('access-control-allow-origin')).toBe('*')
      expect(headers.get('access-control-allow-credentials')).toBeNull()
    }
    const store = await fetch(`${base}/store/regions`, { headers: { origin: page } })
    expect(store.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('GET /checkouts/{id}', () => {
  test('shows a checkout before anybody asked to complete it, and when the cart was changed', async () => {
    const { ask } = await filled()
    const { checkout } = await ask('POST', '/checkout/start', { paymentProvider: { id: 'manual' } })
    const shown = await asking(base, 'GET', `/checkouts/${checkout.id}`)
    expect(shown).toMatchObject({ id: checkout.id, state: 'started', terminal: false, step: 0, problem: null })
    await ask('POST', '/items', { productVariantId: 'PRODUCT-02-S', quantity: 1 })
    expect(await asking(base, 'GET', `/checkouts/${checkout.id}`)).toMatchObject({
      state: 'canceled',
      terminal: true,
      problem: { code: 'checkout_outdated' },
    })
  })
})

test('a session’s cart is a cart at every door: completed at another one, the session is paid and closed', async () => {
  const { ask, token } = await filled()
  const { checkout } = await ask('POST', '/checkout/start', { paymentProvider: { id: 'manual' } })
  await ask('PUT', '/shipping-address', address)
  const { cart_id: cartId } = await asking(base, 'GET', `/checkouts/${checkout.id}`)
  const { cart } = await asking(base, 'GET', `/store/carts/${cartId}`)
  expect([cart.total, cart.email]).toEqual([1200, 'grete@example.com'])
  const { data } = await asking(base, 'POST', `/store/carts/${cartId}/complete`)
  expect(await ask('GET', '')).toMatchObject({ paymentStatus: 'PAID', locked: true, totalAmount: 1200 })
  expect(data.total).toBe(1200)
  const change = await fetch(`${base}/sessions/items`, {
    method: 'POST',
    headers: { authorization: token, 'content-type': 'application/json' },
    body: JSON.stringify({ productVariantId: 'PRODUCT-01-S', quantity: 1 }),
  })
  expect(change.status).toBe(409)
})

test('no token and no code gets into the log', async () => {
  const { ask, token } = await filled()
  await ask('POST', '/gift-cards', { code: 'GCEU5000' })
  await ask('DELETE', '/gift-cards/GCEU5000')
  await Bun.sleep(200)
  const log = place.server.output()
  expect(log).toContain('/sessions/gift-cards/')
  expect(log).not.toContain('GCEU5000')
  expect(log).not.toContain(token)
})
