import type { Cart } from '../../cart/cart.ts'
import type { Books } from '../../checkout/books.ts'
import type { Bill } from '../../pricing/bill.ts'
import { addressOrNull } from './address-json.ts'
import { channelJson } from './channel-json.ts'
import { shownCustomer } from './customer-json.ts'
import { discountJson, giftCardJson } from './discount-json.ts'
import { type Json, row, timeOrNull } from './json.ts'
import { lineJson, type Owner } from './line-json.ts'
import { paymentJson, paymentSessionJson } from './payment-json.ts'
import { variantOfLine } from './product-json.ts'
import { cartRegionJson, usualCartRegionJson } from './region-json.ts'
import { shippingMethodJson, withOptionsOf, withoutOptions } from './shipping-json.ts'

/** What of a cart is shown besides what its totals need, which always is. */
export interface CartView {
  /** Null: every plain field. */
  readonly fields: ReadonlySet<string> | null
  readonly relations: ReadonlySet<CartRelation>
  /** Set where the answer says whose cart it is: who asks. */
  readonly customer: { readonly signedInAs: string | null } | null
}

export type CartRelation =
  | 'billing_address'
  | 'customer'
  | 'payment'
  | 'payment_sessions'
  | 'region.countries'
  | 'region.currency'
  | 'region.fulfillment_providers'
  | 'region.payment_providers'
  | 'sales_channel'
  | 'shipping_methods.shipping_option'

/** As nearly every answer shows a cart. */
export const wholeCart: CartView = {
  fields: null,
  relations: new Set([
    'billing_address',
    'payment',
    'payment_sessions',
    'region.countries',
    'region.payment_providers',
    'sales_channel',
    'shipping_methods.shipping_option',
  ]),
  customer: null,
}

/** As the answer with its taxes shows it. */
export const cartForTotals: CartView = { fields: null, relations: new Set(), customer: null }

/** A cart with everything that was worked out for it. */
export function cartJson(cart: Cart, bill: Bill, books: Books, view: CartView = wholeCart): Json {
  const shows = (relation: CartRelation): boolean => view.relations.has(relation)
  const owner = ownerOf(cart, books, view)
  return {
    ...plainFields(cart, view.fields),
    ...(shows('billing_address') && { billing_address: addressOrNull(cart.billingAddress) }),
    ...(view.customer && { customer: customerOf(cart, books, view.customer.signedInAs) }),
    discounts: cart.discounts
      .map(({ id }) => books.discount(id))
      .flatMap((it) => (it ? [discountJson(it, books)] : [])),
    gift_cards: cart.giftCards
      .map(({ id }) => books.giftCard(id))
      .flatMap((it) => (it ? [giftCardJson(it, books)] : [])),
    items: cart.lines.map((line, at) => lineJson(line, atOrBy(bill.lines, at, line.id), owner)),
    ...(shows('payment') && { payment: cart.payment && paymentJson(cart.payment, cart.id) }),
    ...(shows('payment_sessions') && sessionsJson(cart)),
    region: regionOf(cart, books, view),
    ...(shows('sales_channel') && { sales_channel: channelOf(cart, books) }),
    shipping_address: addressOrNull(cart.shippingAddress),
    shipping_methods: cart.shippingMethods.map((method, at) => {
      const cost = bill.shipping[at]?.methodId === method.id ? bill.shipping[at] : undefined
      return shippingMethodJson(method, cost, owner)
    }),
    ...totalsJson(bill),
  }
}

/** A cart that waits for the shopper's next step with the payment provider: neither lines nor totals. */
export function waitingCartJson(cart: Cart): Json {
  return { ...plainFields(cart, null), ...sessionsJson(cart) }
}

function plainFields(cart: Cart, fields: ReadonlySet<string> | null): Json {
  const all = {
    object: 'cart',
    ...row(cart),
    email: cart.email,
    billing_address_id: cart.billingAddress?.id ?? null,
    shipping_address_id: cart.shippingAddress?.id ?? null,
    region_id: cart.regionId,
    customer_id: cart.customerId,
    payment_id: cart.payment?.id ?? null,
    type: 'default',
    completed_at: timeOrNull(cart.completedAt),
    payment_authorized_at: timeOrNull(cart.paymentAuthorizedAt),
    idempotency_key: null,
    context: cart.context,
    metadata: cart.metadata,
    sales_channel_id: cart.channelId,
  }
  if (!fields) return all
  return Object.fromEntries(Object.entries(all).filter(([name]) => name === 'object' || fields.has(name)))
}

/** `payment_session` is there only while one is selected. */
function sessionsJson(cart: Cart): Json {
  const selected = cart.paymentSessions.find(({ isSelected }) => isSelected)
  return {
    payment_sessions: cart.paymentSessions.map((session) => paymentSessionJson(session, cart.id)),
    ...(selected && { payment_session: paymentSessionJson(selected, cart.id) }),
  }
}

function totalsJson(bill: Bill): Json {
  return {
    subtotal: bill.subtotal,
    discount_total: bill.discountTotal,
    item_tax_total: bill.itemTaxTotal,
    shipping_total: bill.shippingTotal,
    shipping_tax_total: bill.shippingTaxTotal,
    tax_total: bill.taxTotal,
    gift_card_total: bill.giftCardTotal,
    gift_card_tax_total: bill.giftCardTaxTotal,
    total: bill.total,
  }
}

function ownerOf(cart: Cart, books: Books, view: CartView): Owner {
  return {
    cartId: cart.id,
    orderId: cart.stage === 'completed' ? (books.orderOfCart(cart.id)?.id ?? null) : null,
    isOrder: false,
    taxedAt: keepsTaxes(cart, books) && view !== cartForTotals ? cart.completedAt : null,
    variant: (id) => {
      const variant = books.variant(id)
      return variant && variantOfLine(variant, books)
    },
    withOptions: view.relations.has('shipping_methods.shipping_option') ? withOptionsOf(books) : withoutOptions,
  }
}

/** Where nobody works taxes out unasked, a completed cart shows those that its order was placed with. */
function keepsTaxes(cart: Cart, books: Books): boolean {
  return cart.stage === 'completed' && books.region(cart.regionId)?.automaticTaxes === false
}

function customerOf(cart: Cart, books: Books, signedInAs: string | null): Json | null {
  const customer = cart.customerId === null ? null : books.customer(cart.customerId)
  return shownCustomer(customer, { email: cart.email, signedInAs })
}

function regionOf(cart: Cart, books: Books, { relations }: CartView): Json | null {
  const region = books.region(cart.regionId)
  if (!region || relations === wholeCart.relations) return region && usualCartRegionJson(region)
  const parts = [...relations].filter((name) => name.startsWith('region.')).map((name) => name.slice('region.'.length))
  return cartRegionJson(region, new Set(parts))
}

function channelOf(cart: Cart, books: Books): Json | null {
  const channel = books.channels().find(({ id }) => id === cart.channelId)
  return channel ? channelJson(channel) : null
}

/** A bill's lines stand in the cart's order; looked up by id should they ever not. */
function atOrBy<Part extends { readonly lineId: string }>(
  parts: readonly Part[],
  at: number,
  id: string,
): Part | undefined {
  const here = parts[at]
  return here?.lineId === id ? here : parts.find(({ lineId }) => lineId === id)
}
