import type { TellOutcome } from '../announcements/announcer.ts'
import type { Announcement, Delivery, DeliveryAttempt, DeliveryState } from '../checkout/announcement.ts'
import type { Books } from '../checkout/books.ts'
import type { Change, Decision } from '../checkout/decision.ts'
import { attemptMaxOf } from '../checkout/job.ts'
import type { Claimed } from './fulfilment.ts'
import type { Shop } from './shop.ts'

/** How long a receiver has to answer: what is left of the job's lease is for saving what became of it. */
export const tellDeadlineMs = 8_000

/** One try at telling one endpoint; throws when it did not take it, so that the job comes back. */
export async function carryOutDelivery(shop: Shop, job: Job): Promise<void> {
  const found = await shop.store.read((books) => deliveryAndNews(books, job.payload.deliveryId))
  const at = shop.now()
  const begun = performance.now()
  const outcome = found ? await told(shop, found.delivery, found.announcement, at) : nothingToTell
  const durationMs = Math.round(performance.now() - begun)
  await shop.store.change((books) => ended(shop, job, books.delivery(job.payload.deliveryId), outcome, at, durationMs))
  if (outcome.kind === 'failed') throw new Error(`not delivered: ${outcome.error}`)
}

type Job = Claimed<'deliver-webhook'>
type Outcome = TellOutcome | { readonly kind: 'nothing-to-tell' }

const nothingToTell: Outcome = { kind: 'nothing-to-tell' }

function deliveryAndNews(books: Books, deliveryId: string) {
  const delivery = books.delivery(deliveryId)
  const announcement = delivery && books.announcement(delivery.announcementId)
  return delivery && announcement && { delivery, announcement }
}

async function told(shop: Shop, delivery: Delivery, announcement: Announcement, now: number): Promise<Outcome> {
  const isOver = announcement.secretUntil !== null && announcement.secretUntil <= now
  if (announcement.data === null || isOver) return nothingToTell
  const { endpointId } = delivery
  return shop.announcer.tell({ endpointId, announcement, now, deadlineMs: tellDeadlineMs })
}

/** What became of a try, with the end of the job unless there is to be another. */
function ended(
  shop: Shop,
  job: Job,
  delivery: Delivery | null,
  outcome: Outcome,
  at: number,
  durationMs: number,
): Decision<null> {
  const end: Change = { kind: outcome.kind === 'failed' ? 'prove' : 'retire', job }
  if (!delivery) return { result: null, changes: [end] }
  const saved: Delivery = { ...delivery, state: stateAfter(job, outcome), updatedAt: shop.now() }
  const attempt: DeliveryAttempt = {
    attempt: job.attempt,
    status: 'status' in outcome ? outcome.status : null,
    error: errorOf(outcome),
    durationMs,
    at,
  }
  return { result: null, changes: [end, { kind: 'save-delivery', delivery: saved, attempt }] }
}

function stateAfter({ attempt, payload }: Job, outcome: Outcome): DeliveryState {
  switch (outcome.kind) {
    case 'delivered':
    case 'refused':
      return outcome.kind
    case 'failed':
      return attempt < attemptMaxOf(payload.kind) ? 'waiting' : 'failed'
    case 'unknown-endpoint':
    case 'nothing-to-tell':
      return 'dropped'
  }
}

function errorOf(outcome: Outcome): string | null {
  switch (outcome.kind) {
    case 'delivered':
      return null
    case 'refused':
      return 'the endpoint is gone'
    case 'failed':
      return outcome.error
    case 'unknown-endpoint':
      return 'the endpoint is no longer in the settings'
    case 'nothing-to-tell':
      return 'what was to be told is no longer kept'
  }
}
