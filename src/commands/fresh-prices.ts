import type { Cart } from '../cart/cart.ts'
import type { Books } from '../checkout/books.ts'
import { unitPriceFor } from '../pricing/unit-price.ts'

/** The lines at what they cost by now, chosen shipping kept; what has no price any more keeps its last one. */
export function pricedAnew(cart: Cart, books: Books, now: number): Cart {
  const { currencyCode, regionId } = cart
  const lines = cart.lines.map((line) => {
    const variant = line.variantId === null || line.isPriceGiven ? null : books.variant(line.variantId)
    const price = variant && unitPriceFor(variant, { currencyCode, regionId, quantity: line.quantity, now })
    if (!price || price.amount === line.unitPrice) return line
    return { ...line, unitPrice: price.amount, revision: line.revision + 1, updatedAt: now }
  })
  return lines.some((line, at) => line !== cart.lines[at]) ? { ...cart, lines } : cart
}
