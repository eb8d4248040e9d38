import type { JobKind } from '../src/checkout/job.ts'
import type { Handlers } from './run-job.ts'

/** How many jobs of one kind run at the same time; each kind has its own places, so a silent bank delays no order. */
export const concurrencyDefault = 32

/** How long `stop` lets running jobs end before it gives them up: shorter than what process supervisors wait. */
export const drainMsDefault = 8_000

/** Keeps the promises of the jobs table, wherever they are run. Made once, started once, stopped once. */
export interface Runner {
  /** Resolves when promises are being kept; a queue server that is away does not hold it up. */
  start(): Promise<void>
  /** Takes no more jobs, lets the running ones end, and gives up what has not ended by the deadline. Always ends. */
  stop(): Promise<void>
  /** How the queue server is; null for a runner that has none. */
  queueServer(): QueueServerState | null
}

export interface QueueServerState {
  readonly up: boolean
  /** When it went away (milliseconds since 1970), or when it was first missed; null while it is there. */
  readonly downSince: number | null
}

export interface RunnerOptions {
  readonly handlers: Handlers
  /** From 0 to 1. */
  readonly random: () => number
  /** Per kind; at least 1. */
  readonly concurrency?: number
  readonly drainMs?: number
}

/** The one row that comes back on its own; its id is the same in every shop, so it exists once. */
export const scheduledJob = { id: 'job_expire-carts', kind: 'expire-carts' } as const satisfies {
  readonly id: string
  readonly kind: JobKind
}
