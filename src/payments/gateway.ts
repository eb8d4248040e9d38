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
}

export interface PaymentRequest {
  readonly key: string
  readonly checkoutId: string
  readonly amount: Minor
  readonly currencyCode: string
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
