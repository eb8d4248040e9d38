import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isTerminal } from '../../checkout/checkout.ts'
import type { Shop } from '../../commands/shop.ts'
import type { Overview } from '../../store/overview.ts'
import { lastBackupAt } from '../last-backup.ts'
import { lastMismatch } from '../last-reconcile.ts'
import type { Metrics } from './metrics.ts'

const liveStates = ['accepted', 'taxed', 'authorizing', 'requires_action', 'payment_unknown', 'authorized'] as const

/** How long counting all carts is good for: it takes longer the more there are. */
const cartsCountedMs = 15_000

/** Events told in one scrape; what is beyond comes with the next. */
const eventsMax = 20_000

export interface ScrapeOptions {
  readonly dataDir: string
  readonly version: string
  readonly commit: string
  readonly queueServer: () => { readonly up: boolean } | null
}

/** The figures as Prometheus reads them, brought up to date by each call of `text`. */
export interface Scrape {
  readonly contentType: string
  text(): Promise<string>
}

/**
 * What the database knows is read when it is asked for, so that it covers every process of the shop; events are counted
 * from the start of this one, by their own numbers, each once.
 */
export function openScrape(shop: Shop, metrics: Metrics, options: ScrapeOptions): Scrape {
  const { overview } = shop.store
  metrics.build.set({ version: options.version, commit: options.commit }, 1)
  metrics.started.set(Date.now() / 1000 - process.uptime())
  let seen = overview.lastEvents()
  let counted = { at: Number.NEGATIVE_INFINITY, carts: 0 }
  let last = Promise.resolve('')

  async function countEvents(): Promise<void> {
    const since = await seen
    const { moves, tries, next } = await overview.eventsAfter(since, eventsMax)
    seen = Promise.resolve(next)
    for (const { to, at, begunAt } of moves) {
      if (to === 'accepted') metrics.accepted.inc()
      if (!isTerminal(to)) continue
      metrics.finished.inc({ result: to })
      metrics.checkoutSeconds.observe({ result: to }, Math.max(0, at - begunAt) / 1000)
    }
    for (const { isDelivered } of tries) metrics.deliveries.inc({ result: isDelivered ? 'delivered' : 'failed' })
  }

  async function countCarts(): Promise<void> {
    const now = performance.now()
    if (now - counted.at > cartsCountedMs) counted = { at: now, carts: await overview.openCarts() }
    metrics.cartsOpen.set(counted.carts)
  }

  async function scraped(): Promise<string> {
    const now = shop.now()
    await countEvents()
    await Promise.all([
      countCheckouts(overview, metrics, now),
      countWork(overview, metrics, now),
      countCarts(),
      lookAround(metrics, options),
    ])
    return metrics.register.metrics()
  }

  return {
    contentType: metrics.register.contentType,
    // One after the other: two scrapes at once would count the same events twice.
    text: () => {
      last = last.then(scraped, scraped)
      return last
    },
  }
}

async function countCheckouts(overview: Overview, metrics: Metrics, now: number): Promise<void> {
  const live = await overview.liveCheckouts()
  for (const state of liveStates) metrics.inState.set({ state }, 0)
  for (const { state, count } of live) metrics.inState.inc({ state }, count)
  const unknown = live.filter(({ state }) => state === 'payment_unknown')
  metrics.paymentUnknown.set(unknown.reduce((sum, { count }) => sum + count, 0))
  metrics.oldestCheckout.set(
    ageOf(
      live.map(({ oldestAt }) => oldestAt),
      now,
    ),
  )
}

async function countWork(overview: Overview, metrics: Metrics, now: number): Promise<void> {
  const queues = await overview.queues(now)
  metrics.outboxPending.set(queues.reduce((sum, { waiting }) => sum + waiting, 0))
  metrics.outboxOldest.set(
    ageOf(
      queues.map(({ oldestDueAt }) => oldestDueAt),
      now,
    ),
  )
  for (const { kind: queue, waiting, running, delayed, dead } of queues) {
    metrics.jobCount.set({ queue, state: 'waiting' }, waiting)
    metrics.jobCount.set({ queue, state: 'active' }, running)
    metrics.jobCount.set({ queue, state: 'delayed' }, delayed)
    metrics.jobCount.set({ queue, state: 'failed' }, dead)
  }
  metrics.webhookOldest.set(ageOf([await overview.oldestUntold()], now))
}

async function lookAround(metrics: Metrics, options: ScrapeOptions): Promise<void> {
  const wal = await stat(join(options.dataDir, 'cartwright.db-wal')).catch(() => null)
  metrics.walBytes.set(wal?.size ?? 0)
  metrics.lastBackup.set((lastBackupAt(options.dataDir) ?? 0) / 1000)
  metrics.reconcileMismatch.set(lastMismatch(options.dataDir) ?? 0)
  metrics.redisUp.set((options.queueServer()?.up ?? true) ? 1 : 0)
  metrics.memory.set(process.memoryUsage.rss())
}

/** Seconds since the oldest of these times; 0 when there is none. */
function ageOf(times: readonly (number | null)[], now: number): number {
  const known = times.filter((at) => at !== null)
  return known.length === 0 ? 0 : Math.max(0, now - Math.min(...known)) / 1000
}
