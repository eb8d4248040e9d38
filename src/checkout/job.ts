import type { Metadata } from '../catalog/product.ts'

/** Everything that happens after the answer. The row is the promise; each kind has one handler in `workers/handlers.ts`. */
export type JobPayload =
  /** Of an attempt (`checkoutId`), or of an open cart whose shopper asked for its taxes (`checkoutId` null). */
  | {
      readonly kind: 'calculate-taxes'
      readonly cartId: string
      readonly cartVersion: number
      readonly checkoutId: string | null
    }
  | { readonly kind: 'authorize-payment'; readonly cartId: string; readonly checkoutId: string }
  | { readonly kind: 'complete-cart'; readonly cartId: string; readonly checkoutId: string }
  /** Gives back an authorization that no order will use. */
  | {
      readonly kind: 'cancel-payment'
      readonly checkoutId: string
      readonly providerId: string
      readonly key: string
      readonly reference: string | null
      readonly data: Metadata
    }
  /** One row that is put back with a later `runAt` each time it is done. */
  | { readonly kind: 'expire-carts' }

export type JobKind = JobPayload['kind']

export const jobKinds = [
  'calculate-taxes',
  'authorize-payment',
  'complete-cart',
  'cancel-payment',
  'expire-carts',
] as const satisfies readonly JobKind[]

/** A failed run is available again, until `attemptMax`; after that a person decides. */
export type JobState = 'available' | 'running' | 'done' | 'dead'

export const jobMoves = {
  available: ['running'],
  running: ['done', 'available', 'dead'],
  done: [],
  dead: ['available'],
} as const satisfies Record<JobState, readonly JobState[]>

export const attemptMax = 12

/**
 * How long a claimed job belongs to who claimed it. A killed worker's job is taken up when it is over, which is to be
 * within 15 s; all that one run asks of others (a provider twice, at most) has to fit into it.
 */
export const leaseMs = 12_000

export interface Job {
  readonly id: string
  readonly payload: JobPayload
  readonly state: JobState
  /** Runs begun so far. */
  readonly attempt: number
  /** How often it was rung on a queue; part of the queue's job id, which is never used twice. */
  readonly dispatch: number
  readonly runAt: number
  readonly leaseToken: string | null
  readonly leaseUntil: number | null
  readonly lastError: string | null
  readonly createdAt: number
  readonly updatedAt: number
}

/** A job somebody runs right now; every write on its behalf carries the token. */
export interface ClaimedJob<Payload extends JobPayload = JobPayload> {
  readonly id: string
  readonly payload: Payload
  readonly attempt: number
  readonly leaseToken: string
  readonly leaseUntil: number
}

export interface NewJob {
  readonly id: string
  readonly payload: JobPayload
  readonly runAt: number
}
