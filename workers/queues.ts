import type { JobKind } from '../src/checkout/job.ts'
import type { QueueServerState } from './runner.ts'

/** One call to come and claim a row. `dispatch` makes its id new, since BullMQ silently ignores an id it has seen. */
export interface Ring {
  readonly id: string
  readonly kind: JobKind
  readonly dispatch: number
  /** How long from now until it is to be heard. */
  readonly delayMs: number
}

/** One queue per kind of job on Redis. Nothing there is the truth: what is lost is rung again. */
export interface Queues {
  /** Does nothing while Redis is away; rejects when it refuses or takes too long. */
  ring(rings: readonly Ring[]): Promise<void>
  state(): QueueServerState
  /** Takes no more jobs; may stay pending for as long as Redis is away. */
  stopWorkers(): Promise<void>
  disconnect(): void
}

export interface QueuesOptions {
  readonly redisUrl: string
  readonly now: () => number
  readonly log: (event: string, details: Readonly<Record<string, unknown>>) => void
  /** Redis is there (again), and may have forgotten everything. */
  readonly onUp: () => void
  /** Claims and runs the row, and says how that ended; null: only rings from here. */
  readonly work: ((rowId: string) => Promise<string>) | null
  /** Of each kind's worker. */
  readonly concurrency: number
}
