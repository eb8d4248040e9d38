import type { Cart, ShippingMethod } from '../cart/cart.ts'
import { type Minor, zero } from '../money/money.ts'
import type { PriceFacts } from './bill.ts'
import { type DueTax, shippingTaxes } from './tax-rates.ts'

export interface PricedShipping {
  readonly method: ShippingMethod
  readonly taxes: readonly DueTax[]
  readonly price: Minor
}

/** Third step: what the chosen methods cost; nothing at all while a free-shipping discount is on the cart. */
export function priceShipping(cart: Cart, facts: PriceFacts): readonly PricedShipping[] {
  const isFree = facts.discounts.some(({ rule }) => rule.type === 'free_shipping')
  return cart.shippingMethods.map((method) => ({
    method,
    taxes: shippingTaxes(method, facts),
    price: isFree ? zero : method.price,
  }))
}
