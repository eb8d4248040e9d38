import type { Metadata } from '../catalog/product.ts'
import type { Minor } from '../money/money.ts'

/**
 * A payment provider. Every verb carries a key that is the same on every retry: asked twice, it does once.
 * A verb that cannot say what happened (timeout, dropped connection, a server's 5xx) answers `unknown`, never a guess;
 * `lookup` is how such a question is settled later.
 */
export interface Gateway {
  readonly id: string
  /** What a session's data looks like before anything is authorized; `given` is what the storefront sent. */
  initiate(given: Metadata): Metadata
  authorize(request: PaymentRequest): Promise<AuthorizeOutcome>
  capture(request: PaymentReference): Promise<SettleOutcome>
  cancel(request: PaymentReference): Promise<SettleOutcome>
  refund(request: PaymentReference): Promise<SettleOutcome>
  /** What the provider knows under the key of an earlier `authorize`. */
  lookup(request: PaymentRequest): Promise<LookupOutcome>
  /** Reads what the provider tells by itself; null for one that tells nothing, or whose word cannot be checked. */
  readonly readNotice: ((message: NoticeMessage) => Promise<NoticeReading>) | null
  /**
   * Every payment since a time (milliseconds since 1970), for a comparison with the orders. `by-lookup`: the provider has
   * no list, but can be asked for each. Null: there is no money at this provider to compare with.
   */
  readonly payments: ((since: number) => AsyncIterable<ProviderPayment>) | 'by-lookup' | null
}

export interface PaymentRequest {
  readonly key: string
  readonly checkoutId: string
  readonly amount: Minor
  readonly currencyCode: string
  /** The provider's name for the payment, once it said one: then it is this payment that goes on, and no other. */
  readonly reference: string | null
  /** When the attempt began (milliseconds since 1970): no payment of it is older. */
  readonly begunAt: number
  /** The payment session's data. */
  readonly data: Metadata
  /** When the caller stops waiting, as a span from now. */
  readonly deadlineMs: number
}

export interface PaymentReference {
  readonly key: string
  /** The key that `authorize` used, for a payment whose reference never became known. */
  readonly authorizeKey: string
  readonly reference: string | null
  /** As in `PaymentRequest`. */
  readonly begunAt: number
  /** Null: all of it. */
  readonly amount: Minor | null
  readonly data: Metadata
  readonly deadlineMs: number
}

export type AuthorizeOutcome =
  /** `amount` and `currencyCode` are what the provider says it set aside; the caller compares. */
  | {
      readonly kind: 'authorized'
      readonly reference: string
      readonly amount: Minor
      readonly currencyCode: string
      readonly data: Metadata
    }
  | {
      readonly kind: 'requires_action'
      readonly reference: string | null
      readonly nextAction: Metadata
      readonly data: Metadata
    }
  | { readonly kind: 'declined'; readonly message: string; readonly data: Metadata }
  /** A definite answer that the payment cannot be made. */
  | { readonly kind: 'error'; readonly message: string; readonly data: Metadata }
  | { readonly kind: 'unknown'; readonly message: string }

export type SettleOutcome =
  | { readonly kind: 'done'; readonly data: Metadata }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string }

export type LookupOutcome = AuthorizeOutcome | { readonly kind: 'absent' }

/** What came in by the provider's webhook, as it came. */
export interface NoticeMessage {
  readonly body: string
  readonly header: (name: string) => string | null
}

export type NoticeReading =
  /** Not from the provider, too old, or not what was agreed on. */
  | { readonly kind: 'refused'; readonly message: string }
  /** `eventId`: the same whenever the same is told again. `checkoutId` is null for what is of no concern to us. */
  | {
      readonly kind: 'notice'
      readonly eventId: string
      readonly type: string
      readonly checkoutId: string | null
      readonly reference: string | null
    }

/** A payment as the provider's own books have it. */
export interface ProviderPayment {
  readonly reference: string
  /** Null for a payment that the shop did not make. */
  readonly checkoutId: string | null
  readonly key: string | null
  readonly amount: Minor
  readonly currencyCode: string
  /** Whether money is set aside or taken right now. */
  readonly isLive: boolean
  readonly createdAt: number
}
