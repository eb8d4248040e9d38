import { Type } from 'typebox'
import { billOf } from '../../commands/bills.ts'
import {
  openPaymentSessions,
  refreshPaymentSession,
  removePaymentSession,
  selectPaymentSession,
  updatePaymentSession,
} from '../../commands/payments.ts'
import type { Asked } from '../../commands/receipts.ts'
import { shapeOf } from '../../http/schema.ts'
import { closed, freeObject } from './bodies.ts'
import { cartJson, wholeCart } from './cart-json.ts'
import { showCart } from './carts.ts'
import { ok } from './reply.ts'
import { asked, change, type Door, post, type Route } from './route.ts'

const selection = shapeOf(Type.Object({ provider_id: Type.String() }, closed))
const sessionData = shapeOf(Type.Object({ data: freeObject }, closed))

/** How the shopper is going to pay. */
export function paymentSessionRoutes({ shop }: Door): readonly Route[] {
  const sessions = '/carts/:id/payment-sessions'
  return [
    change(
      'POST',
      sessions,
      'Open payment sessions',
      (call) => openPaymentSessions(shop, call.param('id'), asked(call, showingDue(call.signedInAs))),
      { handsOutKey: true },
    ),
    post('/carts/:id/payment-session', 'Select a payment session', selection, (call) =>
      selectPaymentSession(shop, call.param('id'), call.body.provider_id, asked(call, showCart)),
    ),
    post(`${sessions}/:provider_id`, 'Update a payment session', sessionData, (call) => {
      const { data } = call.body
      return updatePaymentSession(shop, call.param('id'), call.param('provider_id'), data, asked(call, showCart))
    }),
    change('DELETE', `${sessions}/:provider_id`, 'Delete a payment session', (call) =>
      removePaymentSession(shop, call.param('id'), call.param('provider_id'), asked(call, showCart)),
    ),
    change('POST', `${sessions}/:provider_id/refresh`, 'Refresh a payment session', (call) =>
      refreshPaymentSession(shop, call.param('id'), call.param('provider_id'), asked(call, showCart)),
    ),
  ]
}

/** The cart twice, with taxes whatever the region says; `cart` also has the total before rounding, which is whole here. */
function showingDue(signedInAs: string | null): Asked['show'] {
  const view = { ...wholeCart, customer: { signedInAs } }
  return (cart, books) => {
    const bill = billOf(cart, books, 'due')
    const json = cartJson(cart, bill, books, view)
    return ok({ cart: { ...json, raw_discount_total: bill.discountTotal }, data: json })
  }
}
