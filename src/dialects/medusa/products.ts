import type { Books, ProductQuery } from '../../checkout/books.ts'
import { look, type PriceContextWanted, priceContext, productOf } from '../../commands/reads.ts'
import type { Query } from '../../http/query.ts'
import { listedProductJson } from './listed-product-json.ts'
import { type Page, pageAsked } from './paging.ts'
import { ok } from './reply.ts'
import { type Door, get, type Route } from './route.ts'

const usualLimit = 100

/** What there is to buy. */
export function productRoutes({ shop }: Door): readonly Route[] {
  return [
    get('/products', 'List products', (call) => {
      const query = call.query()
      const page = pageAsked(query, usualLimit)
      return look(shop, (books) => {
        const view = { context: priceContext(books, pricesAsked(query)), now: shop.now() }
        const { products, count } = books.products(productsAsked(query, page))
        const listed = products.map((product) => listedProductJson(product, books, view))
        return ok({ products: listed, count, offset: page.offset, limit: page.limit })
      })
    }),
    get('/products/:id', 'Read a product', (call) =>
      look(shop, (books: Books) => {
        const view = { context: priceContext(books, pricesAsked(call.query())), now: shop.now() }
        return ok({ product: listedProductJson(productOf(books, call.param('id')), books, view) })
      }),
    ),
  ]
}

/** For whom prices are asked. */
export function pricesAsked(query: Query): PriceContextWanted {
  return { cartId: query.one('cart_id'), regionId: query.one('region_id'), currencyCode: query.one('currency_code') }
}

function productsAsked(query: Query, page: Page): ProductQuery {
  const isGiftcard = query.one('is_giftcard')
  return {
    ids: query.list('id'),
    handles: query.list('handle'),
    collectionIds: query.list('collection_id'),
    tags: query.list('tags'),
    title: query.one('title'),
    text: query.one('q'),
    isGiftcard: isGiftcard === null ? null : isGiftcard === 'true',
    statuses: ['published'],
    newestFirst: true,
    ...page,
  }
}
