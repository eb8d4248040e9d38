import type { Announcement, Delivery } from '../checkout/announcement.ts'
import type { Checkout, CheckoutState } from '../checkout/checkout.ts'
import type { Job, JobKind, JobState } from '../checkout/job.ts'

/** Which part of a list. */
export interface Part {
  readonly offset: number
  readonly limit: number
}

/** A part of a list, and how long the whole is. */
export interface Listed<Item> {
  readonly items: readonly Item[]
  readonly count: number
}

/** Null asks for nothing; `text` is the beginning of an id, or a part of what is searched. */
export interface CheckoutsQuery extends Part {
  readonly states: readonly CheckoutState[] | null
  /** The beginning of an attempt's, a cart's or an order's id, or an e-mail address. */
  readonly text: string | null
}

export interface JobsQuery extends Part {
  readonly states: readonly JobState[] | null
  readonly kind: JobKind | null
  /** The beginning of a job's, a cart's or an attempt's id, or a part of the last error. */
  readonly text: string | null
}

export interface DeliveriesQuery extends Part {
  readonly state: Delivery['state'] | null
  readonly type: string | null
  /** The id of what is told of. */
  readonly subject: string | null
}

/** One kind of promised work, as it stands at one moment. */
export interface QueueState {
  readonly kind: JobKind
  /** Due, and not taken yet. */
  readonly waiting: number
  readonly running: number
  /** Not due yet: put off, or to be tried again. */
  readonly delayed: number
  readonly dead: number
  /** Ended well within the last hour. */
  readonly doneLastHour: number
  /** When the longest waiting one became due; null when none waits. */
  readonly oldestDueAt: number | null
}

/** Attempts that have not ended, by where they are and whose word they wait for. */
export interface LiveCheckouts {
  readonly state: CheckoutState
  readonly providerId: string | null
  readonly count: number
  /** When the one that has not moved for longest moved last. */
  readonly oldestAt: number
}

/** Deliveries that did not arrive: those that will be tried again, and those that will not. */
export interface OpenDeliveries {
  readonly waiting: number
  readonly failed: number
}

export interface ToldOf {
  readonly announcement: Announcement
  readonly delivery: Delivery
  /** Tries so far. */
  readonly attempts: number
}

/** Up to where somebody has counted: events are numbered as they happen. */
export interface EventNumbers {
  readonly move: number
  readonly attempt: number
}

/** Moves of attempts, and tries at telling webhook receivers. */
export interface Happened {
  readonly moves: readonly { readonly to: CheckoutState; readonly at: number; readonly begunAt: number }[]
  readonly tries: readonly { readonly isDelivered: boolean }[]
  readonly next: EventNumbers
}

/** What operators look at: many things at once, never changed here. */
export interface Overview {
  /** Those that moved last come first. */
  checkouts(query: CheckoutsQuery): Promise<Listed<Checkout>>
  liveCheckouts(): Promise<readonly LiveCheckouts[]>
  /** The newest first. */
  jobs(query: JobsQuery): Promise<Listed<Job>>
  /** Every kind, also without a job. */
  queues(now: number): Promise<readonly QueueState[]>
  /** The numbers of the last events there are. */
  lastEvents(): Promise<EventNumbers>
  /** What happened since, at most `limit` of each, with where to go on. */
  eventsAfter(since: EventNumbers, limit: number): Promise<Happened>
  openCarts(): Promise<number>
  /** When the webhook that has waited longest was promised; null when none waits. */
  oldestUntold(): Promise<number | null>
  /** The newest first. */
  deliveries(query: DeliveriesQuery): Promise<Listed<ToldOf>>
  openDeliveries(): Promise<OpenDeliveries>
}
