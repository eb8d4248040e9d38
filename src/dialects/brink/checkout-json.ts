import { selectedSession } from '../../cart/payment-sessions.ts'
import type { Books } from '../../checkout/books.ts'
import type { Checkout } from '../../checkout/checkout.ts'
import { type Draft, isCurrent } from '../../checkout/draft.ts'
import type { Order } from '../../checkout/order.ts'
import { pollAfterMs } from '../../operations/checkout-json.ts'
import { addressJson } from './address-json.ts'
import { discountCodesJson, giftCardsJson, marketJson, priced, totalsJson } from './cart-json.ts'
import { itemsJson, type Priced } from './item-json.ts'
import { type Json, time } from './json.ts'
import { paymentStatusOf } from './payment-status.ts'
import { shippingMethodsJson } from './shipping-json.ts'

/** How far a checkout got: not asked for yet, no longer possible, or an attempt. */
interface Standing {
  readonly whole: Priced
  readonly attempt: Checkout | null
  readonly order: Order | null
  readonly isCurrent: boolean
}

/**
 * A checkout as its token shows it. Items, codes and their prices are those it was started with; what the steps towards
 * paying add (addresses, shipping and with it the totals) shows until the cart itself is changed.
 */
export function checkoutJson(draft: Draft, books: Books): Json {
  return standingJson(draft, standingOf(draft, books), books)
}

/** A checkout that is being started, which the books do not know yet. */
export function newCheckoutJson(draft: Draft, books: Books): Json {
  const whole = priced(draft.cart, books, draft.bill)
  return standingJson(draft, { whole, attempt: null, order: null, isCurrent: true }, books)
}

function standingJson(draft: Draft, standing: Standing, books: Books): Json {
  const { whole, attempt, order } = standing
  const { cart } = whole
  return {
    id: draft.id,
    sessionId: cart.sessionId,
    cartRevision: draft.cart.revision,
    ...marketJson(cart, books),
    discountCodes: discountCodesJson(whole, books),
    created: time(draft.createdAt),
    updated: time(attempt?.updatedAt ?? cart.updatedAt),
    items: itemsJson(whole, books).map((item, at) => ({ ...item, discountOutcome: outcomeJson(at, whole) })),
    totals: totalsJson(whole.listed),
    giftCards: giftCardsJson(whole),
    vouchers: [],
    ...progressJson(draft, standing),
    email: cart.email,
    shippingAddress: addressJson(cart.shippingAddress),
    billingAddress: addressJson(cart.billingAddress),
    shippingMethods: shippingMethodsJson(whole),
    payment: paymentJson(whole),
    order: order && { id: order.id, number: order.displayId, paymentStatus: order.paymentStatus },
  }
}

function standingOf(draft: Draft, books: Books): Standing {
  const attempt = books.checkout(draft.id)
  const order = attempt?.orderId ? books.order(attempt.orderId) : null
  const cart = books.cart(draft.cartId)
  const isGood = cart !== null && cart.stage !== 'completed' && isCurrent(draft, cart, books.newestDraft(draft.cartId))
  if (order) return { whole: priced(order.cart, books, order.bill), attempt, order, isCurrent: isGood }
  const whole = cart && isGood ? priced(cart, books) : priced(draft.cart, books, draft.bill)
  return { whole, attempt, order, isCurrent: isGood }
}

function progressJson(draft: Draft, { attempt, order, isCurrent: isGood }: Standing): Json {
  const isOutdated = attempt === null && !isGood
  return {
    state: attempt?.state ?? (isOutdated ? 'outdated' : 'started'),
    paymentStatus: isOutdated ? 'CANCELLED' : paymentStatusOf(order, attempt),
    nextAction: attempt?.nextAction ?? null,
    problem: attempt?.problem
      ? { error: attempt.problem.code.replaceAll('-', ' '), message: attempt.problem.message }
      : null,
    pollAfterMs: attempt ? pollAfterMs(attempt) : null,
    paymentProvider: draft.providers.payment === null ? null : { id: draft.providers.payment },
    shippingProvider: draft.providers.shipping === null ? null : { id: draft.providers.shipping },
  }
}

/** What was said to and by whoever is to be paid; null as long as nobody was chosen, or nothing is due. */
function paymentJson({ cart }: Priced): Json | null {
  const chosen = selectedSession(cart)
  return (
    chosen && {
      paymentProvider: { id: chosen.providerId },
      status: chosen.status,
      amount: chosen.amount,
      data: chosen.data,
    }
  )
}

/** Which codes took how much off the item at that place. */
function outcomeJson(at: number, { cart, listed }: Priced): Json {
  const line = listed.lines[at]
  const codeRules = (line?.adjustments ?? []).map(({ discountId, amount }) => {
    return { discountCode: cart.discounts.find(({ id }) => id === discountId)?.code ?? null, discountAmount: amount }
  })
  const none = { bundles: [], cartRules: [], externalRules: [] }
  return { ...none, codeRules, totalDiscountAmount: line?.discountTotal ?? 0 }
}
