import type { Line } from '../cart/cart.ts'
import type { DiscountCondition, DiscountRule } from '../catalog/discount.ts'

/** Whether the rule makes this line cheaper: the line may be discounted, and every condition of the rule holds for it. */
export function isDiscountedBy(line: Line, rule: DiscountRule): boolean {
  return (
    line.discountable && rule.type !== 'free_shipping' && rule.conditions.every((condition) => holds(condition, line))
  )
}

/** Something that is no product of the catalog is in no list of products, and no condition holds for it. */
function holds({ operator, productIds }: DiscountCondition, { productId }: Line): boolean {
  if (productId === null) return false
  return productIds.includes(productId) === (operator === 'in')
}
