import type { Books } from '../checkout/books.ts'
import { type Checkout, type CheckoutEvent, type CheckoutState, isTerminal } from '../checkout/checkout.ts'
import type { Change } from '../checkout/decision.ts'
import type { Job, JobKind, JobPayload } from '../checkout/job.ts'
import { Refusal } from '../refusal.ts'
import { checkoutOf } from './cancellation.ts'
import type { Shop } from './shop.ts'

/** Jobs of one attempt that were given up and are looked through. */
const deadMax = 20

/** The work that each live state waits for; null where it is the shopper's turn. */
const awaited: Readonly<Partial<Record<CheckoutState, JobKind | null>>> = {
  accepted: 'calculate-taxes',
  taxed: 'authorize-payment',
  authorizing: 'authorize-payment',
  payment_unknown: 'authorize-payment',
  authorized: 'complete-cart',
  requires_action: null,
}

/** The job of that id; refused as `job-not-found`. */
export function readJob(shop: Shop, jobId: string): Promise<Job> {
  return shop.store.read((books) => jobOf(books, jobId))
}

/** Due at once, as if it had never been begun; refused as `job-settled` while it runs, and when it is done. */
export function retryJob(shop: Shop, jobId: string): Promise<Job> {
  return shop.store.change((books) => {
    const job = jobOf(books, jobId)
    if (job.state === 'running' || job.state === 'done') throw settled(job, 'begun again')
    const now = shop.now()
    return {
      result: { ...job, state: 'available', attempt: 0, runAt: now, lastError: null, updatedAt: now },
      changes: [{ kind: 'revive-job', jobId, runAt: now }, ...waitingAgain(job.payload, books, now)],
    }
  })
}

/** Nobody comes back to it; refused as `job-settled` unless it was given up: what still runs by itself is never lost by hand. */
export function dropJob(shop: Shop, jobId: string): Promise<Job> {
  return shop.store.change((books) => {
    const job = jobOf(books, jobId)
    if (job.state !== 'dead') throw settled(job, 'dropped')
    return { result: job, changes: [{ kind: 'drop-job', jobId }] }
  })
}

/** An attempt with all that happened to it. */
export interface CheckoutHistory {
  readonly checkout: Checkout
  readonly events: readonly CheckoutEvent[]
}

/** Refused as `checkout-not-found`. */
export function readCheckoutHistory(shop: Shop, checkoutId: string): Promise<CheckoutHistory> {
  return shop.store.read((books) => ({
    checkout: checkoutOf(books, checkoutId),
    events: books.checkoutEvents(checkoutId),
  }))
}

/**
 * Has the work begun at once that a live attempt waits for; promises it anew where nobody has it any more. Refused as
 * `checkout-settled` when the attempt has ended, or waits for the shopper.
 */
export async function retryCheckout(shop: Shop, checkoutId: string): Promise<Checkout> {
  const givenUp = { states: ['dead'], kind: null, text: checkoutId, offset: 0, limit: deadMax } as const
  const { items: dead } = await shop.store.overview.jobs(givenUp)
  return shop.store.change<Checkout>((books) => {
    const checkout = checkoutOf(books, checkoutId)
    const kind = awaited[checkout.state]
    if (!kind) {
      const why = isTerminal(checkout.state) ? `is ${checkout.state}` : 'waits for the shopper'
      throw new Refusal('checkout-settled', `The checkout ${why}: there is nothing to begin again.`, { checkoutId })
    }
    return { result: checkout, changes: [begunAgain(shop, checkout, kind, books, dead)] }
  })
}

function begunAgain(
  shop: Shop,
  { id, cartId, cart }: Checkout,
  kind: JobKind,
  books: Books,
  dead: readonly Job[],
): Change {
  const runAt = shop.now()
  const job = books.liveJobOfCart(kind, cartId) ?? dead.find(({ payload }) => payload.kind === kind)
  if (job) return { kind: 'revive-job', jobId: job.id, runAt }
  const about = { cartId, checkoutId: id }
  const payload: JobPayload =
    kind === 'calculate-taxes'
      ? { kind, cartVersion: cart.version, ...about }
      : kind === 'complete-cart'
        ? { kind, ...about }
        : { kind: 'authorize-payment', ...about }
  return { kind: 'promise', job: { id: shop.newId('job'), payload, runAt } }
}

/** A delivery that was given up is waited for again as soon as its job is. */
function waitingAgain(payload: JobPayload, books: Books, now: number): readonly Change[] {
  if (payload.kind !== 'deliver-webhook') return []
  const delivery = books.delivery(payload.deliveryId)
  if (!delivery || delivery.state === 'delivered') return []
  return [{ kind: 'save-delivery', delivery: { ...delivery, state: 'waiting', updatedAt: now }, attempt: null }]
}

function settled({ id, state }: Job, what: string): Refusal {
  return new Refusal('job-settled', `The job is ${state}: it cannot be ${what}.`, { jobId: id })
}

function jobOf(books: Books, jobId: string): Job {
  const job = books.job(jobId)
  if (!job) throw new Refusal('job-not-found', `There is no job ${jobId}.`, { jobId })
  return job
}
