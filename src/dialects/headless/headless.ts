import { Elysia } from 'elysia'
import { assertMayOperate } from '../../commands/api-keys.ts'
import type { Passwords } from '../../commands/passwords.ts'
import type { Shop } from '../../commands/shop.ts'
import { createAccessTokens } from '../../http/access-token.ts'
import type { Attempts } from '../../http/attempts.ts'
import { readPayload } from '../../http/body.ts'
import type { CodeGuesses } from '../../http/code-guesses.ts'
import { createRateLimit, noLimit } from '../../http/rate-limit.ts'
import { Refusal } from '../../refusal.ts'
import { addressRoutes } from './addresses.ts'
import { keyOf } from './caller.ts'
import { cartRoutes } from './carts.ts'
import { checkoutRoutes } from './checkout.ts'
import { collectionRoutes } from './collections.ts'
import { customerAuthRoutes, customerTokenDomain, customerTokenMs } from './customer-auth.ts'
import { customerRoutes } from './customers.ts'
import { discountRoutes } from './discounts.ts'
import { itemRoutes } from './items.ts'
import { orderRoutes } from './orders.ts'
import { paymentRoutes } from './payments.ts'
import { productRoutes } from './products.ts'
import { sendError } from './reply.ts'
import { returnRoutes } from './returns.ts'
import { type Door, mounted, type Route, type Wire } from './route.ts'
import { shippingMethodRoutes } from './shipping-methods.ts'

/** Of one key and caller: headlesscommerce.io names no number. */
const requestLimit = { tries: 100, perSeconds: 1 }

/** How the shop answers to headlesscommerce.io's storefront clients. */
export interface HeadlessOptions {
  /** Signs customers' tokens. */
  readonly jwtSecret: string
  /** One for all doors. */
  readonly passwords: Passwords
  readonly attempts: Attempts
  readonly codeGuesses: CodeGuesses
  readonly trustsProxy: boolean
  /** False: anybody may ask as often as they like. */
  readonly limitsAttempts: boolean
}

/** Every operation of the dialect. */
export function headlessOperations(door: Door): readonly Route[] {
  return [
    ...cartRoutes(door),
    ...itemRoutes(door),
    ...discountRoutes(door),
    ...checkoutRoutes(door),
    ...paymentRoutes(door),
    ...shippingMethodRoutes(door),
    ...orderRoutes(door),
    ...returnRoutes(door),
    ...productRoutes(door),
    ...collectionRoutes(door),
    ...customerAuthRoutes(door),
    ...customerRoutes(door),
    ...addressRoutes(door),
  ]
}

/** headlesscommerce.io's storefront API below `/v1`; what lies there and is not known is 404 in its words. */
export function headlessRoutes(shop: Shop, options: HeadlessOptions) {
  const door: Door = {
    ...options,
    shop,
    secret: options.jwtSecret,
    tokens: createAccessTokens(
      options.jwtSecret,
      { domain: customerTokenDomain, lifetimeMs: customerTokenMs },
      shop.now,
    ),
    rate: options.limitsAttempts ? createRateLimit(requestLimit) : noLimit,
  }
  const unknown = async ({ request, set }: Pick<Wire, 'request' | 'set'>): Promise<string> => {
    try {
      return await refuse(shop, request)
    } catch (error) {
      return sendError(error, shop, set)
    }
  }
  return new Elysia()
    .onError(({ error, set }) => sendError(error, shop, set))
    .use(mounted(door, headlessOperations(door)))
    .all('/v1', unknown, { parse: 'none', detail: { hide: true } })
    .all('/v1/*', unknown, { parse: 'none', detail: { hide: true } })
}

/** Operators' routes are told to nobody who only has a storefront's key. */
async function refuse(shop: Shop, request: Request): Promise<never> {
  const { pathname } = new URL(request.url)
  if (pathname === '/v1/admin' || pathname.startsWith('/v1/admin/')) assertMayOperate(await keyOf(shop, request))
  await readPayload(request)
  throw new Refusal('route-unknown', `There is nothing at ${request.method} ${pathname}`)
}
