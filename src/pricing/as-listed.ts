import type { Region } from '../catalog/region.ts'
import { allocate } from '../money/allocate.ts'
import { type Minor, minor, sum } from '../money/money.ts'
import type { Bill, BillLine, BillShipping } from './bill.ts'

/** A bill in the way that prices are listed where it is due: with tax in the amounts where prices contain it, else without. */
export interface ListedBill {
  readonly lines: readonly ListedLine[]
  readonly shipping: readonly { readonly methodId: string; readonly price: Minor }[]
  readonly subtotal: Minor
  readonly discountTotal: Minor
  readonly shippingTotal: Minor
  /** The tax that is due: what taxable gift cards spare is not in it. */
  readonly taxTotal: Minor
  readonly giftCards: readonly { readonly giftCardId: string; readonly amount: Minor }[]
  readonly giftCardTotal: Minor
  /** What is to be paid, with tax in any case. */
  readonly total: Minor
}

export interface ListedLine {
  readonly lineId: string
  readonly subtotal: Minor
  readonly discountTotal: Minor
  /** They add up to `discountTotal`. */
  readonly adjustments: BillLine['adjustments']
  readonly taxTotal: Minor
  /** What is left after discounts. */
  readonly total: Minor
}

/** Of what the bill says nothing is worked out anew: only what belongs together is added up. */
export function asListed(bill: Bill, { includesTax }: Pick<Region, 'includesTax'>): ListedBill {
  const lines = bill.lines.map(includesTax ? withTax : withoutTax)
  const priceOf = ({ total, subtotal }: BillShipping): Minor => (includesTax ? total : subtotal)
  const shipping = bill.shipping.map((method) => ({ methodId: method.methodId, price: priceOf(method) }))
  // Where amounts contain their tax, what gift cards spare of it is part of what they pay.
  const giftCards = bill.giftCards.map(({ giftCardId, amount, taxAmount }) => {
    return { giftCardId, amount: includesTax ? minor(amount + taxAmount) : amount }
  })
  return {
    lines,
    shipping,
    subtotal: sum(lines.map(({ subtotal }) => subtotal)),
    discountTotal: sum(lines.map(({ discountTotal }) => discountTotal)),
    shippingTotal: sum(shipping.map(({ price }) => price)),
    taxTotal: minor(bill.taxTotal - bill.giftCardTaxTotal),
    giftCards,
    giftCardTotal: sum(giftCards.map(({ amount }) => amount)),
    total: bill.total,
  }
}

function withoutTax({ lineId, subtotal, discountTotal, adjustments, taxTotal }: BillLine): ListedLine {
  return { lineId, subtotal, discountTotal, adjustments, taxTotal, total: minor(subtotal - discountTotal) }
}

function withTax({ lineId, originalTotal, total, adjustments, taxTotal }: BillLine): ListedLine {
  const discountTotal = minor(originalTotal - total)
  const amounts = adjustments.map(({ amount }) => amount)
  // Less than half a cent off the goods may still be a cent off their price with tax.
  const weights = amounts.some((amount) => amount > 0) ? amounts : amounts.map(() => 1)
  const parts = weights.length > 0 ? allocate(discountTotal, weights) : []
  return {
    lineId,
    subtotal: originalTotal,
    discountTotal,
    adjustments: adjustments.map((adjustment, at) => ({ ...adjustment, amount: parts[at] ?? minor(0) })),
    taxTotal,
    total,
  }
}
