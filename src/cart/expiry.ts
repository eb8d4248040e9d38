import type { Cart } from './cart.ts'

/** When the cart is stale: so long after its last change or, where a session bounds it, after its start. */
export function expiresAt(cart: Cart, ttlMs: number): number {
  return (cart.door === 'brink' ? cart.createdAt : cart.updatedAt) + ttlMs
}
