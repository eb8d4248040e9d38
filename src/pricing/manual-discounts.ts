import type { ManualDiscount } from '../cart/cart.ts'
import { compare, type Exact, lesser, minus, plus, shareOf } from '../money/fraction.ts'
import { isTakenOff } from './discount-conditions.ts'
import type { Reduction } from './discounts.ts'

/**
 * Takes an amount off that somebody named, in proportion to what is left of the lines it is for. The amount is one of
 * listed prices: where those contain tax, so does it, and what it takes off the goods is the part of it that is not tax.
 */
export function takeOffByHand(reductions: readonly Reduction[], discount: ManualDiscount): readonly Reduction[] {
  const listed = reductions.map((reduction) =>
    isTakenOff(discount, reduction.priced.line) ? listedLeft(reduction) : 0,
  )
  const whole = listed.reduce((total: Exact, left) => plus(total, left), 0)
  if (compare(whole, 0) <= 0 || discount.amount === 0) return reductions
  const taken = lesser(discount.amount, whole)
  return reductions.map((reduction, at) => {
    const left = listed[at] ?? 0
    if (compare(left, 0) <= 0) return reduction
    const amount = shareOf(shareOf(taken, left, whole), reduction.left, left)
    return {
      ...reduction,
      left: minus(reduction.left, amount),
      cuts: [...reduction.cuts, { discountId: discount.id, amount }],
    }
  })
}

/** What is left of a line in terms of its list price. */
function listedLeft({ priced: { line, subtotal }, left }: Reduction): Exact {
  if (!line.includesTax || subtotal <= 0) return left
  return shareOf(left, line.unitPrice * line.quantity, subtotal)
}
