import { Elysia } from 'elysia'
import { readPayload } from '../../http/body.ts'
import { Refusal } from '../../refusal.ts'
import { assertOperator, type OperatorDoor } from './operator.ts'
import { adminOrderRoutes } from './orders.ts'
import { type AdminRoute, mountedAdmin } from './route.ts'

/** Every operation of the operator API. */
function adminOperations({ shop }: OperatorDoor): readonly AdminRoute[] {
  return [...adminOrderRoutes(shop)]
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
