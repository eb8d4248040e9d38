import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { revokeApiKey } from '../../../src/commands/api-keys.ts'
import { type BigCommerceDoor, openBigCommerceDoor } from './door.ts'

const errorType = 'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes'

let door: BigCommerceDoor
beforeAll(async () => {
  door = await openBigCommerceDoor()
})
afterAll(async () => {
  await door.close()
})

describe('who is let in', () => {
  test('nobody without the token of a management key', async () => {
    const strangers = ['', 'mk_live_wrong', await door.key('secret'), await door.key('publishable')]
    for (const token of strangers) {
      const { status, json } = await door.call('GET', '/carts/settings', undefined, { 'x-auth-token': token })
      expect([status, json]).toEqual([401, { status: 401, title: 'Unauthorized', type: errorType }])
    }
    expect((await door.send('GET', '/stores/demo/v3/carts/settings', null, {})).status).toBe(401)
    expect((await door.call('GET', '/carts/settings')).status).toBe(200)
  })

  test('nobody any more whose key was revoked', async () => {
    const token = await door.key('management')
    const ask = () => door.call('GET', '/carts/settings', undefined, { 'x-auth-token': token })
    expect((await ask()).status).toBe(200)
    const keys = await door.shop.store.read((books) => books.apiKeys())
    await revokeApiKey(door.shop, keys.at(-1)?.id ?? '')
    expect((await ask()).status).toBe(401)
  })

  test('to another store than this one nobody', async () => {
    const headers = { 'x-auth-token': door.token, accept: 'application/json' }
    for (const path of [
      '/stores/other/v3/carts/settings',
      '/stores/DEMO/v3/carts/settings',
      '/stores',
      '/stores/other',
    ]) {
      expect((await door.send('GET', path, null, headers)).json).toMatchObject({ status: 404, type: errorType })
    }
  })

  test('a test key sees test carts alone', async () => {
    const token = await door.key('management', true)
    const live = await door.cart({ 'PRODUCT-01-S': 1 })
    const asTest = { 'x-auth-token': token }
    expect((await door.call('GET', `/carts/${live.id}`, undefined, asTest)).status).toBe(404)
    const item = {
      product_id: await door.product('product-01'),
      variant_id: await door.variant('PRODUCT-01-S'),
      quantity: 1,
    }
    const made = await door.call('POST', '/carts', { line_items: [item] }, asTest)
    expect(made.status).toBe(201)
    expect((await door.call('GET', `/carts/${made.json.data.id}`)).status).toBe(404)
    expect((await door.call('GET', `/carts/${made.json.data.id}`, undefined, asTest)).status).toBe(200)
  })
})

describe('how it is asked', () => {
  test.each(['text/html', 'text/html, application/json;q=0', 'application/xml'])('406 for %s', async (accept) => {
    const { status, json } = await door.call('GET', '/carts/settings', undefined, { accept })
    expect([status, json.status, json.type]).toEqual([406, 406, errorType])
  })

  test.each(['*/*', 'application/*', 'text/html, application/json;q=0.5', ''])('JSON for "%s"', async (accept) => {
    const { status, headers } = await door.call('GET', '/carts/settings', undefined, { accept })
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8'])
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx'])('415 for %s', async (type) => {
    const body = JSON.stringify({ allow_purchasing: true })
    const headers = { 'x-auth-token': door.token, 'content-type': type }
    const { status, json } = await door.send('PUT', '/stores/demo/v3/carts/settings', body, headers)
    expect([status, json.status]).toEqual([415, 415])
  })

  test('broken JSON is 400, what is nested too deep too, and what is too large 413', async () => {
    const headers = { 'x-auth-token': door.token, 'content-type': 'application/json; charset=utf-8' }
    const put = (body: string) => door.send('PUT', '/stores/demo/v3/carts/settings', body, headers)
    expect((await put('{"allow_')).json).toMatchObject({ status: 400, type: errorType })
    expect((await put('['.repeat(100))).status).toBe(400)
    expect((await put(`"${'x'.repeat(110_000)}"`)).json).toMatchObject({ status: 413, type: errorType })
  })

  test('unknown paths and methods are 404 in these words', async () => {
    for (const [method, path] of [
      ['GET', '/orders'],
      ['PATCH', '/carts'],
      ['GET', '/carts'],
      ['POST', '/checkouts/settings'],
    ] as const) {
      const { status, json } = await door.call(method, path, method === 'GET' ? undefined : {})
      expect([status, json]).toMatchObject([404, { status: 404, type: errorType }])
    }
    expect((await door.call('GET', '/carts/%zz')).status).toBe(404)
  })

  test('each answer says how many requests are left, and 429 comes after the last', async () => {
    const limited = await openBigCommerceDoor({ limitsAttempts: true })
    try {
      const { headers } = await limited.call('GET', '/carts/settings')
      expect(headers.get('x-rate-limit-requests-quota')).toBe('450')
      expect(headers.get('x-rate-limit-requests-left')).toBe('449')
      expect(headers.get('x-rate-limit-time-window-ms')).toBe('30000')
      expect(Number(headers.get('x-rate-limit-time-reset-ms'))).toBeWithin(1, 30_001)
      const more = await Promise.all(Array.from({ length: 449 }, () => limited.call('GET', '/carts/settings')))
      expect(more.every(({ status }) => status === 200)).toBe(true)
      const { status, json, headers: last } = await limited.call('GET', '/carts/settings')
      expect([status, json.status, last.get('x-rate-limit-requests-left')]).toEqual([429, 429, '0'])
      expect(Number(last.get('retry-after'))).toBeWithin(1, 31)
      const other = await limited.key('management')
      expect((await limited.call('GET', '/carts/settings', undefined, { 'x-auth-token': other })).status).toBe(200)
    } finally {
      await limited.close()
    }
  }, 30_000)

  test('a key of idempotency makes one cart of two requests, and no third of another body', async () => {
    const item = {
      product_id: await door.product('product-01'),
      variant_id: await door.variant('PRODUCT-01-S'),
      quantity: 1,
    }
    const headers = { 'idempotency-key': 'one-cart' }
    const first = await door.call('POST', '/carts', { line_items: [item] }, headers)
    const again = await door.call('POST', '/carts', { line_items: [item] }, headers)
    expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([first.text, 'true'])
    const other = await door.call('POST', '/carts', { line_items: [{ ...item, quantity: 2 }] }, headers)
    expect(other.json).toMatchObject({ status: 422, type: errorType })
  })
})
