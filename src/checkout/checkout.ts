import type { Cart } from '../cart/cart.ts'
import type { Metadata } from '../catalog/product.ts'
import type { Minor } from '../money/money.ts'
import type { Bill, GivenTaxes } from '../pricing/bill.ts'
import type { RefusalCode } from '../refusal.ts'

export type CheckoutState =
  | 'accepted'
  | 'taxed'
  | 'authorizing'
  | 'authorized'
  | 'requires_action'
  | 'payment_unknown'
  | 'completed'
  | 'failed'
  | 'canceled'
  | 'expired'

/** The allowed moves of an attempt; the CHECK in `checkout_events` says the same. Terminal states have none. */
export const moves = {
  accepted: ['taxed', 'failed', 'canceled', 'expired'],
  taxed: ['authorizing', 'authorized', 'failed', 'canceled', 'expired'],
  authorizing: ['authorized', 'requires_action', 'payment_unknown', 'failed'],
  requires_action: ['authorizing', 'failed', 'canceled', 'expired'],
  payment_unknown: ['authorizing', 'authorized', 'requires_action', 'failed'],
  authorized: ['completed', 'failed'],
  completed: [],
  failed: [],
  canceled: [],
  expired: [],
} as const satisfies Record<CheckoutState, readonly CheckoutState[]>

export function isTerminal(state: CheckoutState): boolean {
  return moves[state].length === 0
}

export function canMove(from: CheckoutState, to: CheckoutState): boolean {
  return (moves[from] as readonly CheckoutState[]).includes(to)
}

/** One try at turning one frozen cart into one order. A cart has at most one that is not terminal. */
export interface Checkout {
  readonly id: string
  readonly cartId: string
  readonly state: CheckoutState
  /** The cart as it was when accepted: what the order is made from, whatever happens to the cart later. */
  readonly cart: Cart
  /** Worked out when accepted, final from `taxed` on. */
  readonly bill: Bill
  readonly taxes: GivenTaxes | null
  /** Null when nothing is to be paid. */
  readonly payment: CheckoutPayment | null
  /** What the shopper has to do next, in the provider's words. */
  readonly nextAction: Metadata | null
  readonly orderId: string | null
  /** Why it ended without an order. */
  readonly problem: CheckoutProblem | null
  readonly createdAt: number
  readonly updatedAt: number
}

/** The frozen amount and the key under which the provider is asked for it; the key never changes. */
export interface CheckoutPayment {
  readonly providerId: string
  readonly key: string
  readonly amount: Minor
  readonly currencyCode: string
  /** The provider's name for the authorization, once it said one. */
  readonly reference: string | null
  /** The payment session's data as last sent to or given by the provider. */
  readonly data: Metadata
}

export interface CheckoutProblem {
  readonly code: RefusalCode
  readonly message: string
  readonly details: Readonly<Record<string, string | number | readonly string[]>>
}

/** One row of an attempt's history. `from` is null for the first. */
export interface CheckoutEvent {
  readonly id: number
  readonly checkoutId: string
  readonly from: CheckoutState | null
  readonly to: CheckoutState
  readonly why: string
  readonly by: Actor
  readonly at: number
}

/** Who moved an attempt: the shopper's request, a job, a provider's webhook, an operator. */
export type Actor = 'shopper' | 'job' | 'webhook' | 'operator'
