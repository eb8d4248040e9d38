import { type Static, Type } from 'typebox'
import type { Metadata } from '../../catalog/product.ts'
import type { Books } from '../../checkout/books.ts'
import { type CheckOut, checkOut } from '../../commands/check-out.ts'
import type { CompleteOutcome } from '../../commands/checkouts.ts'
import type { Shown } from '../../commands/receipts.ts'
import { readPreference } from '../../http/prefer.ts'
import { shapeOf } from '../../http/schema.ts'
import { checkoutJson } from '../../operations/checkout-json.ts'
import { addressIn, wholeAddress } from './address-json.ts'
import { email, filled, freeObject, maybe } from './bodies.ts'
import { invalidFields, refusalAnswer } from './errors.ts'
import { awaitedOrderJson, orderJson } from './order-json.ts'
import { created, type Reply } from './reply.ts'
import { type Call, type Door, keyedTo, type Route, withBody } from './route.ts'

/** Characters of a note to whoever packs. */
const noteMax = 2_000

const checkoutBody = Type.Object({
  email: maybe(email),
  shipping_address: maybe(wholeAddress),
  billing_address: maybe(wholeAddress),
  payment_method: maybe(filled),
  payment_provider: maybe(filled),
  payment_method_id: maybe(Type.String({ minLength: 1, maxLength: 2_000 })),
  payment_data: maybe(freeObject),
  note: maybe(Type.String({ maxLength: noteMax })),
  metadata: maybe(freeObject),
})

type Body = Static<typeof checkoutBody>

/** Turning a cart into an order. */
export function checkoutRoutes(door: Door): readonly Route[] {
  return [
    withBody('POST', '/carts/:id/checkout', 'Check a cart out', 'optional', shapeOf(checkoutBody), (call) =>
      checkedOut(door, call),
    ),
  ]
}

/** 201 with the order; 202 while the shopper has to act, or the caller would not wait so long. Only an order is final. */
async function checkedOut({ shop }: Door, call: Call<Body>): Promise<Reply> {
  const { body, request, signedInAs, key } = call
  assertNamed(body)
  const { waitMs, applied } = readPreference(request, shop.settings.checkoutWaitMs)
  const completed = await checkOut(shop, call.param('id'), wanted(body), {
    keyed: keyedTo(call, [call.param('id')]),
    signedInAs,
    isTest: key.isTest,
    isOwnOnly: true,
    waitMs,
    show: showOutcome,
    isFinal: ({ status }) => status === 201,
  })
  const preferred = applied === null ? {} : { 'preference-applied': applied }
  if (completed.kind === 'answer') return { ...completed.answer, headers: preferred }
  const { checkout } = completed
  const headers = { location: `/checkouts/${checkout.id}`, 'retry-after': '1', ...preferred }
  return { status: 202, body: JSON.stringify(checkoutJson(checkout)), headers }
}

/** What became of the attempt. */
export function showOutcome(outcome: CompleteOutcome, books: Books): Shown {
  switch (outcome.kind) {
    case 'order':
      return created({ ...orderJson(outcome.order, books), payment: null })
    case 'requires-action':
      return { status: 202, body: JSON.stringify(awaitedOrderJson(outcome.checkout, books)) }
    case 'failed':
      return refusalAnswer(outcome.problem)
  }
}

/** Parcels need a name, whichever way it is spelled. */
function assertNamed({ shipping_address: address }: Body): void {
  if (!address || address.name || address.first_name || address.last_name) return
  const message = 'shipping_address.name is required'
  throw invalidFields([{ field: 'shipping_address.name', message }])
}

function wanted(body: Body): CheckOut {
  const { email: said, shipping_address: shipping, billing_address: billing, metadata } = body
  return {
    details: {
      ...(said != null && { email: said }),
      ...(shipping && { shippingAddress: addressIn(shipping) }),
      ...(billing && { billingAddress: addressIn(billing) }),
      ...(metadata != null && { metadata }),
    },
    payment: { providerId: body.payment_method ?? body.payment_provider ?? null, data: paymentData(body) },
    note: body.note ?? null,
  }
}

/** What the older form calls `payment_method_id` is Stripe's payment method; at the test bank, what is to happen. */
function paymentData(body: Body): Metadata {
  const { payment_data: data, payment_method_id: method } = body
  const isTest = (body.payment_method ?? body.payment_provider) === 'test'
  return { ...(method != null && { [isTest ? 'outcome' : 'payment_method']: method }), ...data }
}
