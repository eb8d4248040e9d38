import { Elysia } from 'elysia'
import type { Shop } from '../../commands/shop.ts'
import type { CodeGuesses } from '../../http/code-guesses.ts'
import { Refusal } from '../../refusal.ts'
import { type AccountOptions, openAccounts } from './accounts.ts'
import { authRoutes } from './auth.ts'
import { cartRoutes } from './carts.ts'
import { collectionRoutes } from './collections.ts'
import { completeRoutes } from './complete.ts'
import { customerAddressRoutes } from './customer-addresses.ts'
import { nobody } from './customer-only.ts'
import { customerOrderRoutes } from './customer-orders.ts'
import { customerRoutes } from './customers.ts'
import { giftCardRoutes } from './gift-cards.ts'
import { lineItemRoutes } from './line-items.ts'
import { orderClaimRoutes } from './order-claims.ts'
import { orderEditRoutes } from './order-edits.ts'
import { orderRoutes } from './orders.ts'
import { paymentSessionRoutes } from './payment-sessions.ts'
import { productCategoryRoutes } from './product-categories.ts'
import { productTagRoutes } from './product-tags.ts'
import { productRoutes } from './products.ts'
import { regionRoutes } from './regions.ts'
import { sendError } from './reply.ts'
import { returnReasonRoutes } from './return-reasons.ts'
import { type Door, handled, mounted, type Route, type Wire, withQuery } from './route.ts'
import { shippingRoutes } from './shipping.ts'
import { signedIn } from './signed-in.ts'
import { spellings } from './spelling.ts'
import { taxRoutes } from './taxes.ts'
import { variantRoutes } from './variants.ts'
import { viewParams } from './views.ts'

/** How the shop answers to Medusa's storefront clients. */
export interface MedusaOptions extends AccountOptions {
  readonly trustsProxy: boolean
  /** Shared with every other door. */
  readonly codeGuesses: CodeGuesses
}

/** Every operation of the dialect. */
export function medusaOperations(door: Door): readonly Route[] {
  return [
    ...regionRoutes(door),
    ...productRoutes(door),
    ...variantRoutes(door),
    ...collectionRoutes(door),
    ...productTagRoutes(door),
    ...productCategoryRoutes(),
    ...returnReasonRoutes(),
    ...shippingRoutes(door),
    ...giftCardRoutes(door),
    ...withQuery(viewParams, [
      ...cartRoutes(door),
      ...lineItemRoutes(door),
      ...taxRoutes(door),
      ...paymentSessionRoutes(door),
      ...completeRoutes(door),
    ]),
    ...orderRoutes(door),
    ...orderClaimRoutes(door),
    ...orderEditRoutes(),
    ...authRoutes(door),
    ...customerRoutes(door),
    ...customerAddressRoutes(door),
    ...customerOrderRoutes(door),
  ]
}

/** Medusa asks who it is before it looks whether there is anything. */
function isForCustomers(pathname: string): boolean {
  return /^\/store\/+customers(\/|$)/i.test(pathname)
}

/** The store API of Medusa 1.20 below `/store`; what lies there and is not known is 404 in its words. */
export function medusaRoutes(shop: Shop, options: MedusaOptions) {
  const { trustsProxy, codeGuesses } = options
  const door: Door = { shop, accounts: openAccounts(options, shop.now), trustsProxy, codeGuesses }
  const operations = medusaOperations(door)
  const meant = spellings(operations)
  const unknown = async ({ request, set, server }: Omit<Wire, 'params'>): Promise<string | null> => {
    const { pathname } = new URL(request.url)
    const found = meant(request.method, pathname)
    if (found) return handled(door, found.route, { request, set, server, params: found.params })
    if (isForCustomers(pathname) && (await signedIn(shop, door.accounts, request)) === null) throw nobody()
    throw new Refusal('route-unknown', `Cannot ${request.method} ${pathname}`)
  }
  return new Elysia()
    .onError(({ error, set }) => sendError(error, shop, {}, set))
    .use(mounted(door, operations))
    .all('/store', unknown, { parse: 'none', detail: { hide: true } })
    .all('/store/*', unknown, { parse: 'none', detail: { hide: true } })
}
