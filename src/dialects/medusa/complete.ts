import type { Books } from '../../checkout/books.ts'
import { type CompleteOutcome, completeCart } from '../../commands/checkouts.ts'
import type { Shown } from '../../commands/receipts.ts'
import { readPreference } from '../../http/prefer.ts'
import { checkoutJson } from '../../operations/checkout-json.ts'
import { waitingCartJson } from './cart-json.ts'
import { refusalAnswer } from './errors.ts'
import { orderJson } from './order-json.ts'
import { placedOrder } from './order-views.ts'
import { ok, type Reply } from './reply.ts'
import { type Call, change, type Door, type Route } from './route.ts'

/** Turning a cart into an order. */
export function completeRoutes(door: Door): readonly Route[] {
  const paths = ['/carts/:id/complete', '/carts/:id/complete-cart']
  return paths.map((path) =>
    change('POST', path, 'Complete a cart', (call) => complete(door, call), { handsOutKey: true }),
  )
}

/** The order, or what the shopper has to do, or why not; 202 with the attempt when the caller would not wait so long. */
async function complete({ shop }: Door, { request, param, keyed, signedInAs }: Call): Promise<Reply> {
  const { waitMs, applied } = readPreference(request, shop.settings.checkoutWaitMs)
  const show = (outcome: CompleteOutcome, books: Books): Shown => showOutcome(outcome, books, signedInAs)
  const completed = await completeCart(shop, param('id'), { keyed, signedInAs, waitMs, show })
  const preferred = applied === null ? {} : { 'preference-applied': applied }
  if (completed.kind === 'answer') return { ...completed.answer, headers: preferred }
  const { checkout } = completed
  const headers = { location: `/checkouts/${checkout.id}`, 'retry-after': '1', ...preferred }
  return { status: 202, body: JSON.stringify(checkoutJson(checkout)), headers }
}

function showOutcome(outcome: CompleteOutcome, books: Books, signedInAs: string | null): Shown {
  switch (outcome.kind) {
    case 'order':
      return ok({ data: orderJson(outcome.order, books, placedOrder, signedInAs), type: 'order' })
    case 'requires-action':
      return ok({ data: waitingCartJson(outcome.cart), payment_status: 'requires_more', type: 'cart' })
    case 'failed':
      return refusalAnswer(outcome.problem)
  }
}
