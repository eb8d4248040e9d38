import type { Cart } from '../../cart/cart.ts'
import type { Region } from '../../catalog/region.ts'
import type { Books } from '../../checkout/books.ts'
import { type Checkout, isTerminal } from '../../checkout/checkout.ts'
import type { Draft } from '../../checkout/draft.ts'
import { regionOf } from '../../commands/carts.ts'
import type { Shown } from '../../commands/receipts.ts'
import { invariant } from '../../invariant.ts'
import { addressJson } from './address-json.ts'
import { cartJson, priced } from './cart-json.ts'
import { type Json, providerJson, time } from './json.ts'
import { type PaymentStatus, paymentStatusOf } from './payment-status.ts'
import { ok } from './reply.ts'
import { shippingMethodsJson } from './shipping-json.ts'

/** The session as every change answers it, but for its tokens, which `withTokens` adds. */
export function showSession(cart: Cart, books: Books): Shown {
  return ok(sessionJson(cart, books))
}

function sessionJson(cart: Cart, books: Books): Json {
  const { visit } = cart
  invariant(visit, 'a session has a cart of a visit')
  const whole = priced(cart, books, books.orderOfCart(cart.id)?.bill)
  const region = regionOf(books, cart.regionId)
  const shown = cartJson(whole, books)
  const draft = books.newestDraft(cart.id)
  return {
    id: cart.sessionId,
    storeGroupId: shown['storeGroupId'],
    countryCode: shown['countryCode'],
    languageCode: shown['languageCode'],
    currencyCode: shown['currencyCode'],
    cart: shown,
    createdAt: time(cart.createdAt),
    expiresAt: time(visit.endsAt),
    totalAmount: whole.listed.total,
    totalTaxAmount: whole.listed.taxTotal,
    paymentStatus: sessionStatus(cart, draft, books),
    capabilities: capabilitiesJson(region),
    attributes: cart.metadata ?? {},
    locked: isLocked(cart, books),
    checkout: draft && { id: draft.id, revision: draft.cart.revision },
    vouchers: [],
    giftCardProducts: [],
    email: cart.email,
    shippingAddress: addressJson(cart.shippingAddress),
    billingAddress: addressJson(cart.billingAddress),
    shippingMethods: shippingMethodsJson(whole),
  }
}

/** Who can be asked to pay, to ship and to take gift cards, where the session is. */
function capabilitiesJson({ paymentProviders, fulfillmentProviders }: Region): Json {
  return {
    paymentProviders: paymentProviders.map(providerJson),
    shippingProviders: fulfillmentProviders.map(providerJson),
    taxProviders: [],
    giftCardProviders: [{ id: 'gift-cards', name: 'Gift cards' }],
    voucherProviders: [],
  }
}

/** As far as the last attempt got; a checkout that was started after it ended is a new one. */
function sessionStatus(cart: Cart, draft: Draft | null, books: Books): PaymentStatus {
  const order = books.orderOfCart(cart.id)
  const attempt = books.lastCheckout(cart.id)
  if (isOver(attempt, draft)) return paymentStatusOf(order, null)
  // An open cart has no live attempt: this very change is calling it off.
  const isCalledOff = attempt !== null && cart.stage === 'open' && !isTerminal(attempt.state)
  return paymentStatusOf(order, isCalledOff ? { state: 'canceled' } : attempt)
}

/** Ids are made in the order of time. */
function isOver(attempt: Checkout | null, draft: Draft | null): boolean {
  return attempt !== null && draft !== null && draft.id > attempt.id
}

/** Whether a change would be refused: while a payment is under way, and for ever once there is an order. */
function isLocked(cart: Cart, books: Books): boolean {
  if (cart.stage === 'open') return false
  return cart.stage !== 'frozen' || books.liveCheckout(cart.id)?.state !== 'requires_action'
}
