import type { Cart, ShippingMethod } from './cart.ts'

/** One method per shipping profile: a second of the same profile replaces the first. Lines ship whose profile has one. */
export function chooseShipping(cart: Cart, method: ShippingMethod): Cart {
  const others = cart.shippingMethods.filter(({ profileId }) => profileId !== method.profileId)
  const shippingMethods = [...others, method]
  const lines = cart.lines.map((line) => {
    const hasShipping = line.profileId === null || shippingMethods.some(({ profileId }) => profileId === line.profileId)
    return line.hasShipping === hasShipping ? line : { ...line, hasShipping }
  })
  return { ...cart, lines, shippingMethods }
}
