import type { Shop } from '../src/commands/shop.ts'
import { type Alarm, startAlarm } from './alarm.ts'
import { openQueues } from './bullmq.ts'
import { openCarrier } from './carrier.ts'
import { within } from './deadline.ts'
import type { Queues } from './queues.ts'
import { openRelay, type Relay } from './relay.ts'
import { openJobRuns, textOf } from './run-job.ts'
import { concurrencyDefault, drainMsDefault, type Runner, type RunnerOptions, scheduledJob } from './runner.ts'

/** How long Redis may be away before this process runs the promises itself. */
export const redisGraceMs = 10_000

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
  const { concurrency = concurrencyDefault, drainMs = drainMsDefault } = options
  const runs = openJobRuns(shop, options.handlers, options.random)
  const carrier = options.carry ? openCarrier(shop, options, options.graceMs ?? redisGraceMs) : null
  let parts: {
    readonly queues: Queues
    readonly relay: Relay
    readonly alarm: Alarm
    readonly deafen: () => void
  } | null = null

  async function start(): Promise<void> {
    await shop.store.jobs.ensure({ ...scheduledJob, runAt: shop.now() }, shop.now())
    const { redisUrl } = options
    const work = options.workers ? runRow : null
    const queues = openQueues({ redisUrl, now: shop.now, log: shop.log, onUp, work, concurrency })
    const relay = openRelay(shop, queues)
    const deafen = shop.store.onCommit(relay.hear)
    parts = { queues, relay, deafen, alarm: startAlarm(shop.now, () => look(queues, relay)) }
  }

  /** Nothing to claim means that the work is done, or not due, or somebody else's: a ring too many does no harm. */
  async function runRow(rowId: string): Promise<string> {
    const job = await shop.store.jobs.claim(rowId, shop.now())
    return job === null ? 'nothing to do' : await runs.run(job)
  }

  function onUp(): void {
    parts?.relay.doubt()
    parts?.alarm.setFor(shop.now())
  }

  async function look(queues: Queues, relay: Relay): Promise<number | null> {
    try {
      await carrier?.look(queues.state().downSince)
      return await relay.ringAgain()
    } catch (error) {
      shop.log('jobs-not-looked-at', { error: textOf(error) })
      return null
    }
  }

  async function stop(): Promise<void> {
    await parts?.alarm.stop()
    const workersGone = parts?.queues.stopWorkers() ?? Promise.resolve()
    await Promise.all([runs.drain(drainMs), carrier?.stop()])
    // With Redis away workers never finish closing; nothing of ours runs any more, so they are left.
    await within(closeMs, workersGone).catch(() => {})
    await runs.drain(0)
    parts?.deafen()
    parts?.queues.disconnect()
  }

  return { start, stop, queueServer: () => parts?.queues.state() ?? null }
}
