import type { Line, ManualDiscount } from '../cart/cart.ts'
import type { DiscountCondition, DiscountRule } from '../catalog/discount.ts'

/** Whether the rule makes this line cheaper: the line may be discounted, and every condition of the rule holds for it. */
export function isDiscountedBy(line: Line, rule: DiscountRule): boolean {
  if (line.isPriceGiven && isAboutProducts(rule)) return false
  return (
    line.discountable && rule.type !== 'free_shipping' && rule.conditions.every((condition) => holds(condition, line))
  )
}

/** Whether somebody's own discount is taken off this line; off all goods together means those that may be discounted. */
export function isTakenOff({ lineId }: ManualDiscount, line: Line): boolean {
  return lineId === null ? line.discountable : lineId === line.id
}

/** Who names a price has made the product's offer already; what is off the whole order is another matter. */
function isAboutProducts({ type, allocation, conditions }: DiscountRule): boolean {
  return conditions.length > 0 || (type === 'fixed' && allocation === 'item')
}

/** Something that is no product of the catalog is in no list of products, and no condition holds for it. */
function holds({ operator, productIds }: DiscountCondition, { productId }: Line): boolean {
  if (productId === null) return false
  return productIds.includes(productId) === (operator === 'in')
}
