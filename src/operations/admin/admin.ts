import { Elysia } from 'elysia'
import { readPayload } from '../../http/body.ts'
import { Refusal } from '../../refusal.ts'
import { adminCatalogRoutes } from './catalog.ts'
import { adminCheckoutRoutes } from './checkouts.ts'
import { adminJobRoutes } from './jobs.ts'
import { adminKeyRoutes } from './keys.ts'
import { assertOperator, type OperatorDoor } from './operator.ts'
import { adminOrderRoutes } from './orders.ts'
import { type AdminRoute, mountedAdmin } from './route.ts'
import { adminWebhookRoutes } from './webhooks.ts'

/** Every operation of the operator API. */
function adminOperations({ shop }: OperatorDoor): readonly AdminRoute[] {
  return [
    ...adminCatalogRoutes(shop),
    ...adminOrderRoutes(shop),
    ...adminCheckoutRoutes(shop),
    ...adminJobRoutes(shop),
    ...adminKeyRoutes(shop),
    ...adminWebhookRoutes(shop),
  ]
}

/** The operator API below `/admin`; what is not there is told to operators alone. */
export function adminRoutes(door: OperatorDoor) {
  const unknown = async ({ request }: { readonly request: Request }): Promise<never> => {
    await assertOperator(door, request)
    await readPayload(request)
    throw new Refusal('route-unknown', `There is nothing at ${request.method} ${new URL(request.url).pathname}.`)
  }
  return new Elysia()
    .use(mountedAdmin(door, adminOperations(door)))
    .all('/admin', unknown, { parse: 'none', detail: { hide: true } })
    .all('/admin/*', unknown, { parse: 'none', detail: { hide: true } })
}
