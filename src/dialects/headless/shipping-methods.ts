import type { Region } from '../../catalog/region.ts'
import type { ShippingOption } from '../../catalog/shipping-option.ts'
import type { CatalogView } from '../../checkout/books.ts'
import { look } from '../../commands/reads.ts'
import { readQuery } from '../../http/query.ts'
import { moneyJson, timeJson } from './money-json.ts'
import { ok } from './reply.ts'
import { type Door, type Route, route } from './route.ts'

/** Ways to ship; the SDK writes the path with an underscore, the documentation with a hyphen. */
export function shippingMethodRoutes({ shop }: Door): readonly Route[] {
  return ['/shipping_methods', '/shipping-methods'].map((path) =>
    route('GET', path, 'List ways to ship', 'unread', ({ request }) =>
      look(shop, (books) => ok({ data: methodsFor(books, readQuery(request).one('country')) })),
    ),
  )
}

/** Of every region, since the list knows no cart: those of the region where carts begin first. A country narrows it down. */
function methodsFor(books: CatalogView, country: string | null): readonly object[] {
  const wanted = country?.toLowerCase() ?? null
  const regions = books.regions().filter(({ countries }) => wanted === null || countries.includes(wanted))
  const offered = regions.flatMap((region) => books.shippingOptionsOf(region.id).map((option) => ({ option, region })))
  return offered.map(({ option, region }, position) => methodJson(option, region, position))
}

function methodJson(option: ShippingOption, region: Region, position: number): object {
  const least = option.requirements.find(({ type }) => type === 'min_subtotal')
  const threshold = option.amount === 0 && least ? moneyJson(least.amount, region.currencyCode) : null
  return {
    id: option.id,
    name: option.name,
    description: null,
    price: moneyJson(option.amount, region.currencyCode),
    free_shipping_threshold: threshold,
    is_active: true,
    position,
    metadata: { ...option.metadata, countries: region.countries.map((code) => code.toUpperCase()) },
    created_at: timeJson(option.createdAt),
  }
}
