import type { Shop } from '../src/commands/shop.ts'
import type { CommitNews } from '../src/store/store.ts'
import { type Alarm, startAlarm } from './alarm.ts'
import { openQueues } from './bullmq.ts'
import { within } from './deadline.ts'
import { createEmbeddedRunner } from './embedded.ts'
import type { Queues, Ring } from './queues.ts'
import { openJobRuns, textOf } from './run-job.ts'
import { concurrencyDefault, drainMsDefault, type Runner, type RunnerOptions, scheduledJob } from './runner.ts'

/** How long Redis may be away before this process runs the promises itself. */
export const redisGraceMs = 10_000

/** A due job that nobody took for this long after it was rung is rung again: the ring was lost, or its worker was. */
const ringAgainAfterMs = 5_000

/** Most jobs rung again in one go. */
const ringsMax = 500

/** How long workers may take to say goodbye to Redis once their jobs are over. */
const closeMs = 1_500

export interface RedisRunnerOptions extends RunnerOptions {
  readonly redisUrl: string
  /** Whether jobs are run here, or only rung for workers elsewhere. */
  readonly workers: boolean
  /** Whether this process runs the promises without Redis when it has been away for `graceMs`. */
  readonly carry: boolean
  readonly graceMs?: number
}

/** Rings Redis for what the jobs table promises, and runs from there what others or it rang for. */
export function createRedisRunner(shop: Shop, options: RedisRunnerOptions): Runner {
  const { concurrency = concurrencyDefault, drainMs = drainMsDefault, graceMs = redisGraceMs } = options
  const runs = openJobRuns(shop, options.handlers, options.random)
  let queues: Queues | null = null
  let alarm: Alarm | null = null
  let carrying: Runner | null = null
  let carriersGone: Promise<unknown> = Promise.resolve()
  let mayHaveForgotten = true
  let stopListening = () => {}

  async function start(): Promise<void> {
    await shop.store.jobs.ensure({ ...scheduledJob, runAt: shop.now() }, shop.now())
    const work = options.workers ? runRow : null
    queues = openQueues({ redisUrl: options.redisUrl, now: shop.now, log: shop.log, onUp, work, concurrency })
    alarm = startAlarm(shop.now, look)
    stopListening = shop.store.onCommit(hear)
  }

  /** Nothing to claim means that the work is done, or not due, or somebody else's: a ring too many does no harm. */
  async function runRow(rowId: string): Promise<string> {
    const job = await shop.store.jobs.claim(rowId, shop.now())
    if (job === null) return 'nothing to do'
    return await runs.run(job)
  }

  function onUp(): void {
    mayHaveForgotten = true
    alarm?.setFor(shop.now())
  }

  /** After a commit, never within a request's wait: whoever asked has nothing to do with Redis. */
  function hear(news: CommitNews): void {
    if (news.promised.length === 0) return
    const now = shop.now()
    void ring(news.promised.map((job) => ({ ...job, delayMs: Math.max(0, job.runAt - now) })))
  }

  /** A ring that fails is made up for by `ringAgain`. */
  async function ring(rings: readonly Ring[]): Promise<void> {
    try {
      await queues?.ring(rings)
    } catch (error) {
      shop.log('ring-failed', { jobs: rings.length, error: textOf(error) })
    }
  }

  async function look(): Promise<number | null> {
    try {
      await carryOrNot()
      if (!isUp()) return null
      const dueAt = await shop.store.jobs.nextDueAt()
      if (dueAt !== null && dueAt <= shop.now()) await ringAgain()
      return dueAt
    } catch (error) {
      shop.log('jobs-not-looked-at', { error: textOf(error) })
      return null
    }
  }

  /** Finds what was never rung, and what was rung in vain: forgotten by Redis, or taken by a worker that died. */
  async function ringAgain(): Promise<void> {
    const now = shop.now()
    const rungBefore = mayHaveForgotten ? now : now - ringAgainAfterMs
    mayHaveForgotten = false
    let unheard = 0
    do {
      const jobs = await shop.store.jobs.ringAgain(now, rungBefore, ringsMax)
      if (jobs.length > 0) await ring(jobs.map((job) => ({ ...job, delayMs: 0 })))
      unheard = jobs.length
    } while (unheard === ringsMax && isUp())
  }

  function isUp(): boolean {
    return queues?.state().up ?? false
  }

  async function carryOrNot(): Promise<void> {
    const downSince = queues?.state().downSince ?? null
    if (downSince === null) return carryNoMore()
    if (!options.carry || carrying !== null || shop.now() - downSince < graceMs) return
    const carrier = createEmbeddedRunner(shop, options)
    await carrier.start()
    carrying = carrier
    shop.log('carrying-without-redis', { awayMs: shop.now() - downSince })
  }

  /** Not waited for: what is running may end while Redis is rung for the rest. */
  function carryNoMore(): void {
    if (carrying !== null) carriersGone = Promise.all([carriersGone, carrying.stop()])
    carrying = null
  }

  async function stop(): Promise<void> {
    await alarm?.stop()
    const workersGone = queues?.stopWorkers() ?? Promise.resolve()
    carryNoMore()
    await Promise.all([runs.drain(drainMs), carriersGone])
    // With Redis away workers never finish closing; nothing of ours runs any more, so they are left.
    await within(closeMs, workersGone).catch(() => {})
    await runs.drain(0)
    stopListening()
    queues?.disconnect()
  }

  return { start, stop, queueServer: () => queues?.state() ?? null }
}
