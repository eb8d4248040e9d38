import type { Cart } from '../../cart/cart.ts'
import type { Discount } from '../../catalog/discount.ts'
import type { Books } from '../../checkout/books.ts'
import type { Json } from './json.ts'

/** Where a banner is shown that does not say where: BigCommerce's own words. */
const everywhere = ['home_page', 'product_page', 'cart_page', 'checkout_page']

/** What the promotions on a cart want shoppers to read: a discount's `banner` in the catalog. */
export function bannersJson(cart: Cart, books: Books): readonly Json[] {
  return cart.discounts.flatMap(({ id }) => {
    const discount = books.discount(id)
    return discount ? bannerJson(discount, books) : []
  })
}

function bannerJson({ id, metadata }: Discount, books: Books): readonly Json[] {
  const banner = metadata?.['banner']
  const said = typeof banner === 'object' && banner !== null ? (banner as Readonly<Record<string, unknown>>) : null
  const text = typeof banner === 'string' ? banner : said?.['text']
  if (typeof text !== 'string' || text === '') return []
  const page = Array.isArray(said?.['page']) ? said['page'].filter((one) => typeof one === 'string') : everywhere
  const type = typeof said?.['type'] === 'string' ? said['type'] : 'applied'
  return [{ id: String(books.discountNumber(id)), type, page, text }]
}
