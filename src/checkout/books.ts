import type { Cart } from '../cart/cart.ts'
import type { CartLink } from '../cart/cart-links.ts'
import type { Customer, PasswordToken, Session } from '../cart/customer.ts'
import type { Metafield } from '../cart/metafields.ts'
import type { Discount, DiscountUses, GiftCard } from '../catalog/discount.ts'
import type { Collection, Metadata, PriceList, Product, ShippingProfile, Stock, Variant } from '../catalog/product.ts'
import type { Channel, Region, StoreProfile } from '../catalog/region.ts'
import type { ShippingOption } from '../catalog/shipping-option.ts'
import type { Announcement, Delivery, DeliveryAttempt } from './announcement.ts'
import type { ApiKey } from './api-key.ts'
import type { Checkout, CheckoutEvent, CheckoutState } from './checkout.ts'
import type { Receipt } from './decision.ts'
import type { Draft } from './draft.ts'
import type { Job, JobKind } from './job.ts'
import type { MetafieldQuery } from './metafield-query.ts'
import type { Notice } from './notice.ts'
import type { Order } from './order.ts'
import type { RememberedTaxes, TaxQuote } from './tax-quote.ts'

/** The shop's books as they stand: looked up at once, null where there is nothing. */
export interface Books extends CatalogView {
  cart(id: string): Cart | null
  cartBySession(sessionId: string): Cart | null
  cartLink(tokenHash: string): CartLink | null
  metafield(number: number): Metafield | null
  metafieldByKey(cartId: string, ownerId: string, namespace: string, key: string): Metafield | null
  /** How many there are on the cart, and how many of them are the owner's. */
  metafieldCounts(cartId: string, ownerId: string): { readonly all: number; readonly own: number }
  nextMetafieldNumber(): number
  metafields(query: MetafieldQuery): { readonly metafields: readonly Metafield[]; readonly total: number }
  /** What was set while the shop ran; null where nothing was. */
  shopSetting(scope: string): Metadata | null
  /** The cart of the visit with that session's id. */
  cartOfVisit(sessionId: string): Cart | null
  /** Of headlesscommerce.io's sessions and customers: the cart that is not yet an order, or merged; the newest. */
  activeCartOfSession(sessionId: string, isTest: boolean): Cart | null
  activeCartOfCustomer(customerId: string, isTest: boolean): Cart | null
  customer(id: string): Customer | null
  session(idHash: string): Session | null
  passwordToken(tokenHash: string): PasswordToken | null
  apiKey(id: string): ApiKey | null
  /** Revoked ones too. */
  apiKeyByHash(keyHash: string): ApiKey | null
  /** In the order of creation. */
  apiKeys(): readonly ApiKey[]
  /** How often all access tokens of the customer were refused; one that is good says this number. */
  tokenGeneration(customerId: string): number
  order(id: string): Order | null
  /** Newest first. */
  ordersOf(query: OrdersQuery): { readonly orders: readonly Order[]; readonly count: number }
  orderOfCart(cartId: string): Order | null
  orderByDisplayId(displayId: number): Order | null
  nextDisplayId(): number
  checkout(id: string): Checkout | null
  draft(id: string): Draft | null
  newestDraft(cartId: string): Draft | null
  /** The attempt of the cart that is not terminal. */
  liveCheckout(cartId: string): Checkout | null
  /** The attempt of the cart that was begun last. */
  lastCheckout(cartId: string): Checkout | null
  checkoutEvents(checkoutId: string): readonly CheckoutEvent[]
  /** Attempts in that state that have not moved since `before`, oldest first. */
  idleCheckouts(state: CheckoutState, before: number, limit: number): readonly Checkout[]
  /** Of those, the ones whose cart has no job of that kind that is still to be done. */
  strandedCheckouts(state: CheckoutState, kind: JobKind, before: number, limit: number): readonly Checkout[]
  /** Attempts begun at that time or later, by id, after `afterId`. */
  checkoutsSince(since: number, afterId: string, limit: number): readonly Checkout[]
  /** What a payment provider told, by its own name for it. */
  notice(providerId: string, eventId: string): Notice | null
  receipt(scope: string, key: string): Receipt | null
  /** What was said of the cart's taxes last, whatever the cart is now. */
  taxQuote(cartId: string): TaxQuote | null
  rememberedTaxes(question: string): RememberedTaxes | null
  /** The newest of that situation. */
  lastTaxesIn(situation: string): RememberedTaxes | null
  /** The questions of those given before `before`, oldest first. */
  oldTaxes(before: number, limit: number): readonly string[]
  job(id: string): Job | null
  /** The promise of that kind for the cart that is not done. */
  liveJobOfCart(kind: JobKind, cartId: string): Job | null
  announcement(id: string): Announcement | null
  /** Made before `before`, oldest first. */
  oldAnnouncements(before: number, limit: number): readonly string[]
  delivery(id: string): Delivery | null
  deliveriesOf(announcementId: string): readonly Delivery[]
  /** In the order of the tries. */
  deliveryAttempts(deliveryId: string): readonly DeliveryAttempt[]
  /** Open carts whose visit ended by then, first ends first; never one with a live attempt. */
  endedCarts(now: number, limit: number): readonly string[]
  /** Open carts untouched since `before`, oldest first; never one with a live attempt, or of a visit. */
  staleCarts(before: number, limit: number): readonly string[]
  /** How many of that kind are from before, counted up to `limit`. */
  countOld(kind: OldKind, before: number, limit: number): number
}

/** What is kept for a while after its end: receipts, jobs that are done, notices, sessions with password tokens, links. */
export type OldKind = 'receipts' | 'drafts' | 'jobs' | 'notices' | 'sign-ins' | 'cart-links'

/** What the shop sells and how. Everything here changes by import only, but for stock, uses and balances. */
export interface CatalogView {
  profile(): StoreProfile
  /** In the order of creation. */
  channels(): readonly Channel[]
  regions(): readonly Region[]
  region(id: string): Region | null
  shippingProfile(id: string): ShippingProfile | null
  shippingProfiles(): readonly ShippingProfile[]
  shippingOption(id: string): ShippingOption | null
  shippingOptionsOf(regionId: string): readonly ShippingOption[]
  collection(id: string): Collection | null
  collections(): readonly Collection[]
  product(id: string): Product | null
  productByHandle(handle: string): Product | null
  productByNumber(number: number): Product | null
  /** In the order of creation; statuses empty means all. */
  products(query: ProductQuery): { readonly products: readonly Product[]; readonly count: number }
  variant(id: string): Variant | null
  variantBySku(sku: string): Variant | null
  /** Null for a variant that is not there. */
  stock(variantId: string): Stock | null
  discount(id: string): Discount | null
  /** Compared without case. */
  discountByCode(code: string): Discount | null
  discounts(): readonly Discount[]
  discountUses(id: string): DiscountUses
  /** 1, 2, 3 …: stable, in the order of creation; null for what is no discount. */
  discountNumber(id: string): number | null
  giftCard(id: string): GiftCard | null
  giftCardByCode(code: string): GiftCard | null
  giftCards(): readonly GiftCard[]
  priceLists(): readonly PriceList[]
  /** What the last import said was in stock; null for a variant that is not there. */
  stockImported(variantId: string): number | null
  /** Accounts and guests, in the order of creation. */
  customers(): readonly Customer[]
  /** The account with that e-mail, or the guest; a live one unless `isTest`. */
  customerByEmail(email: string, hasAccount: boolean, isTest?: boolean): Customer | null
  customerByNumber(number: number): Customer | null
  nextCustomerNumber(): number
}

export interface ProductQuery {
  readonly ids: readonly string[] | null
  readonly handles: readonly string[] | null
  readonly collectionIds: readonly string[] | null
  readonly tags: readonly string[] | null
  readonly title: string | null
  /**
   * Text within title, description, variant titles or skus, or the collection's title, without case. `%` in it is any
   * text and `_` any character, unless after a backslash. At most a few thousand characters.
   */
  readonly text: string | null
  readonly typeIds?: readonly string[] | null
  readonly description?: string | null
  readonly created?: TimeRange | null
  readonly updated?: TimeRange | null
  readonly isGiftcard: boolean | null
  readonly statuses: readonly Product['status'][]
  readonly newestFirst: boolean
  /**
   * By a field of the product, or by its variants' titles (`variants.title`: the first of them, or the last when
   * descending), instead of by its age; what is null comes last, or first when descending.
   */
  readonly order?: { readonly field: string; readonly isDescending: boolean } | null
  readonly offset: number
  readonly limit: number
}

/** Which orders; null asks for nothing, and `customerId` null is everybody's: for operators alone. */
export interface OrdersQuery {
  readonly customerId: string | null
  readonly ids: readonly string[] | null
  readonly statuses: readonly string[] | null
  readonly paymentStatuses: readonly string[] | null
  readonly displayId: number | null
  readonly cartId: string | null
  readonly email: string | null
  readonly regionId: string | null
  readonly currencyCode: string | null
  /** A display id, or text within the e-mail or the first name that is shipped to, without case. */
  readonly text: string | null
  readonly created: TimeRange
  readonly updated: TimeRange
  readonly canceled: TimeRange
  readonly offset: number
  readonly limit: number
}

/** Both ends belong to it (milliseconds since 1970); null leaves an end open. */
export interface TimeRange {
  readonly from: number | null
  readonly to: number | null
}
