import type { Cart } from '../cart/cart.ts'
import type { Region } from '../catalog/region.ts'
import type { Books } from '../checkout/books.ts'
import { unitPriceFor } from '../pricing/unit-price.ts'

/**
 * The lines as they cost now in that region: for a cart that moves, or that somebody else owns from now on. A line that
 * has no price there is gone, and what ships has to be chosen again.
 */
export function repriced(cart: Cart, region: Region, books: Books, now: number): Cart {
  const { id: regionId, currencyCode, includesTax } = region
  const lines = cart.lines.flatMap((line) => {
    if (line.variantId === null) return [line]
    const variant = books.variant(line.variantId)
    const price = variant && unitPriceFor(variant, { currencyCode, regionId, quantity: line.quantity, now })
    if (!price) return []
    const same = price.amount === line.unitPrice && line.includesTax === includesTax && !line.hasShipping
    return [same ? line : { ...line, unitPrice: price.amount, includesTax, hasShipping: false, updatedAt: now }]
  })
  const isSame = lines.length === cart.lines.length && lines.every((line, at) => line === cart.lines[at])
  return isSame ? cart : { ...cart, lines }
}
