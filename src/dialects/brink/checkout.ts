import { type Static, Type } from 'typebox'
import type { Books } from '../../checkout/books.ts'
import { type CompleteOutcome, completeCart } from '../../commands/checkouts.ts'
import { beginDraft, readyToPay } from '../../commands/drafts.ts'
import { look } from '../../commands/reads.ts'
import type { Shown } from '../../commands/receipts.ts'
import { readPreference } from '../../http/prefer.ts'
import { shapeOf } from '../../http/schema.ts'
import { invariant } from '../../invariant.ts'
import { retryAfterOf } from '../../operations/checkout-json.ts'
import { Refusal } from '../../refusal.ts'
import { checkoutJson, newCheckoutJson } from './checkout-json.ts'
import { refusalAnswer } from './errors.ts'
import { ok, type Reply, withTokens } from './reply.ts'
import { asked, type Call, type Door, type Route, route, routeWith } from './route.ts'
import { showSession } from './session-json.ts'
import { seconds } from './session-token.ts'

const provider = Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }), name: Type.Optional(Type.String()) })

const start = Type.Object({
  paymentProvider: provider,
  shippingProvider: Type.Optional(Type.Union([provider, Type.Null()])),
  giftCardProvider: Type.Optional(Type.Union([provider, Type.Null()])),
  voucherProvider: Type.Optional(Type.Union([provider, Type.Null()])),
})

/** From what is in the cart to what was paid. */
export function checkoutRoutes(door: Door): readonly Route[] {
  const { shop } = door
  return [
    routeWith('POST', '/sessions/checkout/start', 'Start a checkout', 'session', shapeOf(start), (call) =>
      begin(door, call),
    ),
    route('GET', '/sessions/checkout', 'Read the checkout', 'checkout', async (call) => {
      const id = checkoutIdOf(call)
      return checkout(door, call, await look(shop, (books) => showCheckout(id, books)))
    }),
    route('POST', '/sessions/checkout/complete', 'Complete the checkout', 'checkout', (call) => complete(door, call)),
  ]
}

async function begin(door: Door, call: Call<Static<typeof start>>): Promise<Reply> {
  const { paymentProvider, shippingProvider } = call.body
  const providers = { payment: paymentProvider.id, shipping: shippingProvider?.id ?? null }
  const answer = await beginDraft(door.shop, call.session().cart.id, providers, {
    keyed: call.keyed,
    signedInAs: null,
    show: (draft, books) => ok({ checkout: newCheckoutJson(draft, books) }),
  })
  return checkout(door, call, answer)
}

/** The order, what the shopper has to do first, or why not; 202 when the caller would not wait so long. */
async function complete(door: Door, call: Call): Promise<Reply> {
  const { shop } = door
  const { cart } = call.session()
  const id = checkoutIdOf(call)
  const { waitMs, applied } = readPreference(call.request, shop.settings.checkoutWaitMs)
  await readyToPay(shop, cart.id, id, { ...asked(call, showSession), keyed: null })
  const show = (outcome: CompleteOutcome, books: Books): Shown =>
    outcome.kind === 'failed' ? refusalAnswer(outcome.problem, door.requestId()) : showCheckout(id, books)
  const completed = await completeCart(shop, cart.id, {
    keyed: call.keyed,
    signedInAs: null,
    waitMs,
    show,
    draftId: id,
  })
  const headers: Readonly<Record<string, string>> = applied === null ? {} : { 'preference-applied': applied }
  if (completed.kind === 'answer') return checkout(door, call, { ...completed.answer, headers })
  const shown = await look(shop, (books) => showCheckout(id, books))
  const retryAfter = retryAfterOf(completed.checkout) ?? '1'
  const location = `/checkouts/${completed.checkout.id}`
  return checkout(door, call, { ...shown, status: 202, headers: { ...headers, location, 'retry-after': retryAfter } })
}

/** A checkout's answer with the token that opens it. */
async function checkout({ tokens }: Door, call: Call, answer: Reply): Promise<Reply> {
  if (answer.status >= 300) return answer
  const { claims } = call.session()
  const { id, created } = JSON.parse(answer.body).checkout
  const token = await tokens.issue({ ...claims, checkoutId: id, issuedAt: seconds(Date.parse(created)) })
  return withTokens(answer, { token })
}

function showCheckout(checkoutId: string, books: Books): Shown {
  const draft = books.draft(checkoutId)
  if (!draft) throw new Refusal('checkout-outdated', 'This checkout was followed by many others; start another one.')
  return ok({ checkout: checkoutJson(draft, books) })
}

function checkoutIdOf(call: Call): string {
  const { checkoutId } = call.session().claims
  invariant(checkoutId !== null, 'a checkout’s token names its checkout')
  return checkoutId
}
