import type { Cart } from '../cart/cart.ts'
import { chooseShipping } from '../cart/shipping-choice.ts'
import type { Books } from '../checkout/books.ts'
import { meetsRequirements } from '../pricing/shipping-requirement.ts'
import { billOf } from './bills.ts'

/**
 * Where a change of the lines took the chosen shipping away, chooses it again: at its present price, and only where the
 * option is still there, ships to the cart's region and takes a cart like this one.
 */
export function withShippingKept(before: Cart, edited: Cart, books: Books): Cart {
  const isDropped = before.shippingMethods.length > 0 && edited.shippingMethods.length === 0
  if (!isDropped || edited.lines === before.lines || edited.lines.length === 0) return edited
  const { subtotal } = billOf(edited, books, 'shown')
  return before.shippingMethods.reduce((cart, method) => {
    const option = method.optionId === null ? null : books.shippingOption(method.optionId)
    const fits = option?.regionId === cart.regionId && meetsRequirements(option, subtotal)
    return fits ? chooseShipping(cart, { ...method, price: option.amount }) : cart
  }, edited)
}
