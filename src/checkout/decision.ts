import type { Cart } from '../cart/cart.ts'
import type { CartLink } from '../cart/cart-links.ts'
import type { Customer, PasswordToken, Session } from '../cart/customer.ts'
import type { Metafield } from '../cart/metafields.ts'
import type { GiftCard } from '../catalog/discount.ts'
import type { Metadata } from '../catalog/product.ts'
import type { Minor } from '../money/money.ts'
import type { Announcement, Delivery, DeliveryAttempt } from './announcement.ts'
import type { ApiKey } from './api-key.ts'
import type { Actor, Checkout, CheckoutState } from './checkout.ts'
import type { Draft } from './draft.ts'
import type { ClaimedJob, NewJob } from './job.ts'
import type { Notice, NoticeState } from './notice.ts'
import type { Order } from './order.ts'
import type { RememberedTaxes, TaxQuote } from './tax-quote.ts'

/** What a rule wants saved, in this order, all together or not at all; and what the caller gets back. */
export interface Decision<Result> {
  readonly result: Result
  readonly changes: readonly Change[]
}

export type Change =
  /** Insert when `version` is 1; else the stored version must be one less. */
  | { readonly kind: 'save-cart'; readonly cart: Cart }
  | { readonly kind: 'delete-carts'; readonly ids: readonly string[]; readonly why: 'expired' | 'deleted' }
  | { readonly kind: 'save-cart-link'; readonly link: CartLink }
  /** One use less. */
  | { readonly kind: 'use-cart-link'; readonly tokenHash: string }
  /** Those that ended before. */
  | { readonly kind: 'delete-cart-links'; readonly before: number; readonly limit: number }
  /** A second one of its owner's with the same namespace and key on the cart breaks a unique index. */
  | { readonly kind: 'save-metafield'; readonly metafield: Metafield }
  | { readonly kind: 'delete-metafields'; readonly numbers: readonly number[] }
  | { readonly kind: 'save-shop-setting'; readonly scope: string; readonly doc: Metadata }
  | { readonly kind: 'save-customer'; readonly customer: Customer }
  /** The customer's oldest sessions beyond `countMax` end. */
  | { readonly kind: 'save-session'; readonly session: Session; readonly countMax: number }
  | { readonly kind: 'end-session'; readonly idHash: string }
  /** All of the customer but one. */
  | { readonly kind: 'end-sessions'; readonly customerId: string; readonly exceptIdHash: string | null }
  | { readonly kind: 'add-api-key'; readonly apiKey: ApiKey }
  | { readonly kind: 'revoke-api-key'; readonly id: string; readonly at: number }
  /** Every access token that the customer has. */
  | { readonly kind: 'refuse-tokens'; readonly customerId: string }
  | { readonly kind: 'save-password-token'; readonly token: PasswordToken }
  /** All of the customer: used, or taken back. */
  | { readonly kind: 'end-password-tokens'; readonly customerId: string }
  /** Sessions and password tokens that ended before. */
  | { readonly kind: 'delete-ended-sign-ins'; readonly before: number; readonly limit: number }
  /** A second order of one cart breaks a unique index. */
  | { readonly kind: 'place-order'; readonly order: Order }
  | { readonly kind: 'save-order'; readonly order: Order }
  /** The cart's oldest drafts beyond `countMax` are forgotten. */
  | { readonly kind: 'save-draft'; readonly draft: Draft; readonly countMax: number }
  | { readonly kind: 'delete-drafts'; readonly before: number; readonly limit: number }
  /** A second live attempt of one cart breaks a unique index. */
  | { readonly kind: 'begin-checkout'; readonly checkout: Checkout; readonly why: string; readonly by: Actor }
  /** The stored state must be `from`; appends to `checkout_events` unless `from` is the checkout's state (then only the document changes). */
  | {
      readonly kind: 'move-checkout'
      readonly from: CheckoutState
      readonly checkout: Checkout
      readonly why: string
      readonly by: Actor
    }
  /** Refused with `out-of-stock` (details: variantIds) when one of them is short; quantities of a variant already added up. */
  | { readonly kind: 'hold-stock'; readonly checkoutId: string; readonly items: readonly StockItem[] }
  /** Refused with `discount-used-up` (details: code) at the limit. */
  | { readonly kind: 'hold-discount'; readonly checkoutId: string; readonly discountId: string }
  /** Refused with `gift-card-short` (details: code) when the balance is below the amount. */
  | {
      readonly kind: 'hold-gift-card'
      readonly checkoutId: string
      readonly giftCardId: string
      readonly amount: Minor
    }
  /** Everything the attempt holds goes back. */
  | { readonly kind: 'release-holds'; readonly checkoutId: string }
  /** Everything the attempt holds is sold, used, spent; a card with nothing left is disabled. */
  | { readonly kind: 'settle-holds'; readonly checkoutId: string; readonly orderId: string }
  /** The order is canceled: what was sold, used or spent for it goes back. */
  | { readonly kind: 'return-holds'; readonly checkoutId: string }
  /** No longer spent while `isDisabled`; the balance stays. */
  | { readonly kind: 'switch-gift-card'; readonly giftCardId: string; readonly isDisabled: boolean }
  | { readonly kind: 'issue-gift-card'; readonly giftCard: GiftCard }
  | { readonly kind: 'save-tax-quote'; readonly quote: TaxQuote }
  | { readonly kind: 'remember-taxes'; readonly remembered: RememberedTaxes }
  | { readonly kind: 'forget-taxes'; readonly questions: readonly string[] }
  /** What a provider told is kept once: the same again breaks a unique index. */
  | { readonly kind: 'save-notice'; readonly notice: Notice }
  /** It was looked into. */
  | {
      readonly kind: 'end-notice'
      readonly providerId: string
      readonly eventId: string
      readonly state: Exclude<NoticeState, 'waiting'>
      readonly at: number
    }
  /** Those that ended before. */
  | { readonly kind: 'delete-notices'; readonly before: number; readonly limit: number }
  | { readonly kind: 'promise'; readonly job: NewJob }
  /** Fails, and with it the whole decision, when the claim is no longer valid; the job goes on. */
  | { readonly kind: 'prove'; readonly job: ClaimedJob }
  /** As `prove`, and the job is done. */
  | { readonly kind: 'retire'; readonly job: ClaimedJob }
  /** As `retire`, for a job that comes back on its own. */
  | { readonly kind: 'repeat'; readonly job: ClaimedJob; readonly runAt: number }
  /** A job that nobody runs is due at once, as if it had never been begun; nothing happens to one that runs or is done. */
  | { readonly kind: 'revive-job'; readonly jobId: string; readonly runAt: number }
  /** A job that was given up is nobody's any more. */
  | { readonly kind: 'drop-job'; readonly jobId: string }
  /** Kept with one delivery for each who is to be told. */
  | { readonly kind: 'announce'; readonly announcement: Announcement; readonly deliveries: readonly Delivery[] }
  /** Appends the try, if there was one, to the delivery's log; a secret that nobody waits for any more is forgotten. */
  | { readonly kind: 'save-delivery'; readonly delivery: Delivery; readonly attempt: DeliveryAttempt | null }
  /** Secrets whose time is over. */
  | { readonly kind: 'forget-secrets'; readonly now: number }
  /** With their deliveries and logs. */
  | { readonly kind: 'delete-announcements'; readonly ids: readonly string[] }
  | { readonly kind: 'drop-receipt'; readonly scope: string; readonly key: string }
  | { readonly kind: 'save-receipt'; readonly receipt: Receipt }
  | { readonly kind: 'delete-receipts'; readonly before: number; readonly limit: number }
  | { readonly kind: 'delete-jobs'; readonly before: number; readonly limit: number }

export interface StockItem {
  readonly variantId: string
  readonly quantity: number
  readonly allowBackorder: boolean
}

/**
 * What was answered under an Idempotency-Key. Unanswered (`answer` null) while the attempt it belongs to runs; it may
 * be answered once, and then never changes.
 */
export interface Receipt {
  /** The cart, the API key or the client that the key belongs to; the same key elsewhere is another key. */
  readonly scope: string
  readonly key: string
  /** Of method, path and body. */
  readonly fingerprint: string
  readonly checkoutId: string | null
  readonly answer: StoredAnswer | null
  readonly createdAt: number
}

export interface StoredAnswer {
  readonly status: number
  readonly body: string
}
