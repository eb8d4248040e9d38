import type { Cart } from './cart.ts'
import { addLine } from './line-items.ts'

/**
 * Everything of `source` in `target`: equal lines grow, other lines are added as they are, and what the target does not say
 * (address, e-mail, notes under other keys) comes from the source. Codes and prices are the caller's to look at, and
 * shipping is to be chosen again.
 */
export function mergedCart(target: Cart, source: Cart, now: number): Cart {
  const filled = source.lines.reduce((cart, line) => addLine(cart, line, now), target)
  return {
    ...filled,
    email: target.email ?? source.email,
    shippingAddress: target.shippingAddress ?? source.shippingAddress,
    billingAddress: target.billingAddress ?? source.billingAddress,
    context: { ...source.context, ...target.context },
    metadata: target.metadata || source.metadata ? { ...source.metadata, ...target.metadata } : null,
  }
}
