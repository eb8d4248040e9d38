import type { Books, OldKind } from '../checkout/books.ts'
import type { Change } from '../checkout/decision.ts'
import { LeaseLost } from '../store/lease-lost.ts'
import { announced, announcementsKeptMs } from './announcing.ts'
import { overdueChanges } from './deadlines.ts'
import type { Claimed } from './fulfilment.ts'
import { noticesKeptMs } from './payment-webhooks.ts'
import type { Shop } from './shop.ts'

/** Carts, attempts or announcements in one commit: each takes others with it, and no request is to wait for them. */
export const expiryBatch = 25

/** Single rows in one commit. */
export const rowBatch = 100

/** How long others may go first between two batches. */
export const expiryPauseMs = 2

/** How long one run goes on before it lets go of its job and comes back at once. */
export const expiryRunMs = 5_000

/** How often anything that is over is looked for. */
export const expiryEveryMs = 60_000

/** How long a job that is done is kept for people to look at. */
export const doneJobsKeptMs = 7 * 24 * 3_600_000

/** How long the last taxes given are kept: they stand in while their provider is away, where the shop wants that. */
export const taxesKeptMs = 7 * 24 * 3_600_000

/** One small commit's worth of what is over; `isMore` when there may be more of it. */
type Sweep = (
  shop: Shop,
  books: Books,
  now: number,
) => { readonly changes: readonly Change[]; readonly isMore: boolean }

/** By turns, so that a million of one kind does not keep the others waiting. */
const sweeps: Readonly<Record<string, Sweep>> = {
  attempts: (shop, books) => overdueChanges(shop, books, expiryBatch),
  carts: (shop, books, now) => {
    const ids = books.staleCarts(now - shop.settings.cartTtlMs, expiryBatch)
    shop.meter?.happened('cart-expired', ids.length)
    return {
      changes: announced(shop, [{ kind: 'delete-carts', ids, why: 'expired' }]),
      isMore: ids.length === expiryBatch,
    }
  },
  visits: (shop, books, now) => {
    const ids = books.endedCarts(now, expiryBatch)
    shop.meter?.happened('cart-expired', ids.length)
    return {
      changes: announced(shop, [{ kind: 'delete-carts', ids, why: 'expired' }]),
      isMore: ids.length === expiryBatch,
    }
  },
  announcements: (_shop, books, now) => {
    const ids = books.oldAnnouncements(now - announcementsKeptMs, expiryBatch)
    const changes: Change[] = [
      { kind: 'forget-secrets', now },
      { kind: 'delete-announcements', ids },
    ]
    return { changes, isMore: ids.length === expiryBatch }
  },
  taxes: (_shop, books, now) => {
    const questions = books.oldTaxes(now - taxesKeptMs, rowBatch)
    return { changes: [{ kind: 'forget-taxes', questions }], isMore: questions.length === rowBatch }
  },
  receipts: ({ settings }, books, now) => old(books, 'receipts', 'delete-receipts', now - settings.idempotencyTtlMs),
  jobs: (_shop, books, now) => old(books, 'jobs', 'delete-jobs', now - doneJobsKeptMs),
  notices: (_shop, books, now) => old(books, 'notices', 'delete-notices', now - noticesKeptMs),
  // Whoever began with it had a token that was good no longer than this.
  drafts: ({ settings }, books, now) => old(books, 'drafts', 'delete-drafts', now - settings.cartTtlMs),
  links: (_shop, books, now) => old(books, 'cart-links', 'delete-cart-links', now),
  signIns: (_shop, books, now) => old(books, 'sign-ins', 'delete-ended-sign-ins', now),
}

/**
 * Ends attempts whose time is over, and removes what nobody needs any more: carts untouched for their lifetime, old
 * receipts, finished jobs, announcements and the like. In small commits with others between them, so that it may take as
 * long as it takes.
 */
export async function carryOutExpiry(shop: Shop, job: Claimed<'expire-carts'>): Promise<void> {
  const until = performance.now() + expiryRunMs
  let open = Object.entries(sweeps)
  while (open.length > 0 && performance.now() < until) {
    const unfinished: typeof open = []
    for (const [name, sweep] of open) {
      if (await swept(shop, job, name, sweep)) unfinished.push([name, sweep])
      await Bun.sleep(expiryPauseMs)
    }
    open = unfinished
  }
  const runAt = shop.now() + (open.length > 0 ? 0 : expiryEveryMs)
  await shop.store.change(() => ({ result: undefined, changes: [{ kind: 'repeat', job, runAt }] }))
}

/** One commit; false when nothing is left, or when it failed: then the other sweeps go on, and this one is for the next run. */
async function swept(shop: Shop, job: Claimed<'expire-carts'>, name: string, sweep: Sweep): Promise<boolean> {
  try {
    return await shop.store.change<boolean>((books) => {
      const { changes, isMore } = sweep(shop, books, shop.now())
      return { result: isMore, changes: [{ kind: 'prove', job }, ...changes] }
    })
  } catch (error) {
    if (error instanceof LeaseLost) throw error
    shop.log('sweep-failed', { what: name, error })
    return false
  }
}

type Removal =
  | 'delete-drafts'
  | 'delete-cart-links'
  | 'delete-receipts'
  | 'delete-jobs'
  | 'delete-notices'
  | 'delete-ended-sign-ins'

function old(books: Books, kind: OldKind, removal: Removal, before: number): ReturnType<Sweep> {
  const count = books.countOld(kind, before, rowBatch)
  const changes: readonly Change[] = count > 0 ? [{ kind: removal, before, limit: rowBatch }] : []
  return { changes, isMore: count === rowBatch }
}
