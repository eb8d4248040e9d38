import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { redisGraceMs } from '../../workers/redis-runner.ts'
import { fromCheckout, type Running, serve, temporaryFolder, work } from '../support/cartwright.ts'
import { brokenInvariants } from '../support/invariants.ts'
import { freePort } from '../support/ports.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { cartReadyToComplete } from '../support/server.ts'

/** After the grace period: to notice, and to do the three jobs of a checkout. */
const carriedWithinMs = redisGraceMs + 5_000

interface Shown {
  readonly state: string
  readonly terminal: boolean
  readonly order_id: string | null
  readonly cart_id: string
}

async function begin(base: string): Promise<string> {
  const cartId = await cartReadyToComplete(base, { outcome: 'authorize' })
  const answer = await fetch(`${base}/store/carts/${cartId}/complete`, { method: 'POST' })
  expect(answer.status).toBe(202)
  expect(answer.headers.get('retry-after')).toBe('1')
  return `${base}${answer.headers.get('location')}`
}

/** With Redis there, or carried without it, whoever waits has the order as the answer. */
async function buy(base: string): Promise<void> {
  const cartId = await cartReadyToComplete(base, { outcome: 'authorize' })
  const answer = await fetch(`${base}/store/carts/${cartId}/complete`, {
    method: 'POST',
    headers: { prefer: 'wait=10' },
  })
  expect([answer.status, await answer.json()]).toMatchObject([200, { type: 'order', data: { cart_id: cartId } }])
}

const seen = async (url: string): Promise<Shown> => (await (await fetch(url)).json()) as Shown

async function ended(url: string, withinMs: number): Promise<Shown & { readonly afterMs: number }> {
  const begun = performance.now()
  for (;;) {
    const shown = await seen(url)
    const afterMs = performance.now() - begun
    if (shown.terminal) return { ...shown, afterMs }
    if (afterMs > withinMs) throw new Error(`still ${shown.state} after ${withinMs} ms`)
    await Bun.sleep(50)
  }
}

async function readiness(base: string): Promise<string> {
  return ((await (await fetch(`${base}/readyz`)).json()) as { status: string }).status
}

async function untilReadiness(base: string, wanted: string): Promise<void> {
  const until = performance.now() + 10_000
  while ((await readiness(base)) !== wanted) {
    if (performance.now() > until) throw new Error(`never ${wanted}`)
    await Bun.sleep(50)
  }
}

describe('with a Redis that was never there', () => {
  let folder: ReturnType<typeof temporaryFolder>
  let server: Running
  beforeAll(async () => {
    folder = temporaryFolder()
    const env = { DEMO: '1', CHECKOUT_WAIT_MS: '300', REDIS_URL: `redis://127.0.0.1:${freePort()}` }
    server = await serve({ program: fromCheckout, dataDir: folder.path, env, words: [] })
  }, 30_000)
  afterAll(() => folder.remove())

  test('a checkout is accepted, answered with 202, and an order within the grace period', async () => {
    expect(await readiness(server.base)).toBe('degraded')
    const url = await begin(server.base)
    expect(await seen(url)).toMatchObject({ state: 'accepted', terminal: false })
    const order = await ended(url, carriedWithinMs)
    expect(order).toMatchObject({ state: 'completed', order_id: expect.stringMatching(/^order_/) })
    await buy(server.base)
  }, 40_000)

  test('the server stops within seconds', async () => {
    const asked = performance.now()
    expect(await server.stop()).toBe(0)
    expect(performance.now() - asked).toBeLessThan(5_000)
    expect(server.output()).not.toContain('stopped-by-force')
    expect(brokenInvariants(folder.path)).toEqual([])
  }, 15_000)

  test('a worker process waits for it, and stops within seconds', async () => {
    const env = { LOG_LEVEL: 'info', REDIS_URL: `redis://127.0.0.1:${freePort()}` }
    const worker = work({ program: fromCheckout, dataDir: folder.path, env, words: [] })
    while (!worker.output().includes('working')) await Bun.sleep(20)
    const asked = performance.now()
    expect(await worker.stop()).toBe(0)
    expect(performance.now() - asked).toBeLessThan(5_000)
    expect(worker.output()).not.toContain('stopped-by-force')
  }, 20_000)
})

describe('with a Redis that goes away', () => {
  let folder: ReturnType<typeof temporaryFolder>
  let redis: TestRedis
  let server: Running
  let worker: Running
  const workFor = () =>
    work({ program: fromCheckout, dataDir: folder.path, env: { REDIS_URL: redis.url, LOG_LEVEL: 'info' }, words: [] })

  beforeAll(async () => {
    folder = temporaryFolder()
    redis = await startRedis()
    const env = { DEMO: '1', CHECKOUT_WAIT_MS: '300', REDIS_URL: redis.url }
    server = await serve({ program: fromCheckout, dataDir: folder.path, env, words: ['--no-workers'] })
    await untilReadiness(server.base, 'ok')
  }, 30_000)
  afterAll(async () => {
    await redis.stop()
    folder.remove()
  })

  test('emptied between the promise and its work, the promise is rung again', async () => {
    const url = await begin(server.base)
    expect(await redis.send('LLEN', 'bull:calculate-taxes:wait')).toBe(1)
    await redis.flush()
    expect(await seen(url)).toMatchObject({ state: 'accepted' })
    worker = workFor()
    expect(await ended(url, 20_000)).toMatchObject({ state: 'completed' })
  }, 40_000)

  test('stopped so that nothing answers, checkouts are accepted as fast as ever, and are orders within the grace period', async () => {
    redis.pause()
    try {
      const begun = performance.now()
      const url = await begin(server.base)
      expect(performance.now() - begun).toBeLessThan(3_000)
      expect(await ended(url, carriedWithinMs + 2_000)).toMatchObject({ state: 'completed' })
      expect(await readiness(server.base)).toBe('degraded')
    } finally {
      redis.resume()
    }
    await untilReadiness(server.base, 'ok')
    await buy(server.base)
  }, 60_000)

  test('full, it counts as away: checkouts are accepted and carried without it, and by it when it has room again', async () => {
    await redis.send('CONFIG', 'SET', 'maxmemory', '1')
    try {
      await untilReadiness(server.base, 'degraded')
      const url = await begin(server.base)
      expect(await ended(url, carriedWithinMs + 2_000)).toMatchObject({ state: 'completed' })
    } finally {
      await redis.send('CONFIG', 'SET', 'maxmemory', '0')
    }
    await untilReadiness(server.base, 'ok')
    await buy(server.base)
  }, 60_000)

  test('killed, both processes stop within seconds', async () => {
    await redis.kill9()
    await Bun.sleep(1_500)
    const asked = performance.now()
    expect(await Promise.all([server.stop(), worker.stop()])).toEqual([0, 0])
    expect(performance.now() - asked).toBeLessThan(6_000)
    expect(server.output() + worker.output()).not.toContain('stopped-by-force')
    expect(brokenInvariants(folder.path)).toEqual([])
  }, 30_000)
})
