import { Type } from 'typebox'
import type { Metadata } from '../../catalog/product.ts'
import type { ShippingOption } from '../../catalog/shipping-option.ts'
import type { CatalogView } from '../../checkout/books.ts'
import { updateCart } from '../../commands/cart-updates.ts'
import { regionOf } from '../../commands/carts.ts'
import { look, shippingPrice } from '../../commands/reads.ts'
import { chooseShipping, shippingOptionsFor } from '../../commands/shipping.ts'
import { shapeOf } from '../../http/schema.ts'
import { addressShape, addressUpdate } from './address-json.ts'
import { type Json, providerJson } from './json.ts'
import { ok } from './reply.ts'
import { asked, type Door, type Route, route, routeWith } from './route.ts'
import { showSession } from './session-json.ts'
import { session } from './sessions.ts'

const choice = shapeOf(
  Type.Object({
    id: Type.String({ minLength: 1, maxLength: 200 }),
    data: Type.Optional(Type.Unsafe<Metadata>(Type.Object({}))),
  }),
)

/** Who buys, where it goes and how. Brink leaves all of it to shipping and payment providers, so these calls are ours. */
export function deliveryRoutes(door: Door): readonly Route[] {
  const { shop } = door
  const addresses = [
    ['/sessions/shipping-address', 'Set the shipping address', 'shippingAddress'],
    ['/sessions/billing-address', 'Set the billing address', 'billingAddress'],
  ] as const
  return [
    ...addresses.map(([path, summary, kind]) =>
      routeWith('PUT', path, summary, 'session', addressShape, async (call) => {
        const wanted = addressUpdate(call.body, kind)
        return session(door, call, await updateCart(shop, call.session().cart.id, wanted, asked(call, showSession)))
      }),
    ),
    route('GET', '/sessions/shipping-methods', 'List the ways to ship', 'session', async (call) => {
      const options = await shippingOptionsFor(shop, call.session().cart.id, null)
      return look(shop, (books) => ok({ shippingMethods: options.map((option) => optionJson(option, books)) }))
    }),
    routeWith('PUT', '/sessions/shipping-method', 'Choose a way to ship', 'session', choice, async (call) => {
      const { id: optionId, data = {} } = call.body
      const wanted = { optionId, data }
      return session(door, call, await chooseShipping(shop, call.session().cart.id, wanted, asked(call, showSession)))
    }),
  ]
}

function optionJson(option: ShippingOption, books: CatalogView): Json {
  const { id, name, regionId, providerId } = option
  const { amount, tax } = shippingPrice(option, regionOf(books, regionId))
  return { id, name, amount, taxAmount: tax, shippingProvider: providerJson(providerId) }
}
