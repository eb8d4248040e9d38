import { Elysia } from 'elysia'
import { readPayload } from '../../http/body.ts'
import { Refusal } from '../../refusal.ts'
import { consoleRoutes } from '../console/console.ts'
import type { Health } from '../health.ts'
import type { OverviewStreams } from '../overview-streams.ts'
import { boardRoutes } from '../queues/board.ts'
import { adminCatalogRoutes } from './catalog.ts'
import { adminCheckoutRoutes } from './checkouts.ts'
import { adminJobRoutes } from './jobs.ts'
import { adminKeyRoutes } from './keys.ts'
import { assertOperator, type OperatorDoor } from './operator.ts'
import { adminOrderRoutes } from './orders.ts'
import { adminOverviewRoutes } from './overview.ts'
import { type AdminRoute, mountedAdmin } from './route.ts'
import { adminWebhookRoutes } from './webhooks.ts'

/** Every operation of the operator API. */
function adminOperations({ shop }: OperatorDoor, health: Health, streams: OverviewStreams): readonly AdminRoute[] {
  return [
    ...consoleRoutes(),
    ...adminOverviewRoutes(shop, health, streams),
    ...adminCatalogRoutes(shop),
    ...adminOrderRoutes(shop),
    ...adminCheckoutRoutes(shop),
    ...adminJobRoutes(shop),
    ...adminKeyRoutes(shop),
    ...adminWebhookRoutes(shop),
  ]
}

/** The operator API below `/admin`; what is not there is told to operators alone. */
export function adminRoutes(door: OperatorDoor, health: Health, streams: OverviewStreams) {
  const unknown = async ({ request }: { readonly request: Request }): Promise<never> => {
    await assertOperator(door, request)
    await readPayload(request)
    throw new Refusal('route-unknown', `There is nothing at ${request.method} ${new URL(request.url).pathname}.`)
  }
  return new Elysia()
    .use(mountedAdmin(door, adminOperations(door, health, streams)))
    .use(boardRoutes(door))
    .all('/admin', unknown, { parse: 'none', detail: { hide: true } })
    .all('/admin/*', unknown, { parse: 'none', detail: { hide: true } })
}
