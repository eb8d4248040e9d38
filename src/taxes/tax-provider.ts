import type { Address } from '../cart/addresses.ts'
import type { Region } from '../catalog/region.ts'
import type { Minor } from '../money/money.ts'
import type { GivenTaxes } from '../pricing/bill.ts'

/** Works out the taxes of one cart. Asked twice with the same question it gives the same answer. */
export interface TaxProvider {
  readonly id: string
  calculate(question: TaxQuestion): Promise<TaxOutcome>
}

/** Amounts are what is to be taxed: after discounts, before tax. */
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
  readonly quantity: number
  readonly amount: Minor
  readonly includesTax: boolean
}

export type TaxOutcome =
  | { readonly kind: 'given'; readonly taxes: GivenTaxes }
  | { readonly kind: 'unavailable'; readonly message: string }
