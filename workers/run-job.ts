import { attemptMaxOf, type ClaimedJob, type JobKind, type JobPayload } from '../src/checkout/job.ts'
import type { Shop } from '../src/commands/shop.ts'
import { pauseAfter } from './backoff.ts'
import { DeadlinePassed, within } from './deadline.ts'
import { scheduledJob } from './runner.ts'

/** Longest part of an error's text that is kept in the row. */
const errorLengthMax = 500

type PayloadOf<Kind extends JobKind> = Extract<JobPayload, { readonly kind: Kind }>

/** Does the work of one claimed job and retires it in the commit of its effect; what it throws is tried again. */
export type Handler<Kind extends JobKind> = (shop: Shop, job: ClaimedJob<PayloadOf<Kind>>) => Promise<void>

/** One handler per kind: a kind without one does not compile. */
export type Handlers = { readonly [Kind in JobKind]: Handler<Kind> }

/** How a run ended. `lost`: the lease was over before the end, so the job is somebody else's now. */
export type Outcome = 'done' | 'again' | 'dead' | 'lost'

/** The jobs that this process runs right now, each at most once under its lease. */
export interface JobRuns {
  /** Never rejects: a failure is written to the row, or the lease runs out. */
  run(job: ClaimedJob): Promise<Outcome>
  /** Resolves when nothing runs any more, or gives up the leases of what still runs at the deadline. */
  drain(deadlineMs: number): Promise<void>
}

/** Runs jobs by their handlers; `random` is from 0 to 1. */
export function openJobRuns(shop: Shop, handlers: Handlers, random: () => number): JobRuns {
  const running = new Map<ClaimedJob, Promise<Outcome>>()

  async function run(job: ClaimedJob): Promise<Outcome> {
    const ending = runJob(shop, handlers, job, random)
    running.set(job, ending)
    try {
      return await ending
    } finally {
      running.delete(job)
    }
  }

  async function drain(deadlineMs: number): Promise<void> {
    try {
      await within(deadlineMs, Promise.all(running.values()))
    } catch (error) {
      if (!(error instanceof DeadlinePassed)) throw error
      const givenUp = [...running.keys()].map((job) => giveUp(shop, job))
      await Promise.all(givenUp)
    }
  }

  return { run, drain }
}

/** Puts a claimed job back as if it had not been taken, for whoever comes next. */
export async function giveUp(shop: Shop, job: ClaimedJob): Promise<void> {
  try {
    await shop.store.jobs.giveBack(job, 'given up on stopping', shop.now(), shop.now())
  } catch (error) {
    shop.log('job-not-given-up', { job: job.id, error: textOf(error) }) // its lease runs out instead
  }
}

async function runJob(shop: Shop, handlers: Handlers, job: ClaimedJob, random: () => number): Promise<Outcome> {
  const begun = performance.now()
  try {
    // A run that took its whole process down leaves no error behind; without this it would do so for ever.
    const attemptMax = attemptMaxOf(job.payload.kind)
    if (job.attempt > attemptMax && !isScheduled(job)) throw new Error(`begun ${attemptMax} times, and never ended`)
    await handlerOf(handlers, job.payload.kind)(shop, job)
    return 'done'
  } catch (error) {
    return await putBack(shop, job, error, random)
  } finally {
    shop.meter?.jobTook(job.payload.kind, performance.now() - begun)
  }
}

/** The payload's kind chose the handler, which the type system cannot follow. */
function handlerOf(handlers: Handlers, kind: JobKind): Handler<JobKind> {
  return handlers[kind] as Handler<JobKind>
}

async function putBack(shop: Shop, job: ClaimedJob, cause: unknown, random: () => number): Promise<Outcome> {
  const { kind } = job.payload
  const details = { job: job.id, kind, attempt: job.attempt, error: textOf(cause) }
  const now = shop.now()
  const mayRunAgain = job.attempt < attemptMaxOf(kind) || isScheduled(job)
  const at = mayRunAgain ? now + pauseAfter(kind, job.attempt, random()) : null
  try {
    if (!(await shop.store.jobs.giveBack(job, textOf(cause), at, now))) {
      shop.log('job-lease-lost', details)
      return 'lost'
    }
  } catch (error) {
    shop.log('job-not-given-back', { ...details, cause: textOf(error) }) // its lease runs out instead
    return 'lost'
  }
  shop.log(at === null ? 'job-dead' : 'job-failed', details)
  return at === null ? 'dead' : 'again'
}

/** The work that comes round on its own is never given up: nobody would promise it again. */
function isScheduled(job: ClaimedJob): boolean {
  return job.payload.kind === scheduledJob.kind
}

/** What is kept of an error in a row or a log line. */
export function textOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return text.slice(0, errorLengthMax)
}
