import { Type } from 'typebox'
import { showCart } from '../../commands/cart-links.ts'
import { putCustomerMessage } from '../../commands/managed-checkouts.ts'
import type { Asked } from '../../commands/receipts.ts'
import { shapeOf } from '../../http/schema.ts'
import { version } from './bodies.ts'
import { checkoutJson } from './checkout-json.ts'
import { checkoutIncludes, includesIn } from './includes.ts'
import { wrapped } from './json.ts'
import { ok } from './reply.ts'
import { asked, type Call, type Door, plain, type Route, withBody } from './route.ts'

/** Characters of a shopper's message. */
const messageMax = 2_000

const message = shapeOf(Type.Object({ customer_message: Type.String({ maxLength: messageMax }), version }))

/** Reading a checkout, and what its shopper has to say. */
export function checkoutRoutes(door: Door): readonly Route[] {
  const { shop } = door
  return [
    plain('GET', '/checkouts/:cart_id', 'Get a checkout', (call) =>
      showCart(shop, call.cartId, showingCheckout(door, call)),
    ),
    withBody('PUT', '/checkouts/:cart_id', "Change the customer's message", message, (call) => {
      const wanted = { message: call.body.customer_message, version: call.body.version ?? null }
      return putCustomerMessage(shop, call.cartId, wanted, showingCheckout(door, call))
    }),
  ]
}

/** A checkout as nearly every answer shows it, with what was asked for besides. */
export function showingCheckout({ shop }: Door, call: Call): Asked {
  const includes = includesIn(call.request, checkoutIncludes)
  const view = {
    physicalOptions: includes.has('cart.line_items.physical_items.options'),
    digitalOptions: includes.has('cart.line_items.digital_items.options'),
    shippingOptions: includes.has('consignments.available_shipping_options'),
    banners: includes.has('promotions.banners'),
  }
  return asked(call, (cart, books) => ok(wrapped(checkoutJson(cart, books, { ...view, now: shop.now() }))))
}
