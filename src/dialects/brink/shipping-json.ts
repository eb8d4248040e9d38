import type { Priced } from './item-json.ts'
import type { Json } from './json.ts'

/** The ways to ship that were chosen, priced as everything else is where the cart is. */
export function shippingMethodsJson({ cart, listed }: Priced): readonly Json[] {
  return cart.shippingMethods.map(({ id, optionId, name }) => {
    const amount = listed.shipping.find(({ methodId }) => methodId === id)?.price ?? 0
    return { id: optionId, name, amount }
  })
}
