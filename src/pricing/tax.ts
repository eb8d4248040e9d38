import { allocate } from '../money/allocate.ts'
import { type Exact, greater, minus, partsPerMillion } from '../money/fraction.ts'
import { type Minor, minor, sum, zero } from '../money/money.ts'
import type { BillLine, BillShipping, BillTax } from './bill.ts'
import type { DiscountedLine } from './discounts.ts'
import type { PricedLine } from './goods.ts'
import type { PricedShipping } from './shipping.ts'
import { type DueTax, taxesOn, taxOnPrice } from './tax-rates.ts'

/** Fourth step, for goods: tax is taken on the exact share that the discounts left, not on the cents that are shown. */
export function taxGoods(lines: readonly DiscountedLine[]): readonly BillLine[] {
  return lines.map(({ priced, exactDiscount, discountTotal, adjustments }) => {
    const taxable = greater(0, minus(priced.taxable, exactDiscount))
    const taxLines = taxesOn(taxable, priced.taxes)
    const taxTotal = total(taxLines)
    const { subtotal, originalTaxTotal } = splitPrice(priced, taxable, taxTotal)
    return {
      lineId: priced.line.id,
      subtotal,
      discountTotal,
      adjustments,
      taxLines,
      taxTotal,
      originalTaxTotal,
      total: minor(subtotal - discountTotal + taxTotal),
      originalTotal: minor(subtotal + originalTaxTotal),
    }
  })
}

/** Where a provider says how much of a price is tax, the rest of it is the goods: the price stays what it was. */
function splitPrice(
  priced: PricedLine,
  taxable: Exact,
  taxTotal: Minor,
): Pick<BillLine, 'subtotal' | 'originalTaxTotal'> {
  const { line, taxes, estimate, subtotal, originalTaxTotal } = priced
  if (!line.includesTax || estimate === taxes) return { subtotal, originalTaxTotal }
  const moved = total(taxesOn(taxable, estimate)) - taxTotal
  return { subtotal: minor(subtotal + moved), originalTaxTotal: minor(originalTaxTotal - moved) }
}

/** Fourth step, for shipping: here several rates are rounded together (as in Medusa), and the tax is then divided. */
export function taxShipping(methods: readonly PricedShipping[]): readonly BillShipping[] {
  return methods.map(({ method, taxes, price }) => {
    const taxLines = taxesOnShipping(price, taxes, method.includesTax)
    const taxTotal = total(taxLines)
    const subtotal = method.includesTax ? minor(Math.max(0, price - taxTotal)) : price
    const withTax = minor(subtotal + taxTotal)
    return {
      methodId: method.id,
      price,
      subtotal,
      taxLines,
      taxTotal,
      originalTaxTotal: taxTotal,
      total: withTax,
      originalTotal: withTax,
    }
  })
}

function taxesOnShipping(price: Minor, taxes: readonly DueTax[], includesTax: boolean): readonly BillTax[] {
  const ours = taxes.filter(({ amount }) => amount === null)
  const parts = allocate(
    taxOnPrice(price, ours, includesTax),
    ours.map(({ rate }) => partsPerMillion(rate)),
  )
  return taxes.map(({ rate, name, code, amount }, index) => {
    const before = taxes.slice(0, index).filter((tax) => tax.amount === null).length
    return { rate, name, code, amount: amount ?? parts[before] ?? zero }
  })
}

function total(taxLines: readonly BillTax[]): Minor {
  return sum(taxLines.map(({ amount }) => amount))
}
