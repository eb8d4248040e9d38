import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { request as httpRequest } from 'node:http'
import { streamsPerCheckoutMax } from '../../src/operations/checkout-streams.ts'
import { fromCheckout, type Running, serve, temporaryFolder, work } from '../support/cartwright.ts'
import { startRedis } from '../support/redis.ts'
import { cartReadyToComplete } from '../support/server.ts'
import { type Listening, listen } from './event-source.ts'

const path = ['accepted', 'taxed', 'authorizing', 'authorized', 'completed']

async function begin(base: string, data: object): Promise<string> {
  const cartId = await cartReadyToComplete(base, data)
  const headers = { prefer: 'respond-async' }
  const answer = await fetch(`${base}/store/carts/${cartId}/complete`, { method: 'POST', headers })
  expect(answer.status).toBe(202)
  return answer.headers.get('location') ?? ''
}

const states = ({ events }: Listening) => events.map(({ data }) => data['state'])

describe('the event stream of an attempt', () => {
  let folder: ReturnType<typeof temporaryFolder>
  let server: Running
  const start = () =>
    serve({ program: fromCheckout, dataDir: folder.path, env: { DEMO: '1', STORE_CORS: 'http://a.test' }, words: [] })

  beforeAll(async () => {
    folder = temporaryFolder()
    server = await start()
  }, 30_000)
  afterAll(async () => {
    await server?.stop()
    folder.remove()
  })

  test('tells each move as it happens, and ends after the last', async () => {
    const location = await begin(server.base, { delay_ms: 400 })
    const stream = await listen(`${server.base}${location}/events`)
    expect([stream.status, stream.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
    expect(stream.headers.get('cache-control')).toBe('no-store')
    expect(stream.headers.get('x-accel-buffering')).toBe('no')
    await stream.ended
    expect(states(stream)).toEqual(path)
    expect(stream.events.map(({ id, event }) => [id, event])).toEqual(path.map((_, at) => [String(at + 1), 'state']))
    const shown = await (await fetch(`${server.base}${location}`)).json()
    expect(stream.events.at(-1)?.data).toEqual(shown)
    expect(stream.events.slice(0, -1).every(({ data }) => data['order_id'] === null && !data['terminal'])).toBe(true)
    const times = stream.events.map(({ data }) => Date.parse(String(data['updated_at'])))
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  }, 20_000)

  test.each(['header', 'query'])(
    'goes on after what was seen, as said in the %s',
    async (where) => {
      const location = await begin(server.base, { delay_ms: 300 })
      const url = `${server.base}${location}/events`
      const first = await listen(url)
      await first.until(2)
      first.leave()
      const seen = first.events.at(-1)?.id ?? ''
      const rest =
        where === 'header' ? await listen(url, { 'last-event-id': seen }) : await listen(`${url}?last_event_id=${seen}`)
      await rest.ended
      expect([...states(first), ...states(rest)]).toEqual(path)
      const over = await listen(url, { 'last-event-id': '5' })
      expect(over.status).toBe(204)
      const fromStart = await listen(url, { 'last-event-id': 'nonsense' })
      await fromStart.ended
      expect(states(fromStart)).toEqual(path)
    },
    20_000,
  )

  test('shows what the shopper has to do as long as they have to', async () => {
    const location = await begin(server.base, { outcome: 'requires_action' })
    const stream = await listen(`${server.base}${location}/events`)
    await stream.until(4)
    expect(stream.events.at(-1)?.data).toMatchObject({ state: 'requires_action', next_action: { type: 'set_outcome' } })
    await fetch(`${server.base}${location}/cancel`, { method: 'POST' })
    await stream.ended
    expect(states(stream)).toEqual(['accepted', 'taxed', 'authorizing', 'requires_action', 'canceled'])
    const later = await listen(`${server.base}${location}/events`)
    await later.ended
    expect(later.events.map(({ data }) => data['next_action'])).toEqual([null, null, null, null, null])
  }, 20_000)

  test('lets so many watch one attempt, says no to more, and has room again when somebody leaves', async () => {
    const location = await begin(server.base, { outcome: 'requires_action' })
    const url = `${server.base}${location}/events`
    const streams = await Promise.all(Array.from({ length: streamsPerCheckoutMax }, () => listen(url)))
    expect(streams.every(({ status }) => status === 200)).toBe(true)
    const refused = await fetch(url)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
    expect(await refused.json()).toMatchObject({ code: 'rate_limited', detail: expect.stringContaining(location) })
    streams[0]?.leave()
    await eventually(async () => (await listen(url)).status === 200)
    for (const stream of streams) stream.leave()
    await fetch(`${server.base}${location}/cancel`, { method: 'POST' })
  }, 20_000)

  test('of nobody’s attempt is a problem in JSON; a HEAD is answered and takes no place', async () => {
    const unknown = await fetch(`${server.base}/checkouts/chk_0000/events`)
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { code: 'checkout_not_found' }])
    const location = await begin(server.base, { outcome: 'requires_action' })
    expect(await head(`${server.base}${location}/events`)).toBe(200)
    await fetch(`${server.base}${location}/cancel`, { method: 'POST' })
  }, 20_000)

  test('can be read by pages of a configured origin', async () => {
    const location = await begin(server.base, {})
    const stream = await listen(`${server.base}${location}/events`, { origin: 'http://a.test' })
    expect(stream.headers.get('access-control-allow-origin')).toBe('http://a.test')
    await stream.ended
  }, 20_000)

  test('ends at once when the server is asked to stop, and the server stops', async () => {
    const location = await begin(server.base, { outcome: 'requires_action' })
    const stream = await listen(`${server.base}${location}/events`)
    await stream.until(4)
    const asked = performance.now()
    const status = server.stop()
    await stream.ended
    expect(performance.now() - asked).toBeLessThan(2_000)
    expect(await status).toBe(0)
    expect(performance.now() - asked).toBeLessThan(5_000)
    server = await start()
    const again = await listen(`${server.base}${location}/events`, { 'last-event-id': '4' })
    await fetch(`${server.base}${location}/cancel`, { method: 'POST' })
    await again.ended
    expect(states(again)).toEqual(['canceled'])
  }, 40_000)
})

test('moves that another process makes are told as well', async () => {
  const folder = temporaryFolder()
  const redis = await startRedis()
  const how = {
    program: fromCheckout,
    dataDir: folder.path,
    env: { DEMO: '1', REDIS_URL: redis.url },
    words: ['--no-workers'],
  }
  const server = await serve(how)
  const worker = work(how)
  try {
    const location = await begin(server.base, { delay_ms: 300 })
    const stream = await listen(`${server.base}${location}/events`)
    await stream.ended
    expect(states(stream)).toEqual(path)
  } finally {
    await Promise.all([server.stop(), worker.stop()])
    await redis.stop()
    folder.remove()
  }
}, 60_000)

async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await Bun.sleep(20)
}

/** Fetch would wait for a body that HEAD does not have. */
function head(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = httpRequest(url, { method: 'HEAD' }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    asking.on('error', reject)
    asking.end()
  })
}
