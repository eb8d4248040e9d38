import type { CompleteOutcome } from '../../commands/checkouts.ts'
import { placeManagedOrder } from '../../commands/managed-orders.ts'
import type { Shown } from '../../commands/receipts.ts'
import { readPreference } from '../../http/prefer.ts'
import { checkoutJson } from '../../operations/checkout-json.ts'
import { errorAnswer, refusalAnswer } from './errors.ts'
import { wrapped } from './json.ts'
import { ok, type Reply } from './reply.ts'
import { type Call, type Door, plain, type Route } from './route.ts'

/** Turning a checkout into an order. */
export function orderRoutes(door: Door): readonly Route[] {
  return [plain('POST', '/checkouts/:cart_id/orders', 'Create an order', (call) => place(door, call))]
}

/** The order's number; 202 with the attempt when the caller would not wait so long. */
async function place({ shop }: Door, { request, cartId, keyed, apiKey }: Call): Promise<Reply> {
  const { waitMs, applied } = readPreference(request, shop.settings.checkoutWaitMs)
  const asked = { keyed, signedInAs: null, isTest: apiKey.isTest, waitMs, show: showOutcome }
  const completed = await placeManagedOrder(shop, cartId, asked)
  const preferred = applied === null ? {} : { 'preference-applied': applied }
  if (completed.kind === 'answer') return { ...completed.answer, headers: preferred }
  const { checkout } = completed
  const headers = { location: `/checkouts/${checkout.id}`, 'retry-after': '1', ...preferred }
  return { status: 202, body: JSON.stringify(checkoutJson(checkout)), headers }
}

function showOutcome(outcome: CompleteOutcome): Shown {
  switch (outcome.kind) {
    case 'order':
      return ok(wrapped({ id: outcome.order.displayId }))
    case 'requires-action':
      return errorAnswer(409, 'The shopper has to confirm the payment first.')
    case 'failed':
      return refusalAnswer(outcome.problem)
  }
}
