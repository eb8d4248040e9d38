import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { command, fromCheckout, type Running, serve, temporaryFolder } from '../../support/cartwright.ts'
import { ask, cartReadyToComplete } from '../../support/server.ts'

const token = 'operators-only-5e1f'
const ownPage = 'https://back-office.example'

let folder: ReturnType<typeof temporaryFolder>
let server: Running

beforeAll(async () => {
  folder = temporaryFolder()
  const env = { DEMO: '1', ADMIN_TOKEN: token, ADMIN_CORS: ownPage }
  server = await serve({ program: fromCheckout, dataDir: folder.path, env, words: [] })
}, 30_000)
afterAll(async () => {
  await server?.stop()
  folder.remove()
})

const bearer = { authorization: `Bearer ${token}` }

function admin(method: 'GET' | 'POST', path: string, body?: object, headers: Record<string, string> = bearer) {
  return fetch(`${server.base}/admin${path}`, {
    method,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
}

interface Seen {
  readonly id: string
  readonly display_id: number
  readonly total: number
  readonly payment_status: string
}

async function placed(): Promise<Seen> {
  const cartId = await cartReadyToComplete(server.base, { outcome: 'authorize' })
  const { data } = (await ask(server.base, 'POST', `/carts/${cartId}/complete`, {})) as { data: Seen }
  return data
}

async function orderIn(answer: Response): Promise<Seen> {
  return ((await answer.json()) as { order: Seen }).order
}

describe('who may', () => {
  const basic = (password: string) => `Basic ${Buffer.from(`anybody:${password}`).toString('base64')}`

  test.each([
    ['nothing', {}],
    ['another token', { authorization: 'Bearer operators-only' }],
    ['another password', { authorization: basic('operators') }],
    ['a customer’s scheme', { authorization: token }],
  ])('not with %s: 401, and a browser asks', async (_, headers) => {
    for (const path of ['/orders', '/orders/order_1/cancel', '/nothing']) {
      const answer = await admin('POST', path, undefined, headers as Record<string, string>)
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
        401,
        'Basic realm="Operators", charset="UTF-8"',
      ])
      expect(await answer.json()).toMatchObject({ code: 'unauthorized', status: 401 })
    }
  })

  test('with the token as a bearer, as a password, or with a secret key', async () => {
    expect((await admin('GET', '/orders')).status).toBe(200)
    expect((await admin('GET', '/orders', undefined, { authorization: basic(token) })).status).toBe(200)
    const made = async (...words: string[]) => {
      const { output } = await command(fromCheckout, folder.path, ['keys', 'create', '--json', ...words])
      return (JSON.parse(output) as { key: string }).key
    }
    const statusWith = async (key: string) =>
      (await admin('GET', '/orders', undefined, { authorization: `Bearer ${key}` })).status
    expect(await statusWith(await made('--kind', 'secret'))).toBe(200)
    expect(await statusWith(await made('--kind', 'publishable'))).toBe(403)
    expect(await statusWith(await made('--kind', 'secret', '--test'))).toBe(403)
  })

  test('no page of another origin, although a browser would send the password along', async () => {
    const { id } = await placed()
    const from = (origin: string) =>
      admin('POST', `/orders/${id}/capture`, undefined, { authorization: basic(token), origin })
    expect((await from('https://elsewhere.example')).status).toBe(403)
    expect((await from('null')).status).toBe(403)
    expect(await orderIn(await admin('GET', `/orders/${id}`))).toMatchObject({ payment_status: 'awaiting' })
    const own = await from(ownPage)
    expect([own.status, own.headers.get('access-control-allow-origin')]).toEqual([200, ownPage])
    expect((await from(server.base)).status).toBe(200)
  })
})

describe('orders', () => {
  test('are listed newest first, found and shown', async () => {
    const [first, second] = [await placed(), await placed()]
    const list = async (query: string) =>
      (await (await admin('GET', `/orders?${query}`)).json()) as {
        orders: Seen[]
        count: number
        offset: number
        limit: number
      }
    const all = await list('limit=2')
    expect(all).toMatchObject({ offset: 0, limit: 2, orders: [{ id: second.id }, { id: first.id }] })
    expect(all.count).toBeGreaterThanOrEqual(2)
    expect(await list(`q=${first.display_id}`)).toMatchObject({ count: 1, orders: [{ id: first.id }] })
    expect(await list('status=canceled&limit=1')).toMatchObject({ limit: 1, offset: 0 })
    expect((await list('offset=1&limit=1')).orders.map(({ id }) => id)).toEqual([first.id])
    const answer = await admin('GET', `/orders/${first.id}`)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await orderIn(answer)).toMatchObject({
      id: first.id,
      total: first.total,
      door: 'medusa',
      status: 'pending',
      email: 'a@example.com',
      shipping_address: { address_1: 'C 1', country_code: 'de' },
      payments: [{ provider_id: 'test', amount: first.total, captured_at: null }],
      actions: [],
    } as object)
  })

  test('are captured, refunded in part, and canceled with the rest', async () => {
    const { id, total } = await placed()
    expect(await orderIn(await admin('POST', `/orders/${id}/capture`))).toMatchObject({ payment_status: 'captured' })
    const refund = await admin('POST', `/orders/${id}/refund`, { amount: 100, reason: 'a dent' })
    expect([refund.status, await orderIn(refund)]).toMatchObject([
      200,
      {
        payment_status: 'partially_refunded',
        refundable_amount: total - 100,
        actions: [{}, { kind: 'refund', reason: 'a dent', state: 'done' }],
      },
    ] as object[])
    const canceled = await orderIn(await admin('POST', `/orders/${id}/cancel`, {}))
    expect(canceled).toMatchObject({ status: 'canceled', payment_status: 'refunded', refundable_amount: 0 } as object)
    const shown = (await ask(server.base, 'GET', `/orders/${id}`)) as { order: object }
    expect(shown.order).toMatchObject({ status: 'canceled', refunded_total: total })
  })

  test('a refund is made once under one key', async () => {
    const { id } = await placed()
    await admin('POST', `/orders/${id}/capture`)
    const once = { ...bearer, 'idempotency-key': 'the-dent' }
    for (let tries = 0; tries < 3; tries += 1) {
      expect((await admin('POST', `/orders/${id}/refund`, { amount: 10 }, once)).status).toBe(200)
    }
    expect((await admin('POST', `/orders/${id}/refund`, { amount: 11 }, once)).status).toBe(422)
    expect(await orderIn(await admin('GET', `/orders/${id}`))).toMatchObject({
      payments: [{ amount_refunded: 10 }],
    } as object)
  })

  test('what cannot be is refused, in the words of RFC 9457', async () => {
    const { id, total } = await placed()
    const refused = async (path: string, body?: object) => {
      const answer = await admin('POST', path, body)
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      return [answer.status, ((await answer.json()) as { code: string }).code]
    }
    expect(await refused('/orders/order_unknown/capture')).toEqual([404, 'order_not_found'])
    expect(await refused(`/orders/${id}/refund`, { amount: 1 })).toEqual([409, 'order_settled'])
    await admin('POST', `/orders/${id}/capture`)
    expect(await refused(`/orders/${id}/refund`, { amount: total + 1 })).toEqual([422, 'refund_invalid'])
    for (const amount of [0, -5, 1.5, '10', null, 1e21]) {
      expect(await refused(`/orders/${id}/refund`, { amount })).toEqual([400, 'body_invalid'])
    }
    expect(await refused(`/orders/${id}/refund`, { amuont: 1 })).toEqual([400, 'body_invalid'])
    for (const query of ['limit=x', 'offset=-1', 'status=lost']) {
      expect((await admin('GET', `/orders?${query}`)).status).toBe(400)
    }
    expect((await admin('GET', '/nothing')).status).toBe(404)
  })
})

test('the first start makes a token, shows it once, and keeps it for the program alone', async () => {
  const fresh = temporaryFolder()
  const start = () => serve({ program: fromCheckout, dataDir: fresh.path, env: {}, words: [] })
  const first = await start()
  const kept = (await Bun.file(`${fresh.path}/admin-token`).text()).trim()
  const answer = await fetch(`${first.base}/admin/orders`, { headers: { authorization: `Bearer ${kept}` } })
  expect(answer.status).toBe(200)
  while (!first.output().includes(kept)) await Bun.sleep(20)
  await first.stop()
  const second = await start()
  expect(second.output()).not.toContain(kept)
  await second.stop()
  fresh.remove()
}, 30_000)
