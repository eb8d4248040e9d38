import type { Shop } from '../commands/shop.ts'
import { time, timeOrNull } from './admin/json.ts'
import type { Health, Readiness } from './health.ts'

/** Where everything stands at one moment: what operators look at first. */
export interface Overview {
  readonly at: string
  readonly health: Readiness
  /** Attempts that have not ended, by where they are and whose word they wait for. */
  readonly checkouts: readonly object[]
  /** Every kind of promised work. */
  readonly queues: readonly object[]
  readonly deliveries: { readonly waiting: number; readonly failed: number }
}

/** Looks at everything once. */
export async function overviewOf(shop: Shop, health: Health): Promise<Overview> {
  const now = shop.now()
  const { overview } = shop.store
  const [readiness, live, queues, { waiting, failed }] = await Promise.all([
    health.readiness(),
    overview.liveCheckouts(),
    overview.queues(now),
    overview.openDeliveries(),
  ])
  return {
    at: time(now),
    health: readiness,
    checkouts: live.map(({ state, providerId, count, oldestAt }) => {
      return { state, provider_id: providerId, count, oldest_at: time(oldestAt) }
    }),
    queues: queues.map(({ kind, waiting, running, delayed, dead, doneLastHour, oldestDueAt }) => ({
      kind,
      waiting,
      running,
      delayed,
      failed: dead,
      done_last_hour: doneLastHour,
      oldest_due_at: timeOrNull(oldestDueAt),
    })),
    deliveries: { waiting, failed },
  }
}
