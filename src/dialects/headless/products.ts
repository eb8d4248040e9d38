import type { Product } from '../../catalog/product.ts'
import type { Books } from '../../checkout/books.ts'
import { type ProductSearch, searchProducts } from '../../commands/product-search.ts'
import { look } from '../../commands/reads.ts'
import { type Query, readQuery } from '../../http/query.ts'
import { Refusal } from '../../refusal.ts'
import { invalid, pageIn, pageOf, wholeNumber, wordIn } from './paging.ts'
import { productJson } from './product-json.ts'
import { ok } from './reply.ts'
import { type Door, type Route, route } from './route.ts'

/** Characters of what is searched for. */
const searchMax = 500

const sorts = ['created_at', 'name', 'price', 'relevance'] as const

/** What is for sale: lists, and single products by id and slug. */
export function productRoutes({ shop }: Door): readonly Route[] {
  return [
    route('GET', '/products', 'List products', 'unread', ({ request }) => {
      const query = readQuery(request)
      const [page, wanted, now] = [pageIn(query), searchIn(query), shop.now()]
      return look(shop, (books) =>
        ok(pageOf(searchProducts(books, wanted, now), page, (product) => productJson(product, books, now))),
      )
    }),
    route('GET', '/products/by-slug/:slug', 'Read a product by its slug', 'unread', ({ param }) =>
      look(shop, (books) => {
        const slug = param('slug')
        return ok(productJson(forSale(books.productByHandle(slug), slug), books, shop.now()))
      }),
    ),
    route('GET', '/products/:id', 'Read a product', 'unread', ({ param }) =>
      look(shop, (books) => ok(productJson(forSale(books.product(param('id')), param('id')), books, shop.now()))),
    ),
  ]
}

/** All products of these that are for sale, as a list without pages. */
export function productsJson(books: Books, collectionId: string, now: number): readonly object[] {
  const found = searchProducts(books, { ...anything, collectionIds: [collectionId] }, now)
  return found.map((product) => productJson(product, books, now))
}

const anything: ProductSearch = {
  text: null,
  collectionIds: null,
  tag: null,
  priceMin: null,
  priceMax: null,
  sort: 'created_at',
  isDescending: true,
}

/** A category is a collection here, so asked for both, a product has to be in both. */
function searchIn(query: Query): ProductSearch {
  const text = query.one('q')?.trim() || null
  if (text !== null && text.length > searchMax) throw invalid('q', `must have at most ${searchMax} characters`)
  const [category, collection] = [query.one('category_id') || null, query.one('collection_id') || null]
  const isNowhere = category !== null && collection !== null && category !== collection
  const named = [category ?? collection].flatMap((id) => id ?? [])
  const sort = wordIn(query, 'sort', sorts) ?? (text === null ? 'created_at' : 'relevance')
  const order = wordIn(query, 'order', ['asc', 'desc'])
  return {
    text,
    collectionIds: isNowhere ? [] : named.length > 0 ? named : null,
    tag: query.one('tag') || null,
    priceMin: amountIn(query, 'price_min'),
    priceMax: amountIn(query, 'price_max'),
    sort,
    isDescending: order === null ? sort === 'created_at' : order === 'desc',
  }
}

function amountIn(query: Query, name: string): number | null {
  const said = query.one(name)
  return said === null || said === '' ? null : wholeNumber(name, said)
}

function forSale(product: Product | null, productId: string): Product {
  if (product?.status === 'published') return product
  throw new Refusal('product-not-found', `There is no product ${productId}.`, { productId })
}
