import type { Discount } from '../catalog/discount.ts'
import type { Cart } from './cart.ts'

/** The list replaces the former one: the first that takes money off goods, and the first that makes shipping free. */
export function putDiscounts(cart: Cart, discounts: readonly Discount[]): Cart {
  const offGoods = discounts.find((discount) => discount.rule.type !== 'free_shipping')
  const offShipping = discounts.find((discount) => discount.rule.type === 'free_shipping')
  const kept = discounts.filter(
    (discount, at) => discounts.indexOf(discount) === at && (discount === offGoods || discount === offShipping),
  )
  return { ...cart, discounts: kept.map(({ id, code }) => ({ id, code })) }
}

/** Removing a code that is not there changes nothing; codes are compared without case. */
export function removeDiscount(cart: Cart, code: string): Cart {
  const wanted = code.toUpperCase()
  if (!cart.discounts.some((discount) => discount.code.toUpperCase() === wanted)) return cart
  return { ...cart, discounts: cart.discounts.filter((discount) => discount.code.toUpperCase() !== wanted) }
}
