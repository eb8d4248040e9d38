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
  /** A provider told something of the attempt's payment: go and look. */
  | {
      readonly kind: 'look-at-payment'
      readonly cartId: string
      readonly checkoutId: string
      readonly providerId: string
      readonly eventId: string
    }
  /** Asks the provider for what an operator asked of an order. */
  | { readonly kind: 'settle-order'; readonly orderId: string; readonly actionId: string }
  /** Tells one endpoint what happened. */
  | { readonly kind: 'deliver-webhook'; readonly deliveryId: string }
  /** One row that is put back with a later `runAt` each time it is done. */
  | { readonly kind: 'expire-carts' }

export type JobKind = JobPayload['kind']

export const jobKinds = [
  'calculate-taxes',
  'authorize-payment',
  'complete-cart',
  'cancel-payment',
  'look-at-payment',
  'settle-order',
  'deliver-webhook',
  'expire-carts',
] as const satisfies readonly JobKind[]

/** A failed run is available again, until `attemptMaxOf` its kind; after that a person decides. */
export type JobState = 'available' | 'running' | 'done' | 'dead'

/** Of kinds without a ladder of their own. */
export const attemptMax = 12

const second = 1_000
const minute = 60 * second
const hour = 60 * minute

/**
 * Pauses after the first, the second … failed run, for kinds whose other end may be away for long: a receiver of webhooks
 * is mended by people, so it is given more than a day.
 */
export const ladders: Partial<Readonly<Record<JobKind, readonly number[]>>> = {
  'deliver-webhook': [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 10 * hour],
}

/**
 * Kinds on which money hangs: as long as nobody knows whether it was taken or given back, they are never given up. Who ends
 * an attempt ends them, since they look at it first.
 */
export const unending: ReadonlySet<JobKind> = new Set([
  'authorize-payment',
  'cancel-payment',
  'look-at-payment',
  'settle-order',
])

/** How often a job of that kind is begun at most; a ladder ends with the run after its last pause. */
export function attemptMaxOf(kind: JobKind): number {
  if (unending.has(kind)) return Number.POSITIVE_INFINITY
  const ladder = ladders[kind]
  return ladder ? ladder.length + 1 : attemptMax
}

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
