import { Type } from 'typebox'
import type { Metadata } from '../../catalog/product.ts'
import { payWith } from '../../commands/payments.ts'
import { shapeOf } from '../../http/schema.ts'
import { asked, type Door, type Route, routeWith } from './route.ts'
import { showSession } from './session-json.ts'
import { session } from './sessions.ts'

const payment = shapeOf(
  Type.Object({
    paymentProvider: Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }) }),
    data: Type.Optional(Type.Unsafe<Metadata>(Type.Object({}))),
  }),
)

/** What the storefront has for the payment provider. Brink has a path per provider for it; this one is for all of them. */
export function paymentRoutes(door: Door): readonly Route[] {
  return [
    routeWith(
      'PUT',
      '/sessions/payment',
      'Choose and inform the payment provider',
      'session',
      payment,
      async (call) => {
        const { paymentProvider, data = null } = call.body
        const wanted = { providerId: paymentProvider.id, data }
        return session(door, call, await payWith(door.shop, call.session().cart.id, wanted, asked(call, showSession)))
      },
    ),
  ]
}
