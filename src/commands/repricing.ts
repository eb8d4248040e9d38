import type { Cart } from '../cart/cart.ts'
import type { Region } from '../catalog/region.ts'
import type { Books } from '../checkout/books.ts'
import { unitPriceFor } from '../pricing/unit-price.ts'

/**
 * The lines as they cost now in that region: for a cart that moves, or that somebody else owns from now on. A line that
 * has no price there is gone, and what ships has to be chosen again. Prices that people gave hold in their currency only.
 */
export function repriced(cart: Cart, region: Region, books: Books, now: number): Cart {
  const { id: regionId, currencyCode, includesTax } = region
  const isSameCurrency = currencyCode === cart.currencyCode
  const lines = cart.lines.flatMap((line) => {
    const isGiven = line.variantId === null || line.isPriceGiven
    if (isGiven && isSameCurrency) return [line.includesTax === includesTax ? line : { ...line, includesTax }]
    if (line.variantId === null) return []
    const variant = books.variant(line.variantId)
    const price = variant && unitPriceFor(variant, { currencyCode, regionId, quantity: line.quantity, now })
    if (!price) return []
    const isAsCheap = !line.isPriceGiven && price.amount === line.unitPrice && line.includesTax === includesTax
    if (isAsCheap && !line.hasShipping) return [line]
    const revision = line.revision + (isAsCheap ? 0 : 1)
    const costs = { unitPrice: price.amount, isPriceGiven: false, includesTax }
    return [{ ...line, ...costs, revision, hasShipping: false, updatedAt: now }]
  })
  const isSame = lines.length === cart.lines.length && lines.every((line, at) => line === cart.lines[at])
  return isSame ? cart : { ...cart, lines, manualDiscounts: isSameCurrency ? cart.manualDiscounts : [] }
}
