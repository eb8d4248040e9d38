import { Refusal } from '../../refusal.ts'
import { type Call, change, get, type Route } from './route.ts'

/**
 * Orders of this shop are never edited, and there are no payment collections, which in Medusa belong to such edits: so
 * none of them is ever there.
 */
export function orderEditRoutes(): readonly Route[] {
  const edit = '/order-edits/:id'
  const collection = '/payment-collections/:id'
  return [
    get(edit, 'Read an order edit', noEdit),
    change('POST', `${edit}/decline`, 'Decline an order edit', noEdit),
    change('POST', `${edit}/complete`, 'Complete an order edit', noEdit),
    get(collection, 'Read a payment collection', noCollection),
    change('POST', `${collection}/sessions`, 'Create a payment session', noCollection),
    change('POST', `${collection}/sessions/batch`, 'Manage payment sessions', noCollection),
    change('POST', `${collection}/sessions/batch/authorize`, 'Authorize payment sessions', noCollection),
    change('POST', `${collection}/sessions/:session_id`, 'Refresh a payment session', noCollection),
    change('POST', `${collection}/sessions/:session_id/authorize`, 'Authorize a payment session', noCollection),
  ]
}

async function noEdit(call: Call): Promise<never> {
  throw new Refusal('route-unknown', `Order edit with id ${call.param('id')} was not found`)
}

async function noCollection(call: Call): Promise<never> {
  throw new Refusal('route-unknown', `Payment collection with id ${call.param('id')} was not found`)
}
