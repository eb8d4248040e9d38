import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { command, fromCheckout, type Running, serve, temporaryFolder } from '../support/cartwright.ts'
import { ask, cartReadyToComplete } from '../support/server.ts'

const allowed = 'http://localhost:8000'

let folder: ReturnType<typeof temporaryFolder>
let server: Running

beforeAll(async () => {
  folder = temporaryFolder()
  const env = { DEMO: '1', LOG_LEVEL: 'info', STORE_CORS: allowed, CHECKOUT_WAIT_MS: '50' }
  server = await serve({ program: fromCheckout, dataDir: folder.path, env, words: [] })
}, 30_000)
afterAll(async () => {
  await server?.stop()
  folder.remove()
})

function get(path: string, headers: Record<string, string> = {}) {
  return fetch(`${server.base}${path}`, { headers })
}

describe('health', () => {
  test.each(['/health', '/healthz'])('%s says that the process lives', async (path) => {
    const answer = await get(path)
    expect([answer.status, await answer.text()]).toEqual([200, 'OK'])
  })

  test('/readyz looks at everything that orders need', async () => {
    const answer = await get('/readyz')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const report = (await answer.json()) as { status: string; checks: Record<string, object> }
    expect(Object.keys(report.checks)).toEqual(['database', 'migrations', 'disk', 'redis', 'jobs', 'checkouts'])
    expect(report).toMatchObject({
      checks: {
        database: { status: 'ok' },
        migrations: { status: 'ok', newest: expect.stringMatching(/^\d{4}_/) },
        redis: { status: 'ok', used: false },
        jobs: { oldest_due_ms: expect.any(Number) },
        checkouts: { oldest_live_ms: expect.any(Number) },
      },
    })
  })
})

describe('every answer', () => {
  test.each(['/health', '/nothing', '/store/nothing', '/store/regions'])(
    'of %s has an id and is not sniffed',
    async (path) => {
      const { headers } = await get(path)
      expect(headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{16}-\d+$/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect([headers.get('server'), headers.get('x-powered-by')]).toEqual([null, null])
    },
  )

  test("keeps a caller's id and is told of in one line of JSON, without the query", async () => {
    const { headers } = await get('/store/products?q=private', { 'x-request-id': 'trace-42' })
    expect(headers.get('x-request-id')).toBe('trace-42')
    const line = await untilLogged('trace-42')
    expect(JSON.parse(line)).toMatchObject({
      level: 'info',
      event: 'request',
      id: 'trace-42',
      method: 'GET',
      path: '/store/products',
      status: 200,
    })
  })

  test.each(['a b', 'x'.repeat(129), '{"a":1}'])('replaces an id that does not belong in a log: %s', async (id) => {
    expect((await get('/health', { 'x-request-id': id })).headers.get('x-request-id')).toMatch(/^req_/)
  })

  test('to HEAD has no body', async () => {
    const answer = await fetch(`${server.base}/store/regions`, { method: 'HEAD' })
    expect([answer.status, await answer.text()]).toEqual([200, ''])
  })
})

describe('refusals outside the dialects', () => {
  test.each([
    ['GET', '/'],
    ['GET', '/nothing/here'],
    ['DELETE', '/health'],
    ['PATCH', '/checkouts/chk_1'],
  ])('%s %s is a problem in JSON', async (method, path) => {
    const answer = await fetch(`${server.base}${path}`, { method })
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({ status: 404, code: 'route_unknown' })
  })

  test('a body beyond the limit is 413, broken JSON is 400, wherever it is sent', async () => {
    const post = (path: string, body: string) =>
      fetch(`${server.base}${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
    for (const path of ['/nothing', '/checkouts/chk_1/cancel']) {
      const large = await post(path, `"${'a'.repeat(300_000)}"`)
      expect([large.status, await large.json()]).toMatchObject([413, { code: 'body_too_large' }])
      const broken = await post(path, '{')
      expect([broken.status, await broken.json()]).toMatchObject([400, { code: 'body_broken' }])
    }
  })
})

describe('pages of other origins', () => {
  const asking = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' }

  test('of a configured origin may ask and read, cookies included', async () => {
    const may = await fetch(`${server.base}/store/carts`, {
      method: 'OPTIONS',
      headers: { origin: allowed, ...asking },
    })
    expect(may.status).toBe(204)
    expect(Object.fromEntries(may.headers)).toMatchObject({
      'access-control-allow-origin': allowed,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET,HEAD,PUT,PATCH,POST,DELETE',
      'access-control-allow-headers': 'content-type',
      vary: expect.stringContaining('Origin'),
    })
    const read = await get('/store/regions', { origin: allowed })
    expect(read.headers.get('access-control-allow-origin')).toBe(allowed)
    expect(read.headers.get('access-control-expose-headers')).toContain('etag')
    expect(read.headers.get('vary')).toBe('Origin')
  })

  test('who says no origin is told that cookies may come along, as everybody is', async () => {
    expect((await get('/store/regions')).headers.get('access-control-allow-credentials')).toBe('true')
  })

  test.each(['http://evil.test', 'null', `${allowed}.evil.test`])('of %s may not', async (origin) => {
    const may = await fetch(`${server.base}/store/carts`, { method: 'OPTIONS', headers: { origin, ...asking } })
    expect(may.headers.get('access-control-allow-origin')).toBeNull()
    expect((await get('/store/regions', { origin })).headers.get('access-control-allow-origin')).toBeNull()
  })

  test('may not read what is for operators', async () => {
    expect((await get('/readyz', { origin: allowed })).headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('an attempt', () => {
  async function begin(data: object): Promise<string> {
    const cartId = await cartReadyToComplete(server.base, data)
    const answer = await fetch(`${server.base}/store/carts/${cartId}/complete`, { method: 'POST' })
    expect(answer.status).toBe(202)
    return answer.headers.get('location') ?? ''
  }

  /** Fails by the test's own time limit when it never comes to that. */
  async function untilState(location: string, state: string): Promise<void> {
    while (((await (await get(location)).json()) as { state: string }).state !== state) await Bun.sleep(20)
  }

  test('can be watched until it is an order, each answer fresh only once', async () => {
    const location = await begin({ delay_ms: 1_000 })
    await untilState(location, 'authorizing')
    const running = await get(location)
    expect(running.headers.get('retry-after')).toBe('1')
    expect(await running.json()).toMatchObject({ state: 'authorizing', terminal: false, step: 3, poll_after_ms: 250 })
    const etag = running.headers.get('etag') ?? ''
    expect((await get(location, { 'if-none-match': etag })).status).toBe(304)
    await untilState(location, 'completed')
    const done = await get(location, { 'if-none-match': etag })
    expect(done.status).toBe(200)
    expect(done.headers.get('retry-after')).toBeNull()
    const { order_id } = (await done.json()) as { order_id: string }
    expect(await ask(server.base, 'GET', `/orders/${order_id}`)).toMatchObject({ order: { id: order_id } })
  })

  test('that waits for the shopper can be canceled, and then stays so', async () => {
    const cartId = await cartReadyToComplete(server.base, { outcome: 'requires_action', delay_ms: 200 })
    const begun = await fetch(`${server.base}/store/carts/${cartId}/complete`, { method: 'POST' })
    const location = begun.headers.get('location') ?? ''
    await untilState(location, 'requires_action')
    for (let times = 0; times < 2; times += 1) {
      const canceled = await fetch(`${server.base}${location}/cancel`, { method: 'POST' })
      expect([canceled.status, await canceled.json()]).toMatchObject([200, { state: 'canceled', terminal: true }])
    }
  })

  test('that is an order cannot be canceled', async () => {
    const location = await begin({ delay_ms: 200 })
    await untilState(location, 'completed')
    const refused = await fetch(`${server.base}${location}/cancel`, { method: 'POST' })
    expect([refused.status, await refused.json()]).toMatchObject([409, { code: 'checkout_settled' }])
  })

  test('nobody began is not there', async () => {
    const unknown = await get('/checkouts/chk_0000')
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { code: 'checkout_not_found' }])
  })
})

async function untilLogged(text: string): Promise<string> {
  const until = performance.now() + 5_000
  while (performance.now() < until) {
    const line = server
      .output()
      .split('\n')
      .find((candidate) => candidate.includes(text))
    if (line !== undefined) return line
    await Bun.sleep(20)
  }
  throw new Error(`no line with ${text}`)
}

test('a port that somebody has is not shared: the second start says so and ends', async () => {
  const second = temporaryFolder()
  try {
    const { port } = new URL(server.base)
    const { status, output } = await command(fromCheckout, second.path, ['serve', '--port', port])
    expect(status).toBe(1)
    expect(output).toContain(`PORT ${port} on 127.0.0.1 is taken`)
  } finally {
    second.remove()
  }
}, 30_000)
