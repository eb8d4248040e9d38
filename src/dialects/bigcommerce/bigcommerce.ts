import { Elysia } from 'elysia'
import type { Shop } from '../../commands/shop.ts'
import { createQuota, endlessQuota } from '../../http/rate-limit.ts'
import { cartSettingsRoutes } from './cart-settings.ts'
import { cartRoutes } from './carts.ts'
import { checkoutPartRoutes } from './checkout-parts.ts'
import { checkoutSettingsRoutes } from './checkout-settings.ts'
import { checkoutTokenRoutes } from './checkout-tokens.ts'
import { checkoutRoutes } from './checkouts.ts'
import { consignmentRoutes } from './consignments.ts'
import { itemRoutes } from './items.ts'
import { metafieldRoutes } from './metafields.ts'
import { orderRoutes } from './orders.ts'
import { checkoutPageRoutes, type PageOptions } from './pages.ts'
import { redirectUrlRoutes } from './redirect-urls.ts'
import { sendError } from './reply.ts'
import { type Door, handled, mounted, type Route, type Wire } from './route.ts'

/** Requests of one key within half a minute: what BigCommerce gives its larger plans. */
const requestLimit = { tries: 450, perSeconds: 30 }

/** How the shop answers to server-side integrations. */
export interface BigCommerceOptions extends PageOptions {
  readonly storeHash: string
  readonly trustsProxy: boolean
  readonly limitsAttempts: boolean
}

/** Every operation of the dialect. */
function bigCommerceOperations(door: Door): readonly Route[] {
  return [
    ...cartSettingsRoutes(door),
    ...metafieldRoutes(door),
    ...cartRoutes(door),
    ...itemRoutes(door),
    ...redirectUrlRoutes(door),
    ...checkoutSettingsRoutes(door),
    ...checkoutRoutes(door),
    ...checkoutPartRoutes(door),
    ...consignmentRoutes(door),
    ...orderRoutes(door),
    ...checkoutTokenRoutes(door),
  ]
}

/** Carts and checkouts of BigCommerce's management API V3 below `/stores`; what lies there and is not known is 404. */
export function bigCommerceRoutes(shop: Shop, options: BigCommerceOptions) {
  const quota = options.limitsAttempts ? createQuota(requestLimit) : endlessQuota(requestLimit)
  const door: Door = { shop, storeHash: options.storeHash, trustsProxy: options.trustsProxy, quota }
  const unknown = ({ request, set }: Pick<Wire, 'request' | 'set'>): Promise<string | null> => {
    const storeHash = new URL(request.url).pathname.split('/')[2] ?? null
    return handled(door, null, { request, set, params: { store_hash: storeHash } })
  }
  return new Elysia()
    .onError(({ error, set }) => sendError(error, shop, set))
    .use(mounted(door, bigCommerceOperations(door)))
    .use(checkoutPageRoutes(shop, options))
    .all('/stores', unknown, { parse: 'none', detail: { hide: true } })
    .all('/stores/*', unknown, { parse: 'none', detail: { hide: true } })
}
