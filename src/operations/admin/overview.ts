import type { Shop } from '../../commands/shop.ts'
import type { Health } from '../health.ts'
import { overviewOf } from '../overview.ts'
import type { OverviewStreams } from '../overview-streams.ts'
import { type AdminRoute, adminGet } from './route.ts'

/** How the shop does at a glance: once, and as it changes. */
export function adminOverviewRoutes(shop: Shop, health: Health, streams: OverviewStreams): readonly AdminRoute[] {
  return [
    adminGet('/overview', 'Live checkouts, queues and health at this moment', () => overviewOf(shop, health)),
    adminGet('/events', 'The overview as server-sent events, told whenever it changes', async ({ request }) =>
      streams.open(request),
    ),
  ]
}
