import type { Cart, Line } from '../cart/cart.ts'
import { type Minor, minor, sum, zero } from '../money/money.ts'
import type { PriceFacts } from './bill.ts'
import { isDiscountedBy, isTakenOff } from './discount-conditions.ts'
import { type DueTax, lineTaxes, productTaxes, taxesOn, taxOnPrice } from './tax-rates.ts'

/** A line at its list price. */
export interface PricedLine {
  readonly line: Line
  readonly taxes: readonly DueTax[]
  /** What says how much of a price with tax in it is tax, until that is known: `taxes` themselves, where they are rates. */
  readonly estimate: readonly DueTax[]
  /** Without tax. */
  readonly subtotal: Minor
  /** What rates are applied to. Where prices contain tax it may differ from `subtotal` by the rounding of one piece. */
  readonly taxable: Minor
  readonly originalTaxTotal: Minor
}

/** First step: what the lines cost before anything is taken off. A list price with tax in it is never exceeded. */
export function priceGoods(cart: Cart, facts: PriceFacts): readonly PricedLine[] {
  return cart.lines.map((line) => priceLine(line, lineTaxes(line, facts), facts, cart.manualDiscounts))
}

function priceLine(
  line: Line,
  taxes: readonly DueTax[],
  facts: PriceFacts,
  manualDiscounts: Cart['manualDiscounts'],
): PricedLine {
  const listed = minor(line.unitPrice * line.quantity)
  const estimate = estimateOf(line, taxes, facts)
  const inside = line.includesTax ? estimate : taxes
  const taxable = line.includesTax
    ? minor((line.unitPrice - taxOnPrice(line.unitPrice, inside, true)) * line.quantity)
    : listed
  const originalTaxTotal = originalTax(line, inside, taxable, { facts, manualDiscounts })
  const subtotal = line.includesTax ? minor(Math.max(0, listed - originalTaxTotal)) : listed
  return { line, taxes, estimate, subtotal, taxable, originalTaxTotal }
}

/**
 * What a provider worked out holds for the amount that it was asked about, so discounts must not depend on its answer:
 * there the region's own rates say what they are taken off, as they did for the question.
 */
function estimateOf(line: Line, taxes: readonly DueTax[], facts: PriceFacts): readonly DueTax[] {
  const areRates = typeof facts.taxes === 'string' || (taxes.length > 0 && taxes.every(({ amount }) => amount === null))
  return areRates ? taxes : productTaxes(facts.region, line.productId)
}

/** What may make a line cheaper. */
interface Reducing {
  readonly facts: PriceFacts
  readonly manualDiscounts: Cart['manualDiscounts']
}

/** A provider's amounts are for the discounted line, so they say nothing of the original tax where there is a discount. */
function originalTax(
  line: Line,
  taxes: readonly DueTax[],
  taxable: Minor,
  { facts, manualDiscounts }: Reducing,
): Minor {
  if (taxes.length === 0) return zero
  const isDiscounted =
    facts.discounts.some(({ rule }) => isDiscountedBy(line, rule)) ||
    manualDiscounts.some((discount) => isTakenOff(discount, line))
  const original = isDiscounted ? taxes.map((tax) => ({ ...tax, amount: null })) : taxes
  return sum(taxesOn(taxable, original).map(({ amount }) => amount))
}
