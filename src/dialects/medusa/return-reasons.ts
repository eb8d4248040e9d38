import { Refusal } from '../../refusal.ts'
import { ok } from './reply.ts'
import { get, type Route } from './route.ts'

/** Nothing is returned through this shop, so there are no reasons. */
export function returnReasonRoutes(): readonly Route[] {
  return [
    get('/return-reasons', 'List return reasons', async () => ok({ return_reasons: [] })),
    get('/return-reasons/:id', 'Read a return reason', async (call) => {
      throw new Refusal('route-unknown', `Return Reason with id: ${call.param('id')} was not found.`)
    }),
  ]
}
