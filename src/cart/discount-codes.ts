import type { Discount } from '../catalog/discount.ts'
import type { Cart } from './cart.ts'

/** The list replaces the former one: the first that takes money off goods, and all that make shipping free (as in Medusa). */
export function putDiscounts(cart: Cart, discounts: readonly Discount[]): Cart {
  const offGoods = discounts.find((discount) => discount.rule.type !== 'free_shipping')
  const kept = discounts.filter(
    (discount, at) =>
      discounts.indexOf(discount) === at && (discount === offGoods || discount.rule.type === 'free_shipping'),
  )
  return { ...cart, discounts: kept.map(({ id, code }) => ({ id, code })) }
}

/** Whether two codes are one; codes are compared without case where nobody says otherwise. */
export type SameCode = (onCart: string, said: string) => boolean

/** Removing a code that is not there changes nothing. */
export function removeDiscount(cart: Cart, code: string, isSame: SameCode = sameLetters): Cart {
  const discounts = cart.discounts.filter((discount) => !isSame(discount.code, code))
  return discounts.length === cart.discounts.length ? cart : { ...cart, discounts }
}

function sameLetters(onCart: string, said: string): boolean {
  return onCart.toUpperCase() === said.toUpperCase()
}
