import type { ManualDiscount } from '../cart/cart.ts'
import type { Discount, DiscountRule } from '../catalog/discount.ts'
import { wholeParts } from '../money/allocate.ts'
import {
  compare,
  type Exact,
  lesser,
  million,
  minus,
  partsPerMillion,
  plus,
  rounded,
  roundedShareOf,
  shareOf,
} from '../money/fraction.ts'
import { type Minor, zero } from '../money/money.ts'
import type { BillLine } from './bill.ts'
import { isDiscountedBy } from './discount-conditions.ts'
import type { PricedLine } from './goods.ts'
import { takeOffByHand } from './manual-discounts.ts'

/** A line with what was taken off it: exactly, for its tax, and in whole amounts that add up over all lines, to be shown. */
export interface DiscountedLine {
  readonly priced: PricedLine
  readonly exactDiscount: Exact
  readonly discountTotal: Minor
  readonly adjustments: BillLine['adjustments']
}

/** A line while discounts are being taken off, one after the other. */
export interface Reduction {
  readonly priced: PricedLine
  readonly left: Exact
  readonly cuts: readonly Cut[]
}

interface Cut {
  readonly discountId: string
  readonly amount: Exact
}

/** Second step: each discount works on what those before it left, so nothing is ever taken off twice; codes come first. */
export function takeDiscounts(
  lines: readonly PricedLine[],
  discounts: readonly Discount[],
  manualDiscounts: readonly ManualDiscount[] = [],
): readonly DiscountedLine[] {
  const untouched = lines.map((priced): Reduction => ({ priced, left: priced.subtotal, cuts: [] }))
  const reductions = manualDiscounts.reduce<readonly Reduction[]>(takeOffByHand, discounts.reduce(takeOff, untouched))
  const exact = reductions.map(({ priced, left }) => minus(priced.subtotal, left))
  const shown = wholeParts(exact, rounded(exact.reduce(plus, 0)))
  return reductions.map(({ priced, cuts }, index) => {
    const discountTotal = shown[index] ?? zero
    return { priced, exactDiscount: exact[index] ?? 0, discountTotal, adjustments: adjustmentsOf(cuts, discountTotal) }
  })
}

function takeOff(reductions: readonly Reduction[], { id, rule }: Discount): Reduction[] {
  const discountable = reductions.filter(({ priced }) => priced.line.discountable)
  const whole = discountable.reduce((total: Exact, { left }) => plus(total, left), 0)
  return reductions.map((reduction) => {
    const amount = isDiscountedBy(reduction.priced.line, rule) ? cutOf(rule, reduction, whole) : 0
    if (amount === 0) return reduction
    const cut = { discountId: id, amount }
    return { ...reduction, left: minus(reduction.left, amount), cuts: [...reduction.cuts, cut] }
  })
}

/** `whole`: what is left of all discountable lines, whether or not the rule's conditions hold for them (as in Medusa). */
function cutOf(rule: DiscountRule, { priced, left }: Reduction, whole: Exact): Exact {
  if (compare(left, 0) <= 0) return 0
  if (rule.type === 'percentage') return lesser(left, roundedShareOf(left, partsPerMillion(rule.value), million))
  if (rule.allocation === 'item') return lesser(left, rule.value * priced.line.quantity)
  return shareOf(lesser(rule.value, whole), left, whole)
}

function adjustmentsOf(cuts: readonly Cut[], discountTotal: Minor): BillLine['adjustments'] {
  const amounts = wholeParts(
    cuts.map(({ amount }) => amount),
    discountTotal,
  )
  return cuts.map(({ discountId }, index) => ({ discountId, amount: amounts[index] ?? zero }))
}
