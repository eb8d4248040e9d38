import { regionOf } from '../../commands/carts.ts'
import { look } from '../../commands/reads.ts'
import { pageAsked, pageOf } from './paging.ts'
import { listedRegionJson } from './region-json.ts'
import { ok } from './reply.ts'
import { type Door, get, type Route } from './route.ts'

const usualLimit = 100

/** Where the shop sells. */
export function regionRoutes({ shop }: Door): readonly Route[] {
  return [
    get('/regions', 'List regions', (call) => {
      const page = pageAsked(call.query(), usualLimit)
      return look(shop, (books) => {
        const regions = books.regions().toReversed()
        return ok({ regions: pageOf(regions, page).map(listedRegionJson), count: regions.length, ...page })
      })
    }),
    get('/regions/:id', 'Read a region', (call) =>
      look(shop, (books) => ok({ region: listedRegionJson(regionOf(books, call.param('id'))) })),
    ),
  ]
}
