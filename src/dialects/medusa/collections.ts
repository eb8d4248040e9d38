import type { Collection } from '../../catalog/product.ts'
import { collectionOf, isWithin, look } from '../../commands/reads.ts'
import { pageAsked, pageOf, wholePageParams } from './paging.ts'
import { collectionJson } from './product-json.ts'
import { list, times } from './query-params.ts'
import { ok } from './reply.ts'
import { ask, type Door, get, type Route } from './route.ts'

const usualLimit = 10

const params = { handle: list, ...wholePageParams, created_at: times, updated_at: times }

/** Groups of products. */
export function collectionRoutes({ shop }: Door): readonly Route[] {
  return [
    ask('/collections', 'List collections', params, async (_, asked) => {
      const page = pageAsked(asked, usualLimit)
      const isAsked = ({ handle, createdAt, updatedAt }: Collection): boolean =>
        (!asked.handle || asked.handle.includes(handle)) &&
        isWithin(createdAt, asked.created_at) &&
        isWithin(updatedAt, asked.updated_at)
      return look(shop, (books) => {
        const found = books.collections().toReversed().filter(isAsked)
        return ok({ collections: pageOf(found, page).map(collectionJson), count: found.length, ...page.shown })
      })
    }),
    get('/collections/:id', 'Read a collection', (call) =>
      look(shop, (books) => ok({ collection: collectionJson(collectionOf(books, call.param('id'))) })),
    ),
  ]
}
