import { Refusal } from '../refusal.ts'
import type { Cart, ManualDiscount } from './cart.ts'
import { lineOf } from './line-items.ts'

/** Discounts by hand on one cart. */
export const manualDiscountMax = 100

/** The list replaces the former one; what takes nothing off is left out. Refuses lines that are not there, and fees. */
export function putManualDiscounts(cart: Cart, discounts: readonly ManualDiscount[]): Cart {
  if (discounts.length > manualDiscountMax) {
    throw new Refusal('limit-exceeded', `A cart takes at most ${manualDiscountMax} discounts by hand.`, {
      limit: manualDiscountMax,
    })
  }
  for (const { lineId } of discounts) {
    const line = lineId === null ? null : lineOf(cart, lineId)
    if (line?.kind === 'fee') throw new Refusal('line-fixed', 'A fee cannot be discounted.', { lineId: line.id })
  }
  const manualDiscounts = discounts.filter(({ amount }) => amount > 0)
  return { ...cart, manualDiscounts }
}
