import type { Cart, Line } from '../cart/cart.ts'
import { type Minor, minor, sum, zero } from '../money/money.ts'
import type { PriceFacts } from './bill.ts'
import { isDiscountedBy } from './discount-conditions.ts'
import { type DueTax, lineTaxes, taxesOn, taxOnPrice } from './tax-rates.ts'

/** A line at its list price. */
export interface PricedLine {
  readonly line: Line
  readonly taxes: readonly DueTax[]
  /** Without tax. */
  readonly subtotal: Minor
  /** What rates are applied to. Where prices contain tax it may differ from `subtotal` by the rounding of one piece. */
  readonly taxable: Minor
  readonly originalTaxTotal: Minor
}

/** First step: what the lines cost before anything is taken off. A list price with tax in it is never exceeded. */
export function priceGoods(cart: Cart, facts: PriceFacts): readonly PricedLine[] {
  return cart.lines.map((line) => priceLine(line, lineTaxes(line, facts), facts))
}

function priceLine(line: Line, taxes: readonly DueTax[], facts: PriceFacts): PricedLine {
  const listed = minor(line.unitPrice * line.quantity)
  const taxable = line.includesTax
    ? minor((line.unitPrice - taxOnPrice(line.unitPrice, taxes, true)) * line.quantity)
    : listed
  const originalTaxTotal = originalTax(line, taxes, taxable, facts)
  const subtotal = line.includesTax ? minor(Math.max(0, listed - originalTaxTotal)) : listed
  return { line, taxes, subtotal, taxable, originalTaxTotal }
}

/** A provider's amounts are for the discounted line, so they say nothing of the original tax where there is a discount. */
function originalTax(line: Line, taxes: readonly DueTax[], taxable: Minor, facts: PriceFacts): Minor {
  if (taxes.length === 0) return zero
  const isDiscounted = facts.discounts.some(({ rule }) => isDiscountedBy(line, rule))
  const original = isDiscounted ? taxes.map((tax) => ({ ...tax, amount: null })) : taxes
  return sum(taxesOn(taxable, original).map(({ amount }) => amount))
}
