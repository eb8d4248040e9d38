import { type Static, Type } from 'typebox'
import type { Books } from '../../checkout/books.ts'
import type { CompleteOutcome } from '../../commands/checkouts.ts'
import { confirmPayment } from '../../commands/payment-confirmation.ts'
import type { Shown } from '../../commands/receipts.ts'
import { readPreference } from '../../http/prefer.ts'
import { shapeOf } from '../../http/schema.ts'
import { filled, maybe } from './bodies.ts'
import { showOutcome } from './checkout.ts'
import { ok, type Reply } from './reply.ts'
import { type Call, type Door, type Route, withBody } from './route.ts'

const confirmation = Type.Object({
  payment_key: filled,
  order_id: filled,
  amount: Type.Integer(),
  provider: maybe(filled),
})

/** Going on after the shopper acted at their bank. */
export function paymentRoutes(door: Door): readonly Route[] {
  return [
    withBody('POST', '/payments/confirm', 'Confirm a payment', 'optional', shapeOf(confirmation), (call) =>
      confirmed(door, call),
    ),
  ]
}

/** `success` false: the provider still waits for the shopper, or for its own answer. */
async function confirmed({ shop }: Door, call: Call<Static<typeof confirmation>>): Promise<Reply> {
  const { body, key, signedInAs, request } = call
  const { order_id: orderId, payment_key: paymentKey, amount, provider } = body
  const outcome = await confirmPayment(
    shop,
    { orderId, paymentKey, amount, providerId: provider ?? null },
    {
      keyed: null,
      signedInAs,
      isTest: key.isTest,
      waitMs: readPreference(request, shop.settings.checkoutWaitMs).waitMs,
      show: (seen, books) => show(seen, orderId, books),
    },
  )
  if (outcome.kind === 'settled') return ok({ success: true, order_id: outcome.orderId })
  const { completed } = outcome
  return completed.kind === 'answer' ? completed.answer : ok({ success: false, order_id: orderId })
}

function show(outcome: CompleteOutcome, orderId: string, books: Books): Shown {
  if (outcome.kind === 'failed') return showOutcome(outcome, books)
  const isPlaced = outcome.kind === 'order'
  return ok({ success: isPlaced, order_id: isPlaced ? outcome.order.id : orderId })
}
