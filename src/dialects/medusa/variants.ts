import type { Variant } from '../../catalog/product.ts'
import type { CatalogView } from '../../checkout/books.ts'
import { look, priceContext, variantOf } from '../../commands/reads.ts'
import type { Query } from '../../http/query.ts'
import { variantWithProductJson } from './listed-product-json.ts'
import { pageAsked, pageOf } from './paging.ts'
import { pricesAsked } from './products.ts'
import { ok } from './reply.ts'
import { type Door, get, type Route } from './route.ts'

const usualLimit = 100

/** Products of which variants are looked through. */
const productMax = 10_000

/** What can be put into a cart. */
export function variantRoutes({ shop }: Door): readonly Route[] {
  return [
    get('/variants', 'List variants', (call) => {
      const query = call.query()
      const page = pageAsked(query, usualLimit)
      return look(shop, (books) => {
        const view = { context: priceContext(books, pricesAsked(query)), now: shop.now() }
        const variants = pageOf(variantsAsked(books, query), page)
        return ok({ variants: variants.map((variant) => variantWithProductJson(variant, books, view)) })
      })
    }),
    get(
      '/variants/:id',
      'Read a variant',
      (call) =>
        look(shop, (books) => {
          const view = { context: priceContext(books, pricesAsked(call.query())), now: shop.now() }
          return ok({ variant: variantWithProductJson(variantOf(books, call.param('id')), books, view) })
        }),
      {
        words: {
          'variant-not-found': {
            status: 404,
            type: 'not_found',
            message: ({ variantId }) => `Variant with id: ${variantId} was not found`,
          },
        },
      },
    ),
  ]
}

function variantsAsked(books: CatalogView, query: Query): readonly Variant[] {
  const ids = query.commaList('ids') ?? query.commaList('id')
  const titles = query.list('title')
  const found = ids ? ids.flatMap((id) => books.variant(id) ?? []) : allVariants(books)
  return found.filter(({ title }) => !titles || titles.includes(title))
}

function allVariants(books: CatalogView): readonly Variant[] {
  const everything = { ids: null, handles: null, collectionIds: null, tags: null, title: null, text: null }
  const paging = { isGiftcard: null, statuses: [], newestFirst: true, offset: 0, limit: productMax }
  return books.products({ ...everything, ...paging }).products.flatMap(({ variants }) => variants)
}
