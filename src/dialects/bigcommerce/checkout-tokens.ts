import { Type } from 'typebox'
import { keptLink, linkCart, newLink } from '../../commands/cart-links.ts'
import { shapeOf } from '../../http/schema.ts'
import { optional } from './bodies.ts'
import { wrapped } from './json.ts'
import { ok } from './reply.ts'
import { asked, type Door, type Route, withBody } from './route.ts'

/** Seconds: BigCommerce's longest, thirty days. */
const ttlMax = 2_592_000
const usesMax = 1_000_000

const wish = shapeOf(
  Type.Object({
    maxUses: optional(Type.Integer({ minimum: 1, maximum: usesMax })),
    ttl: optional(Type.Integer({ minimum: 1, maximum: ttlMax })),
  }),
)

/** Tokens that open a checkout's page, `/checkout/{id}?t={token}`. */
export function checkoutTokenRoutes({ shop }: Door): readonly Route[] {
  return [
    withBody('POST', '/checkouts/:cart_id/token', 'Create a checkout token', wish, (call) => {
      const link = newLink(call.body.maxUses ?? 1, (call.body.ttl ?? ttlMax) * 1000)
      const showing = asked(call, () => ok(wrapped({ checkoutToken: link.token })))
      return linkCart(shop, call.cartId, { ...showing, alongside: keptLink(shop, link) })
    }),
  ]
}
