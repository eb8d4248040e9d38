import type { Collection } from '../../catalog/product.ts'
import type { Books } from '../../checkout/books.ts'
import { look } from '../../commands/reads.ts'
import { readQuery } from '../../http/query.ts'
import { Refusal } from '../../refusal.ts'
import { timeJson } from './money-json.ts'
import { pageIn, pageOf } from './paging.ts'
import { productsJson } from './products.ts'
import { ok } from './reply.ts'
import { type Door, type Route, route } from './route.ts'

/**
 * The catalog's collections; and the same as categories without branches, since a catalog has no other order to show its
 * products in.
 */
export function collectionRoutes({ shop }: Door): readonly Route[] {
  const detail = (books: Books, collection: Collection | null, named: string) => {
    const found = known(collection, named)
    return ok({
      ...collectionJson(found, positionOf(books, found)),
      products: productsJson(books, found.id, shop.now()),
    })
  }
  const bySlug = (books: Books, slug: string) => books.collections().find(({ handle }) => handle === slug) ?? null
  return [
    route('GET', '/collections', 'List collections', 'unread', ({ request }) =>
      look(shop, (books) =>
        ok(
          pageOf(books.collections(), pageIn(readQuery(request)), (one) => collectionJson(one, positionOf(books, one))),
        ),
      ),
    ),
    route('GET', '/collections/by-slug/:slug', 'Read a collection by its slug', 'unread', ({ param }) =>
      look(shop, (books) => detail(books, bySlug(books, param('slug')), param('slug'))),
    ),
    route('GET', '/collections/:id', 'Read a collection', 'unread', ({ param }) =>
      look(shop, (books) => detail(books, books.collection(param('id')), param('id'))),
    ),
    route('GET', '/categories', 'Read the tree of categories', 'unread', () =>
      look(shop, (books) => ok({ data: books.collections().map(categoryJson) })),
    ),
    route('GET', '/categories/by-slug/:slug', 'Read a category by its slug', 'unread', ({ param }) =>
      look(shop, (books) => {
        const found = known(bySlug(books, param('slug')), param('slug'))
        return ok(categoryJson(found, positionOf(books, found)))
      }),
    ),
  ]
}

function known(collection: Collection | null, collectionId: string): Collection {
  if (collection) return collection
  throw new Refusal('collection-not-found', `There is no collection ${collectionId}.`, { collectionId })
}

function positionOf(books: Books, { id }: Collection): number {
  return books.collections().findIndex((one) => one.id === id)
}

function collectionJson(collection: Collection, position: number) {
  return { ...namedJson(collection, position), type: 'manual' }
}

function categoryJson(collection: Collection, position: number) {
  return { ...namedJson(collection, position), parent_id: null, children: [] }
}

function namedJson({ id, title, handle, metadata, createdAt }: Collection, position: number) {
  return {
    id,
    name: title,
    slug: handle,
    description: null,
    position,
    metadata: metadata ?? {},
    created_at: timeJson(createdAt),
  }
}
