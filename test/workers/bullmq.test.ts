import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { openQueues } from '../../workers/bullmq.ts'
import { createRedisRunner, type RedisRunnerOptions } from '../../workers/redis-runner.ts'
import type { Runner } from '../../workers/runner.ts'
import { freePort, startRedis, type TestRedis } from '../support/redis.ts'
import { runnerContract } from './contract.ts'
import { type Book, gate, handlersThat, openTestShop, type TestShop, until } from './shop.ts'

let redis: TestRedis
let at: TestShop
let book: Book
let runners: Runner[]

beforeAll(async () => {
  redis = await startRedis()
})

afterAll(async () => {
  await redis.stop()
})

beforeEach(async () => {
  await redis.restart()
  at = openTestShop()
  book = { begun: [], done: [] }
  runners = []
})

afterEach(async () => {
  await Promise.all(runners.map((runner) => runner.stop()))
  await at.close()
})

function made(options: Partial<RedisRunnerOptions> = {}): Runner {
  const runner = createRedisRunner(at.shop, {
    redisUrl: redis.url,
    workers: true,
    carry: false,
    handlers: handlersThat(book),
    random: () => 0,
    ...options,
  })
  runners.push(runner)
  return runner
}

async function startedWithRedis(options: Partial<RedisRunnerOptions> = {}): Promise<Runner> {
  const runner = made(options)
  await runner.start()
  await until('Redis', () => runner.queueServer()?.up === true)
  return runner
}

runnerContract('the BullMQ runner', (shop, options) =>
  createRedisRunner(shop, { ...options, redisUrl: redis.url, workers: true, carry: false }),
)

describe('on Redis', () => {
  test('one process rings and another one works', async () => {
    await startedWithRedis({ workers: false })
    await startedWithRedis({ handlers: handlersThat(book) })
    const ids = await at.promise('complete-cart', 20)
    await until('all jobs', () => book.done.length === ids.length)
  })

  test('a job delivered three times does its work once', async () => {
    const bank = gate()
    await startedWithRedis({ handlers: handlersThat(book, () => bank.opened) })
    const [id = ''] = await at.promise('complete-cart')
    await until('the run', () => book.begun.length === 1)
    const worked: string[] = []
    const bell = openQueues({
      redisUrl: redis.url,
      now: Date.now,
      log: () => {},
      onUp: () => worked.push('up'),
      work: null,
      concurrency: 1,
    })
    await until('the bell', () => worked.length === 1)
    await bell.ring([101, 102, 103].map((dispatch) => ({ id, kind: 'complete-cart' as const, dispatch, delayMs: 0 })))
    await Bun.sleep(300)
    bank.open()
    await until('the job', () => book.done.length === 1)
    await bell.ring([{ id, kind: 'complete-cart', dispatch: 104, delayMs: 0 }])
    await Bun.sleep(300)
    expect(book).toEqual({ begun: [id], done: [id] })
    bell.disconnect()
  })

  test('nothing is left waiting, and finished jobs are kept within bounds', async () => {
    await startedWithRedis()
    await at.promise('complete-cart', 300)
    await until('all jobs', () => book.done.length === 300)
    await until('an idle queue', async () => Number(await redis.send('LLEN', 'bull:complete-cart:active')) === 0)
    expect(await redis.send('LLEN', 'bull:complete-cart:wait')).toBe(0)
    expect(Number(await redis.send('ZCARD', 'bull:complete-cart:completed'))).toBeLessThanOrEqual(200)
    expect(await redis.send('ZCARD', 'bull:complete-cart:failed')).toBe(0)
    expect(await redis.send('ZCARD', 'bull:expire-carts:repeat')).toBe(1)
  })

  test('a Redis that may forget keys is warned of', async () => {
    await redis.send('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru')
    await startedWithRedis()
    await until('the warning', () => at.events.some(({ event }) => event === 'redis-may-evict'))
  })
})

describe('when Redis', () => {
  test('forgets everything, what it forgot is rung again', async () => {
    const bank = gate()
    await startedWithRedis({ concurrency: 1, handlers: handlersThat(book, () => bank.opened) })
    const ids = await at.promise('complete-cart', 10)
    await until('the first run', () => book.begun.length === 1)
    await redis.flush()
    bank.open()
    await until('all jobs', () => book.done.length === ids.length, 12_000)
    expect([...book.begun].sort()).toEqual([...ids].sort())
  }, 15_000)

  test('is killed and restarted empty, all that was promised is done, once', async () => {
    const runner = await startedWithRedis()
    await redis.kill9()
    await until('the loss to be seen', () => runner.queueServer()?.up === false)
    const ids = await at.promise('complete-cart', 10)
    await redis.restart()
    await until('all jobs', () => book.done.length === ids.length)
    await Bun.sleep(200)
    expect([...book.begun].sort()).toEqual([...ids].sort())
  })

  test('is killed under running jobs, they end and are not run again', async () => {
    const bank = gate()
    await startedWithRedis({ handlers: handlersThat(book, () => bank.opened) })
    const ids = await at.promise('complete-cart', 5)
    await until('all runs', () => book.begun.length === ids.length)
    await redis.restart()
    bank.open()
    await until('all ends', () => book.done.length === ids.length)
    await Bun.sleep(500)
    expect(book.begun.length).toBe(ids.length)
  })

  test('goes away, promises are carried without it until it is back', async () => {
    const runner = await startedWithRedis({ carry: true, graceMs: 300 })
    await redis.kill9()
    await until('the loss to be seen', () => runner.queueServer()?.up === false)
    expect(runner.queueServer()?.downSince).toBeGreaterThan(0)
    await at.promise('complete-cart', 5)
    await until('the first jobs', () => book.done.length === 5)
    await redis.restart()
    await until('Redis', () => runner.queueServer()?.up === true)
    await at.promise('complete-cart', 5)
    await until('the other jobs', () => book.done.length === 10)
    expect(new Set(book.begun).size).toBe(10)
    expect(book.begun.length).toBe(10)
  })

  test('was never there, promises are carried after the grace period', async () => {
    const runner = made({ redisUrl: `redis://127.0.0.1:${freePort()}`, workers: false, carry: true, graceMs: 200 })
    await runner.start()
    await at.promise('complete-cart', 5)
    await until('all jobs', () => book.done.length === 5)
    expect(runner.queueServer()?.up).toBe(false)
  })

  test('stops answering, it counts as away; when it answers again, work goes on', async () => {
    const runner = await startedWithRedis({ carry: true, graceMs: 300 })
    redis.pause()
    try {
      await at.promise('complete-cart', 5)
      await until('all jobs', () => book.done.length === 5)
      expect(runner.queueServer()?.up).toBe(false)
    } finally {
      redis.resume()
    }
    await until('Redis', () => runner.queueServer()?.up === true)
    await at.promise('complete-cart', 5)
    await until('all jobs', () => book.done.length === 10)
    expect(book.begun.length).toBe(10)
  })

  test('is away, a worker process waits for it, and stops when told to', async () => {
    const runner = await startedWithRedis()
    await redis.kill9()
    await at.promise('complete-cart')
    await Bun.sleep(500)
    expect(book.begun).toEqual([])
    const begun = performance.now()
    runners.splice(runners.indexOf(runner), 1)
    await runner.stop()
    expect(performance.now() - begun).toBeLessThan(3_000)
  })
})
