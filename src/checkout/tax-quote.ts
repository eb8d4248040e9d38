import type { GivenTaxes } from '../pricing/bill.ts'

/**
 * What was said of a cart's taxes last. It holds for that question alone: a cart with other lines, amounts or another
 * address asks another one.
 */
export interface TaxQuote {
  readonly cartId: string
  /** One of an older version never replaces a newer one's. */
  readonly cartVersion: number
  /** The fingerprint of what was asked. */
  readonly question: string
  readonly answer: TaxAnswer
  readonly at: number
}

export type TaxAnswer =
  | { readonly kind: 'given'; readonly taxes: GivenTaxes }
  /** For that address there are no taxes to be had, whoever asks again. */
  | { readonly kind: 'refused'; readonly message: string }

/** What a provider far away gave, kept by every process for all, so that it is not asked the same thing twice. */
export interface RememberedTaxes {
  /** The fingerprint of what was asked. */
  readonly question: string
  /** The same without amounts: its rates may stand in while the provider is away. */
  readonly situation: string
  readonly taxes: GivenTaxes
  readonly at: number
}
