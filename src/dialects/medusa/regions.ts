import type { Region } from '../../catalog/region.ts'
import { regionOf } from '../../commands/carts.ts'
import { isWithin, look } from '../../commands/reads.ts'
import { pageAsked, pageOf, pageParams } from './paging.ts'
import { text, times } from './query-params.ts'
import { regionFields, regionJson, regionRelations, viewedRegionJson } from './region-json.ts'
import { ok } from './reply.ts'
import { ask, type Door, type Route } from './route.ts'
import { orderAsked, type Viewable, viewAsked, viewParams } from './views.ts'

const usualLimit = 100

const params = { created_at: times, updated_at: times, ...viewParams, ...pageParams, order: text }

const viewable: Viewable = {
  fields: regionFields,
  relations: regionRelations,
  always: ['id'],
  tellsRelationsFirst: true,
}

/** Where the shop sells. */
export function regionRoutes({ shop }: Door): readonly Route[] {
  return [
    ask('/regions', 'List regions', params, async (_, asked) => {
      const page = pageAsked(asked, usualLimit)
      const view = viewAsked(asked, { ...viewable, always: ['id', 'created_at'] })
      const isAsked = ({ createdAt, updatedAt }: Region): boolean =>
        isWithin(createdAt, asked.created_at) && isWithin(updatedAt, asked.updated_at)
      const inOrder = orderAsked(asked.order, regionFields)
      return look(shop, (books) => {
        const regions = inOrder(books.regions().toReversed(), regionJson).filter(isAsked)
        const shown = pageOf(regions, page).map((region) => viewedRegionJson(region, view))
        return ok({ regions: shown, count: regions.length, ...page.shown })
      })
    }),
    ask('/regions/:id', 'Read a region', params, async (call, asked) => {
      const view = viewAsked(asked, viewable)
      return look(shop, (books) => ok({ region: viewedRegionJson(regionOf(books, call.param('id')), view) }))
    }),
  ]
}
