import type { Cart } from '../cart/cart.ts'
import type { Discount, GiftCard } from '../catalog/discount.ts'
import type { Percent, Region } from '../catalog/region.ts'
import { type Minor, minor, sum } from '../money/money.ts'
import { takeDiscounts } from './discounts.ts'
import { payWithGiftCards } from './gift-cards.ts'
import { priceGoods } from './goods.ts'
import { priceShipping } from './shipping.ts'
import { taxGoods, taxShipping } from './tax.ts'

/**
 * What the cart costs, worked out from nothing every time. The order of the steps is the pricing policy; each takes what
 * the ones before it made, so in another order they do not compile.
 */
export function billFor(cart: Cart, facts: PriceFacts): Bill {
  const goods = priceGoods(cart, facts)
  const discounted = takeDiscounts(goods, facts.discounts, cart.manualDiscounts)
  const methods = priceShipping(cart, facts)
  const lines = taxGoods(discounted)
  const shipping = taxShipping(methods)
  const totals = totalsOf(lines, shipping)
  const giftCards = payWithGiftCards(totals, facts)
  return { currencyCode: cart.currencyCode, lines, shipping, giftCards, ...totals, ...paidWith(giftCards, totals) }
}

function totalsOf(lines: readonly BillLine[], shipping: readonly BillShipping[]): TotalsBeforeGiftCards {
  const itemTaxTotal = sum(lines.map(({ taxTotal }) => taxTotal))
  const shippingTaxTotal = sum(shipping.map(({ taxTotal }) => taxTotal))
  return {
    subtotal: sum(lines.map(({ subtotal }) => subtotal)),
    discountTotal: sum(lines.map(({ discountTotal }) => discountTotal)),
    shippingTotal: sum(shipping.map(({ subtotal }) => subtotal)),
    itemTaxTotal,
    shippingTaxTotal,
    taxTotal: minor(itemTaxTotal + shippingTaxTotal),
  }
}

function paidWith(giftCards: readonly BillGiftCard[], totals: TotalsBeforeGiftCards): GiftCardTotals {
  const giftCardTotal = sum(giftCards.map(({ amount }) => amount))
  const giftCardTaxTotal = sum(giftCards.map(({ taxAmount }) => taxAmount))
  const { subtotal, discountTotal, shippingTotal, taxTotal } = totals
  const total = minor(subtotal - discountTotal + shippingTotal + taxTotal - giftCardTotal - giftCardTaxTotal)
  return { giftCardTotal, giftCardTaxTotal, total }
}

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
  /** Set where these are not the provider's own words, since it was away. */
  readonly flag?: TaxFlag
}

/** `last_known`: as given before. `zero`: no tax was taken, and somebody has to look at it. */
export type TaxFlag = 'last_known' | 'zero'

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

/** The sums of a bill that gift cards do not change. */
export type TotalsBeforeGiftCards = Pick<
  Bill,
  'subtotal' | 'discountTotal' | 'shippingTotal' | 'itemTaxTotal' | 'shippingTaxTotal' | 'taxTotal'
>

type GiftCardTotals = Pick<Bill, 'giftCardTotal' | 'giftCardTaxTotal' | 'total'>

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
