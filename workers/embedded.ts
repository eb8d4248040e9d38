import { type JobKind, jobKinds } from '../src/checkout/job.ts'
import type { Shop } from '../src/commands/shop.ts'
import type { CommitNews } from '../src/store/store.ts'
import { type Alarm, startAlarm } from './alarm.ts'
import { type Lane, openLane } from './lane.ts'
import { giveUp, openJobRuns, textOf } from './run-job.ts'
import { concurrencyDefault, drainMsDefault, type Runner, type RunnerOptions, scheduledJob } from './runner.ts'

/** Runs the promises in this process, straight from the jobs table: at once after the commit that made them. */
export function createEmbeddedRunner(shop: Shop, options: RunnerOptions): Runner {
  const { handlers, random, concurrency = concurrencyDefault, drainMs = drainMsDefault } = options
  const runs = openJobRuns(shop, handlers, random)
  const lanes = new Map<JobKind, Lane>()
  let alarm: Alarm | null = null
  let stopListening = () => {}

  async function start(): Promise<void> {
    await shop.store.jobs.ensure({ ...scheduledJob, runAt: shop.now() }, shop.now())
    for (const kind of jobKinds) lanes.set(kind, laneOf(kind))
    alarm = startAlarm(shop.now, look)
    stopListening = shop.store.onCommit(hear)
  }

  function laneOf(kind: JobKind): Lane {
    return openLane({
      places: concurrency,
      claim: (limit) => claim(kind, limit),
      giveUp: (job) => giveUp(shop, job),
      run: runs.run,
    })
  }

  /** What cannot be claimed now (the disk is full, another process writes) is claimed at the next look. */
  async function claim(kind: JobKind, limit: number) {
    try {
      return await shop.store.jobs.claimDue(limit, shop.now(), [kind])
    } catch (error) {
      shop.log('jobs-not-claimed', { kind, error: textOf(error) })
      return []
    }
  }

  function hear(news: CommitNews): void {
    for (const { kind, runAt } of news.promised) {
      if (runAt <= shop.now()) lanes.get(kind)?.wake()
      else alarm?.setFor(runAt)
    }
  }

  /** Finds what no commit here told of: jobs from before the start, from other processes, and those whose lease ran out. */
  async function look(): Promise<number | null> {
    try {
      const dueAt = await shop.store.jobs.nextDueAt()
      if (dueAt !== null && dueAt <= shop.now()) for (const lane of lanes.values()) lane.wake()
      return dueAt
    } catch (error) {
      shop.log('jobs-not-looked-at', { error: textOf(error) })
      return null
    }
  }

  async function stop(): Promise<void> {
    stopListening()
    await alarm?.stop()
    await Promise.all([...lanes.values()].map((lane) => lane.close()))
    await runs.drain(drainMs)
  }

  return { start, stop, queueServer: () => null }
}
