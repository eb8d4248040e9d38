import type { Change } from '../checkout/decision.ts'
import { announced, announcementsKeptMs } from './announcing.ts'
import type { Claimed } from './fulfilment.ts'
import { noticesKeptMs } from './payment-webhooks.ts'
import type { Shop } from './shop.ts'

/** Carts removed in one commit: few, so that no request waits for it longer than a few milliseconds. */
export const expiryBatch = 25

/** How long others may go first between two batches. */
export const expiryPauseMs = 2

/** How long one run goes on before it lets go of its job and comes back at once. */
export const expiryRunMs = 5_000

/** How often stale carts are looked for. */
export const expiryEveryMs = 60_000

/** How long a job that is done is kept for people to look at. */
export const doneJobsKeptMs = 7 * 24 * 3_600_000

/** How long the last taxes given are kept: they stand in while their provider is away, where the shop wants that. */
export const taxesKeptMs = 7 * 24 * 3_600_000

/** Removes carts that nobody touched for their lifetime, old receipts, finished jobs and announcements, in small commits. */
export async function carryOutExpiry(shop: Shop, job: Claimed<'expire-carts'>): Promise<void> {
  const until = performance.now() + expiryRunMs
  let more = true
  while (more && performance.now() < until) {
    more = await removeSome(shop, job)
    if (more) await Bun.sleep(expiryPauseMs)
  }
  const runAt = shop.now() + (more ? 0 : expiryEveryMs)
  await shop.store.change(() => ({ result: undefined, changes: [{ kind: 'repeat', job, runAt }] }))
}

/** One small commit; false when there is nothing left to remove. */
function removeSome(shop: Shop, job: Claimed<'expire-carts'>): Promise<boolean> {
  return shop.store.change<boolean>((books) => {
    const now = shop.now()
    const stale = books.staleCarts(now - shop.settings.cartTtlMs, expiryBatch)
    const oldNews = books.oldAnnouncements(now - announcementsKeptMs, expiryBatch)
    const oldTaxes = books.oldTaxes(now - taxesKeptMs, expiryBatch)
    const changes: Change[] = [
      { kind: 'prove', job },
      ...announced(shop, [{ kind: 'delete-carts', ids: stale }]),
      { kind: 'forget-secrets', now },
      { kind: 'delete-announcements', ids: oldNews },
      { kind: 'forget-taxes', questions: oldTaxes },
      { kind: 'delete-notices', before: now - noticesKeptMs, limit: expiryBatch },
      { kind: 'delete-receipts', before: now - shop.settings.idempotencyTtlMs, limit: expiryBatch },
      { kind: 'delete-jobs', before: now - doneJobsKeptMs, limit: expiryBatch },
    ]
    return { result: [stale, oldNews, oldTaxes].some(({ length }) => length === expiryBatch), changes }
  })
}
