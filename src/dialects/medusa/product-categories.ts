import { Refusal } from '../../refusal.ts'
import { pageAsked, pageParams } from './paging.ts'
import { flag, text } from './query-params.ts'
import { ok } from './reply.ts'
import { ask, type Route } from './route.ts'
import { viewParams } from './views.ts'

const usualLimit = 100

const filters = { q: text, handle: text, parent_category_id: text, include_descendants_tree: flag }
const listParams = { ...viewParams, ...pageParams, order: text, ...filters }

/** Products of this shop are in collections; there are no categories, as in a Medusa that has not switched them on. */
export function productCategoryRoutes(): readonly Route[] {
  return [
    ask('/product-categories', 'List product categories', listParams, async (_, asked) => {
      const { limit, offset } = pageAsked(asked, usualLimit).shown
      return ok({ count: 0, offset, limit, product_categories: [] })
    }),
    ask('/product-categories/:id', 'Read a product category', viewParams, async (call) => {
      const which = `id: ${call.param('id')}, is_internal: false, is_active: true`
      throw new Refusal('route-unknown', `ProductCategory with ${which} was not found`)
    }),
  ]
}
