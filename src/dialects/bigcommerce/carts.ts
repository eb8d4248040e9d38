import { type Static, Type } from 'typebox'
import { keptLink, linkCart, linkLifeMs, newLink, showCart } from '../../commands/cart-links.ts'
import { changeCustomer, createManagedCart, deleteCart, type ManagedCart } from '../../commands/managed-carts.ts'
import type { Asked } from '../../commands/receipts.ts'
import { shapeOf } from '../../http/schema.ts'
import { idMax, number, optional, version } from './bodies.ts'
import { cartJson } from './cart-json.ts'
import { cartIncludes, includesIn } from './includes.ts'
import { itemLists, itemsIn } from './item-bodies.ts'
import { wrapped } from './json.ts'
import { redirectUrls } from './redirect-urls.ts'
import { ok } from './reply.ts'
import { asked, type Call, type Door, plain, type Route, withBody } from './route.ts'

/** The number that stands for nobody. */
const guestNumber = 0

const customerId = Type.Integer({ minimum: guestNumber, maximum: idMax })

const newCartBody = Type.Object({
  customer_id: optional(customerId),
  ...itemLists,
  channel_id: optional(number),
  currency: optional(
    Type.Object({ code: optional(Type.String({ pattern: '^[A-Za-z]{3}$', 'x-words': 'must be an ISO 4217 code' })) }),
  ),
  locale: optional(
    Type.String({ pattern: '^[a-z]{2}(?:-[A-Z]{2})?$', 'x-words': 'must look like xx or xx-YY, such as en-US' }),
  ),
})

const newCart = shapeOf(newCartBody)

const customerChange = shapeOf(Type.Object({ customer_id: customerId, version }))

/** Making, reading, giving away and deleting carts. */
export function cartRoutes(door: Door): readonly Route[] {
  const { shop } = door
  return [
    withBody('POST', '/carts', 'Create a cart', newCart, (call) =>
      createManagedCart(shop, wantedCart(call.body), showingCart(door, call, 201)),
    ),
    plain('GET', '/carts/:cart_id', 'Get a cart', async (call) => {
      const showing = showingCart(door, call, 200)
      if (showing.alongside) return linkCart(shop, call.cartId, { ...showing, keyed: null })
      return showCart(shop, call.cartId, showing)
    }),
    withBody('PUT', '/carts/:cart_id', "Change a cart's customer", customerChange, (call) => {
      const wanted = { customerNumber: call.body.customer_id || null, version: call.body.version ?? null }
      return changeCustomer(shop, call.cartId, wanted, showingCart(door, call, 201))
    }),
    plain('DELETE', '/carts/:cart_id', 'Delete a cart', (call) =>
      deleteCart(shop, call.cartId, showingCart(door, call, 200)),
    ),
  ]
}

/** A cart as answers show it, with what was asked for besides; redirect URLs are kept in the same commit. */
export function showingCart({ shop }: Door, call: Call, status: number): Asked {
  const includes = includesIn(call.request, cartIncludes)
  const link = includes.has('redirect_urls') ? newLink(1, linkLifeMs) : null
  const show: Asked['show'] = (cart, books) => {
    const isLinked = link !== null && cart.door === 'bigcommerce'
    const view = {
      physicalOptions: includes.has('line_items.physical_items.options'),
      digitalOptions: includes.has('line_items.digital_items.options'),
      banners: includes.has('promotions.banners'),
      redirectUrls: isLinked ? redirectUrls(call.origin, cart.id, link) : null,
      now: shop.now(),
    }
    return ok(wrapped(cartJson(cart, books, view)), status)
  }
  const usual = asked(call, show)
  if (!link) return usual
  return { ...usual, alongside: (cart) => (cart.door === 'bigcommerce' ? keptLink(shop, link)(cart) : []) }
}

function wantedCart(body: Static<typeof newCartBody>): ManagedCart {
  return {
    customerNumber: body.customer_id || null,
    channelNumber: body.channel_id ?? null,
    currencyCode: body.currency?.code?.toLowerCase() ?? null,
    locale: body.locale ?? null,
    items: itemsIn(body),
  }
}
