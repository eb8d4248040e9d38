import type { Cart } from '../cart/cart.ts'
import type { Books } from '../checkout/books.ts'
import { type Bill, billFor, type GivenTaxes } from '../pricing/bill.ts'
import { priceFacts } from './price-facts.ts'
import { knownTaxes } from './tax-questions.ts'

/** `shown`: as the region says when nobody asked for taxes; with them, once the cart is an order's. `due`: with taxes. Else with the taxes that are given. */
export type Asking = 'shown' | 'due' | GivenTaxes

/**
 * What the cart costs by the books as they stand. Nobody is asked anything: taxes that are not known yet are estimated by
 * the region's rates, which a shop without a tax provider goes by anyway.
 */
export function billOf(cart: Cart, books: Books, asking: Asking): Bill {
  if (typeof asking === 'object') return billFor(cart, priceFacts(cart, books, asking))
  const withTaxes = asking === 'due' || cart.stage === 'completed' || books.region(cart.regionId)?.automaticTaxes
  return billFor(cart, priceFacts(cart, books, withTaxes ? (knownTaxes(cart, books) ?? 'rates') : 'none'))
}
