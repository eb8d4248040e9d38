import type { Cart, ShippingMethod } from './cart.ts'

/** One method per shipping profile: a second of the same profile replaces the first, and lines of that profile ship with it. */
export function chooseShipping(cart: Cart, method: ShippingMethod): Cart {
  const others = cart.shippingMethods.filter(({ profileId }) => profileId !== method.profileId)
  const lines = cart.lines.map((line) => (line.profileId === method.profileId ? { ...line, hasShipping: true } : line))
  return { ...cart, lines, shippingMethods: [...others, method] }
}
