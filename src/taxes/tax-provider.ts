import type { Address } from '../cart/addresses.ts'
import type { Region } from '../catalog/region.ts'
import type { Minor } from '../money/money.ts'
import type { GivenTaxes } from '../pricing/bill.ts'

/** Works out the taxes of one cart. Asked twice with the same question it gives the same answer. */
export interface TaxProvider {
  readonly id: string
  /** True: it is asked over a network, so carts show estimates until somebody needs to know. */
  readonly isRemote: boolean
  calculate(question: TaxQuestion): Promise<TaxOutcome>
}

/** Amounts are what is to be taxed, after discounts: with the tax where `includesTax` says so, else without. */
export interface TaxQuestion {
  readonly region: Region
  readonly currencyCode: string
  readonly address: Address | null
  readonly lines: readonly TaxedThing[]
  readonly shipping: readonly TaxedThing[]
  readonly deadlineMs: number
}

export interface TaxedThing {
  readonly id: string
  readonly productId: string | null
  readonly shippingOptionId: string | null
  readonly sku: string | null
  /** What the provider calls goods of its kind: `tax_code` in the product's metadata. */
  readonly taxCode: string | null
  readonly quantity: number
  readonly amount: Minor
  readonly includesTax: boolean
}

export type TaxOutcome =
  | { readonly kind: 'given'; readonly taxes: GivenTaxes }
  /** A definite answer that there are no taxes for this address; the message is for the shopper. */
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'unavailable'; readonly message: string }
