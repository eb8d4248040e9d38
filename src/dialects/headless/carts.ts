import { type Static, Type } from 'typebox'
import { type CartDetails, updateCartDetails } from '../../commands/cart-details.ts'
import type { NewCart } from '../../commands/carts.ts'
import { mergeCarts } from '../../commands/merging.ts'
import { openSessionCart, readFreshCart, readSessionCart } from '../../commands/session-carts.ts'
import { shapeOf } from '../../http/schema.ts'
import { Refusal } from '../../refusal.ts'
import { addressIn, draftAddress } from './address-json.ts'
import { filled, freeObject, maybe } from './bodies.ts'
import { showCart, showNewCart } from './cart-json.ts'
import type { Reply } from './reply.ts'
import { asked, type Call, type Door, keyedTo, type Route, route, withBody } from './route.ts'

const newCartBody = Type.Object({
  session_id: maybe(filled),
  customer_id: maybe(filled),
  metadata: maybe(freeObject),
})

const cartUpdateBody = Type.Object({
  customer_id: maybe(filled),
  shipping_address: Type.Optional(Type.Union([draftAddress, Type.Null()])),
  billing_address: Type.Optional(Type.Union([draftAddress, Type.Null()])),
  shipping_method_id: Type.Optional(Type.Union([filled, Type.Null()])),
  metadata: maybe(freeObject),
})

/** The SDK names the cart whose things move; the documentation's page shows no body, and an older one a token in it. */
const mergeBody = Type.Object({ source_cart_id: maybe(filled) })

/** Making, finding, reading, changing and merging carts. */
export function cartRoutes({ shop }: Door): readonly Route[] {
  return [
    withBody('POST', '/carts', 'Create a cart', 'optional', shapeOf(newCartBody), (call) => createCart(shop, call)),
    route('GET', '/carts/by-session/:session_id', "Read a session's active cart", 'optional', (call) =>
      readSessionCart(shop, call.param('session_id'), looking(call), showCart),
    ),
    route('GET', '/carts/:id', 'Read a cart', 'optional', (call) =>
      readFreshCart(shop, call.param('id'), looking(call), showCart),
    ),
    withBody('PATCH', '/carts/:id', 'Change a cart', 'optional', shapeOf(cartUpdateBody), (call) =>
      updateCartDetails(shop, call.param('id'), wantedDetails(call.body), asked(call, showCart)),
    ),
    withBody('POST', '/carts/:id/merge', 'Merge carts', 'required', shapeOf(mergeBody), (call) => {
      const { signedInAs } = call
      if (signedInAs === null) throw new Refusal('unauthorized', 'Merging takes the customer’s token.')
      const id = call.param('id')
      const sourceId = call.body.source_cart_id ?? null
      const wanted = sourceId === null ? { sourceId: id, targetId: null } : { sourceId, targetId: id }
      return mergeCarts(shop, wanted, { ...asked(call, showCart, keyedTo(call, [id, signedInAs])), signedInAs })
    }),
  ]
}

function looking({ signedInAs, key }: Call) {
  return { signedInAs, isTest: key.isTest, isOwnOnly: true }
}

/** 200 for a session's cart that was there already: asking twice for one, or at the same moment, is not asking for two. */
function createCart(shop: Door['shop'], call: Call<Static<typeof newCartBody>>): Promise<Reply> {
  const { body, key, signedInAs } = call
  const customerId = body.customer_id ?? null
  if (customerId !== null && signedInAs === null)
    throw new Refusal('unauthorized', 'A cart of a customer takes the customer’s token.')
  if (customerId !== null && customerId !== signedInAs)
    throw new Refusal('forbidden', 'The token is another customer’s.', { customerId })
  const sessionId = body.session_id ?? null
  const wanted: NewCart = {
    door: 'headless',
    isTest: key.isTest,
    regionId: null,
    countryCode: null,
    channelId: null,
    sessionId,
    items: [],
    context: {},
    metadata: body.metadata ?? null,
  }
  const keyed = keyedTo(call, ['carts', key.id, sessionId, customerId, signedInAs])
  return openSessionCart(shop, wanted, {
    ...asked(call, showCart, keyed),
    owner: customerId,
    show: (cart, books, isNew) => (isNew ? showNewCart : showCart)(cart, books),
  })
}

function wantedDetails(body: Static<typeof cartUpdateBody>): CartDetails {
  const { customer_id: customerId, shipping_address: shipping, billing_address: billing, metadata } = body
  return {
    ...(customerId != null && { customerId }),
    ...(shipping !== undefined && { shippingAddress: shipping && addressIn(shipping) }),
    ...(billing !== undefined && { billingAddress: billing && addressIn(billing) }),
    ...(body.shipping_method_id !== undefined && { shippingOptionId: body.shipping_method_id }),
    ...(metadata != null && { metadata }),
  }
}
