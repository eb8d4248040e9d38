import { Type } from 'typebox'
import type { Product, Variant } from '../../catalog/product.ts'
import { importCatalog } from '../../commands/catalog.ts'
import type { Shop } from '../../commands/shop.ts'
import { pageOf, pageQuery, textOf } from './page.ts'
import { type AdminCall, type AdminRoute, adminGet, adminUpload } from './route.ts'

/** Bytes of an uploaded catalog. */
export const catalogMaxBytes = 64 * 1024 * 1024

const productsQuery = {
  ...pageQuery,
  handle: Type.Optional(Type.String({ description: 'the product of that handle alone' })),
}

/** What the shop sells: uploaded whole, and looked up by the numbers that BigCommerce's API goes by. */
export function adminCatalogRoutes(shop: Shop): readonly AdminRoute[] {
  return [
    adminUpload('/catalog', 'Import a catalog file: all of it or nothing', catalogMaxBytes, async ({ body }) => {
      const { format, nouns, leftOut, isChanged } = await importCatalog(shop, {
        text: body,
        fileName: 'the catalog',
        format: null,
      })
      return { format, nouns, left_out: leftOut, changed: isChanged }
    }),
    adminGet('/catalog/products', 'List products with their numbers', (call) => listed(shop, call), productsQuery),
  ]
}

async function listed(shop: Shop, call: AdminCall): Promise<object> {
  const page = pageOf(call)
  const handle = textOf(call, 'handle')
  const { products, count } = await shop.store.read((books) => {
    return books.products({ ...everything, handles: handle === null ? null : [handle], ...page })
  })
  return { products: products.map(productJson), count, ...page }
}

const everything = {
  ids: null,
  collectionIds: null,
  tags: null,
  title: null,
  text: null,
  isGiftcard: null,
  statuses: [],
  newestFirst: false,
} as const

function productJson({ id, number, handle, title, status, variants }: Product): object {
  return { id, number, handle, title, status, variants: variants.map(variantJson) }
}

function variantJson({ id, number, sku, title }: Variant): object {
  return { id, number, sku, title }
}
