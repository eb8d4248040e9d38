import { Elysia } from 'elysia'
import type { Shop } from '../../commands/shop.ts'
import { readPayload } from '../../http/body.ts'
import { Refusal } from '../../refusal.ts'
import { checkoutRoutes } from './checkout.ts'
import { deliveryRoutes } from './delivery.ts'
import { discountCodeRoutes } from './discount-codes.ts'
import { giftCardRoutes } from './gift-cards.ts'
import { itemRoutes } from './items.ts'
import { paymentRoutes } from './payment.ts'
import { priceRoutes } from './prices.ts'
import { sendError } from './reply.ts'
import { type Door, mounted, type Route } from './route.ts'
import { createSessionTokens } from './session-token.ts'
import { sessionRoutes } from './sessions.ts'

/** How the shop answers to storefronts that were made for Brink. */
export interface BrinkOptions extends Omit<Door, 'shop' | 'tokens'> {
  readonly jwtSecret: string
}

/** Every operation of the dialect. */
export function brinkOperations(door: Door): readonly Route[] {
  return [
    ...sessionRoutes(door),
    ...itemRoutes(door),
    ...discountCodeRoutes(door),
    ...giftCardRoutes(door),
    ...deliveryRoutes(door),
    ...paymentRoutes(door),
    ...checkoutRoutes(door),
    ...priceRoutes(door),
  ]
}

/** What the dialect owns; whatever lies there and is not known is 404 in its words. */
export const brinkPrefixes = ['/sessions', '/shopper', '/prices', '/stocks'] as const

/** The shopper API of Brink Commerce, below `/shopper` and without it. */
export function brinkRoutes(shop: Shop, { jwtSecret, ...options }: BrinkOptions) {
  const door: Door = { shop, tokens: createSessionTokens(jwtSecret, shop.now), ...options }
  const unknown = async ({ request }: { readonly request: Request }): Promise<never> => {
    await readPayload(request)
    throw new Refusal('route-unknown', `There is nothing at ${request.method} ${new URL(request.url).pathname}.`)
  }
  const app = new Elysia()
    .onError(({ error, set }) => sendError(error, door, set))
    .use(mounted(door, brinkOperations(door)))
  for (const prefix of brinkPrefixes) {
    app.all(prefix, unknown, { parse: 'none', detail: { hide: true } })
    app.all(`${prefix}/*`, unknown, { parse: 'none', detail: { hide: true } })
  }
  return app
}
