import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { attemptMax, leaseMs } from '../../src/checkout/job.ts'
import type { Shop } from '../../src/commands/shop.ts'
import type { Runner, RunnerOptions } from '../../workers/runner.ts'
import { type Book, gate, handlersThat, openTestShop, type TestShop, until } from './shop.ts'

/** What every runner keeps, wherever it runs the jobs. */
export function runnerContract(name: string, make: (shop: Shop, options: RunnerOptions) => Runner): void {
  let at: TestShop
  let book: Book
  let runners: Runner[]

  beforeEach(() => {
    at = openTestShop()
    book = { begun: [], done: [] }
    runners = []
  })

  afterEach(async () => {
    await Promise.all(runners.map((runner) => runner.stop()))
    await at.close()
  })

  async function start(options: Partial<RunnerOptions> = {}): Promise<Runner> {
    const runner = make(at.shop, { handlers: handlersThat(book), random: () => 0, ...options })
    runners.push(runner)
    await runner.start()
    await until('the queue server, if there is one', () => runner.queueServer()?.up ?? true)
    return runner
  }

  async function stop(runner: Runner): Promise<void> {
    runners.splice(runners.indexOf(runner), 1)
    await runner.stop()
  }

  describe(name, () => {
    test('a promised job runs once, at once, and is done', async () => {
      await start()
      await at.promise('calculate-taxes')
      await until('the first job', () => book.done.length === 1)
      const begun = performance.now()
      const [id = ''] = await at.promise('complete-cart')
      await until('the job', () => book.done.includes(id))
      expect(performance.now() - begun).toBeLessThan(500)
      expect(book.begun.filter((one) => one === id)).toEqual([id])
      expect((await at.job(id))?.state).toBe('done')
    })

    test('three runners at the same jobs do each work once', async () => {
      for (let count = 0; count < 3; count += 1) await start()
      const ids = await at.promise('complete-cart', 40)
      await until('all jobs', () => book.done.length === ids.length)
      await Bun.sleep(200)
      expect([...book.begun].sort()).toEqual([...ids].sort())
    })

    test('jobs promised while nobody runs any are run after the start', async () => {
      const ids = await at.promise('authorize-payment', 5)
      await start()
      await until('all jobs', () => book.done.length === ids.length)
    })

    test('a job promised for later runs then, not before', async () => {
      await start()
      const due = at.shop.now() + 400
      await at.promise('complete-cart', 1, 400)
      await until('the job', () => book.done.length === 1)
      expect(at.shop.now()).toBeGreaterThanOrEqual(due)
      expect(at.shop.now() - due).toBeLessThan(500)
    })

    test('a job that fails rests, longer each time, and runs again', async () => {
      const times: number[] = []
      await start({
        handlers: handlersThat(book, async () => {
          if (times.push(performance.now()) < 3) throw new Error('not today')
        }),
      })
      const [id = ''] = await at.promise('complete-cart')
      await until('the third run', () => book.done.length === 1)
      const [first = 0, second = 0, third = 0] = times
      expect(second - first).toBeGreaterThan(240)
      expect(third - second).toBeGreaterThan(490)
      expect(await at.job(id)).toMatchObject({ state: 'done', attempt: 3 })
    })

    test('a job that never succeeds is dead after its last try, and says why', async () => {
      const [id = ''] = await at.promise('complete-cart')
      for (let attempt = 1; attempt < attemptMax - 1; attempt += 1) {
        const claimed = await at.shop.store.jobs.claim(id, at.shop.now())
        if (claimed !== null) await at.shop.store.jobs.giveBack(claimed, 'no', at.shop.now(), at.shop.now())
      }
      const failing = async () => {
        throw new Error('never')
      }
      await start({ handlers: handlersThat(book, failing) })
      await until('the last but one run', async () => (await at.job(id))?.attempt === attemptMax - 1)
      await until('its end', async () => (await at.job(id))?.state === 'available')
      at.clock.advance(60_000)
      await until('its death', async () => (await at.job(id))?.state === 'dead')
      expect((await at.job(id))?.lastError).toContain('never')
      expect(book.begun).toEqual([id, id])
    })

    test('a job whose process died is taken up when its lease is over', async () => {
      const [id = ''] = await at.promise('complete-cart')
      expect(await at.shop.store.jobs.claim(id, at.shop.now())).not.toBeNull()
      await start()
      await Bun.sleep(300)
      expect(book.begun).toEqual([])
      at.clock.advance(leaseMs)
      await until('the job', () => book.done.includes(id))
    })

    test('a worker that slept past its lease saves nothing; the work is done once', async () => {
      const stalled = gate()
      await start({
        handlers: handlersThat(book, async () => {
          if (book.begun.length === 1) await stalled.opened
        }),
      })
      const [id = ''] = await at.promise('complete-cart')
      await until('the first run', () => book.begun.length === 1)
      at.clock.advance(leaseMs + 6_000)
      await until('the second run', () => book.done.length === 1)
      stalled.open()
      await until('the sleeper to notice', () => at.events.some(({ event }) => event === 'job-lease-lost'))
      expect(book).toEqual({ begun: [id, id], done: [id] })
      expect((await at.job(id))?.state).toBe('done')
    })

    test('no more jobs run at once than there are places', async () => {
      let running = 0
      let most = 0
      await start({
        concurrency: 3,
        handlers: handlersThat(book, async () => {
          running += 1
          most = Math.max(most, running)
          await Bun.sleep(20)
          running -= 1
        }),
      })
      await at.promise('complete-cart', 20)
      await until('all jobs', () => book.done.length === 20)
      expect(most).toBe(3)
    })

    test('a kind that hangs does not hold up the others', async () => {
      const bank = gate()
      await start({
        concurrency: 2,
        handlers: handlersThat(book, async ({ payload }) => {
          if (payload.kind === 'authorize-payment') await bank.opened
        }),
      })
      await at.promise('authorize-payment', 10)
      const ids = await at.promise('complete-cart', 10)
      await until('the others', () => book.done.length === 10)
      expect([...book.done].sort()).toEqual([...ids].sort())
      bank.open()
      await until('the rest', () => book.done.length === 20)
    })

    test('stopping lets what runs end, and begins nothing more', async () => {
      const runner = await start({ concurrency: 1, handlers: handlersThat(book, () => Bun.sleep(300)) })
      const ids = await at.promise('complete-cart', 3)
      await until('the first run', () => book.begun.length === 1)
      await stop(runner)
      expect(book.done).toEqual(book.begun)
      const begun = book.begun.length
      expect(begun).toBeLessThan(3)
      await Bun.sleep(300)
      expect(book.begun.length).toBe(begun)
      await start()
      await until('the rest', () => book.done.length === ids.length)
    })

    test('stopping gives up what does not end, for others to take at once', async () => {
      const never = gate()
      const runner = await start({ drainMs: 100, handlers: handlersThat(book, () => never.opened) })
      const [id = ''] = await at.promise('complete-cart')
      await until('the run', () => book.begun.length === 1)
      const begun = performance.now()
      await stop(runner)
      expect(performance.now() - begun).toBeLessThan(3_000)
      expect(await at.shop.store.jobs.claim(id, at.shop.now())).not.toBeNull()
      never.open()
      await until('the sleeper to notice', () => at.events.some(({ event }) => event === 'job-lease-lost'))
      expect(book.done).toEqual([])
    })
  })
}
