import { collectionOf, look } from '../../commands/reads.ts'
import { pageAsked, pageOf } from './paging.ts'
import { collectionJson } from './product-json.ts'
import { ok } from './reply.ts'
import { type Door, get, type Route } from './route.ts'

const usualLimit = 10

/** Groups of products. */
export function collectionRoutes({ shop }: Door): readonly Route[] {
  return [
    get('/collections', 'List collections', (call) => {
      const query = call.query()
      const page = pageAsked(query, usualLimit)
      const handles = query.list('handle')
      return look(shop, (books) => {
        const all = books.collections().toReversed()
        const named = all.filter(({ handle }) => !handles || handles.includes(handle))
        return ok({ collections: pageOf(named, page).map(collectionJson), count: named.length, ...page })
      })
    }),
    get('/collections/:id', 'Read a collection', (call) =>
      look(shop, (books) => ok({ collection: collectionJson(collectionOf(books, call.param('id'))) })),
    ),
  ]
}
