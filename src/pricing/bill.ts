import type { Discount, GiftCard } from '../catalog/discount.ts'
import type { Percent, Region } from '../catalog/region.ts'
import type { Minor } from '../money/money.ts'

/** What a price depends on besides the cart itself. */
export interface PriceFacts {
  readonly region: Region
  /** The cart's discounts, in the cart's order. */
  readonly discounts: readonly Discount[]
  /** The cart's gift cards with what they still hold, in the cart's order. */
  readonly giftCards: readonly GiftCard[]
  /** `rates`: by the region's rates. `none`: left out until asked for. Otherwise as a provider gave them. */
  readonly taxes: 'rates' | 'none' | GivenTaxes
}

/** Taxes as a provider worked them out; stored as given, never recomputed. */
export interface GivenTaxes {
  readonly lines: readonly GivenTax[]
  readonly shipping: readonly GivenTax[]
}

export interface GivenTax {
  /** The line's or shipping method's id. */
  readonly id: string
  readonly rate: Percent
  readonly name: string
  readonly code: string | null
  /** Null: the rate applied by us. */
  readonly amount: Minor | null
}

/** What the cart costs, and why: every part is a whole amount, and shown parts add up to shown sums. */
export interface Bill {
  readonly currencyCode: string
  readonly lines: readonly BillLine[]
  readonly shipping: readonly BillShipping[]
  readonly giftCards: readonly BillGiftCard[]
  /** Goods without tax, before discounts. */
  readonly subtotal: Minor
  readonly discountTotal: Minor
  readonly shippingTotal: Minor
  readonly itemTaxTotal: Minor
  readonly shippingTaxTotal: Minor
  readonly taxTotal: Minor
  readonly giftCardTotal: Minor
  /** Tax not due because a taxable gift card paid; zero where gift cards pay after tax. */
  readonly giftCardTaxTotal: Minor
  /** What is left to pay: never below zero. */
  readonly total: Minor
}

export interface BillLine {
  readonly lineId: string
  readonly subtotal: Minor
  readonly discountTotal: Minor
  /** One entry per discount that touched the line; they add up to `discountTotal`. */
  readonly adjustments: readonly { readonly discountId: string; readonly amount: Minor }[]
  readonly taxLines: readonly BillTax[]
  readonly taxTotal: Minor
  /** Tax as it were without discounts. */
  readonly originalTaxTotal: Minor
  readonly total: Minor
  readonly originalTotal: Minor
}

export interface BillTax {
  readonly rate: Percent
  readonly name: string
  readonly code: string | null
  readonly amount: Minor
}

export interface BillShipping {
  readonly methodId: string
  /** The method's price; zero while shipping is free. */
  readonly price: Minor
  readonly subtotal: Minor
  readonly taxLines: readonly BillTax[]
  readonly taxTotal: Minor
  readonly originalTaxTotal: Minor
  readonly total: Minor
  readonly originalTotal: Minor
}

export interface BillGiftCard {
  readonly giftCardId: string
  readonly amount: Minor
  readonly taxAmount: Minor
  readonly isTaxable: boolean
  /** The rate used for `taxAmount`; null when the card is not taxed. */
  readonly taxRate: Percent | null
}
