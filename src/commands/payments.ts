import type { Cart } from '../cart/cart.ts'
import {
  assertOffered,
  openSessions,
  refreshSession,
  removeSession,
  type SessionFacts,
  selectSession,
  updateSession,
} from '../cart/payment-sessions.ts'
import type { Metadata } from '../catalog/product.ts'
import type { Books } from '../checkout/books.ts'
import { assertNoCardNumber } from '../payments/card-data.ts'
import { editCart, sessionFacts } from './editing.ts'
import type { Answer, Asked } from './receipts.ts'
import type { Shop } from './shop.ts'
import { settleTaxes } from './taxes.ts'

/** A session with every provider of the region; the only provider is selected at once. */
export async function openPaymentSessions(shop: Shop, cartId: string, asked: Asked): Promise<Answer> {
  await settleTaxes(shop, cartId, asked)
  return editCart(shop, cartId, asked, (cart, books, now) => openSessions(cart, sessionFacts(shop, cart, books, now)))
}

/** The provider the shopper wants to pay with. */
export async function selectPaymentSession(
  shop: Shop,
  cartId: string,
  providerId: string,
  asked: Asked,
): Promise<Answer> {
  await settleTaxes(shop, cartId, asked)
  return editCart(shop, cartId, asked, (cart, books, now) =>
    selectSession(cart, providerId, sessionFacts(shop, cart, books, now)),
  )
}

/** What the storefront has for the provider; refuses card numbers, which belong to the provider alone. */
export async function updatePaymentSession(
  shop: Shop,
  cartId: string,
  providerId: string,
  data: Metadata,
  asked: Asked,
): Promise<Answer> {
  const update = (cart: Cart, books: Books, now: number): Cart => {
    assertNoCardNumber(data)
    return updateSession(cart, providerId, data, sessionFacts(shop, cart, books, now))
  }
  await settleTaxes(shop, cartId, asked)
  return editCart(shop, cartId, asked, update, providerId)
}

/**
 * The shopper pays with that provider: the session with it is opened if need be, selected, and told what the storefront
 * has for it. With nothing to pay there is nobody to talk to, and nothing changes.
 */
export async function payWith(
  shop: Shop,
  cartId: string,
  wanted: { readonly providerId: string; readonly data: Metadata | null },
  asked: Asked,
): Promise<Answer> {
  const { providerId, data } = wanted
  await settleTaxes(shop, cartId, asked)
  const pay = (cart: Cart, books: Books, now: number): Cart => {
    assertNoCardNumber(data)
    return payingWith(cart, providerId, data, sessionFacts(shop, cart, books, now))
  }
  return editCart(shop, cartId, asked, pay, providerId)
}

/** The cart with that provider's session selected; refuses a provider that is not offered where the cart is. */
export function payingWith(cart: Cart, providerId: string, data: Metadata | null, facts: SessionFacts): Cart {
  assertOffered(providerId, facts)
  const isOpen = cart.paymentSessions.some((session) => session.providerId === providerId)
  const opened = isOpen ? cart : openSessions(cart, facts)
  if (opened.paymentSessions.length === 0) return opened
  return data === null ? selectSession(opened, providerId, facts) : updateSession(opened, providerId, data, facts)
}

/** Ends the talk with a provider; with none going on it changes nothing. */
export function removePaymentSession(shop: Shop, cartId: string, providerId: string, asked: Asked): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart) => removeSession(cart, providerId))
}

/** Starts the talk with a provider anew. */
export async function refreshPaymentSession(
  shop: Shop,
  cartId: string,
  providerId: string,
  asked: Asked,
): Promise<Answer> {
  await settleTaxes(shop, cartId, asked)
  return editCart(shop, cartId, asked, (cart, books, now) =>
    refreshSession(cart, providerId, sessionFacts(shop, cart, books, now)),
  )
}
