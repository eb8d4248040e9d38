import { type Static, Type } from 'typebox'
import type { Cart } from '../../cart/cart.ts'
import { lineMax } from '../../cart/line-items.ts'
import type { Books } from '../../checkout/books.ts'
import { billOf } from '../../commands/bills.ts'
import { type CartUpdate, updateCart } from '../../commands/cart-updates.ts'
import { createCart, type NewCart, readCart, removeDiscount } from '../../commands/carts.ts'
import type { Shown } from '../../commands/receipts.ts'
import { shapeOf } from '../../http/schema.ts'
import { Refusal } from '../../refusal.ts'
import { addressAnywhere, addressBody, addressChange } from './address-bodies.ts'
import { closed, code, email, freeObject, optional, said } from './bodies.ts'
import { cartJson, wholeCart } from './cart-json.ts'
import { cartViewAsked } from './cart-views.ts'
import { ok } from './reply.ts'
import { ask, asked, type Call, change, type Door, post, type Route } from './route.ts'
import { viewParams } from './views.ts'

const newCartBody = Type.Object(
  {
    region_id: optional(Type.String()),
    country_code: optional(Type.String()),
    items: optional(
      Type.Array(
        Type.Object(
          { variant_id: Type.String({ minLength: 1 }), quantity: Type.Integer({ 'x-filled': true }) },
          closed,
        ),
        {
          maxItems: lineMax,
        },
      ),
    ),
    context: optional(freeObject),
    sales_channel_id: Type.Optional(Type.String()),
  },
  closed,
)

const someAddress = Type.Union([addressBody, Type.String()])

/** A list of codes may be empty, which removes them all; the one of gift cards, and the shipping address, may be null. */
const cartUpdateBody = Type.Object(
  {
    region_id: optional(Type.String()),
    country_code: optional(Type.String()),
    email: optional(email),
    billing_address: Type.Optional(someAddress),
    shipping_address: optional(someAddress),
    gift_cards: optional(Type.Array(code)),
    discounts: Type.Optional(Type.Array(code)),
    customer_id: optional(Type.String()),
    context: optional(freeObject),
    sales_channel_id: Type.Optional(Type.String()),
  },
  closed,
)

const newCart = shapeOf(newCartBody)
const cartUpdate = shapeOf(cartUpdateBody)

/** Making, reading and changing carts. */
export function cartRoutes({ shop, codeGuesses }: Door): readonly Route[] {
  return [
    post('/carts', 'Create a cart', newCart, (call) => createCart(shop, wantedCart(call), asked(call, showCart)), {
      words: {
        'country-outside-region': { status: 400, type: 'not_allowed', message: 'Shipping country not in region' },
      },
    }),
    ask('/carts/:id', 'Read a cart', viewParams, async (call, wanted) => {
      const view = cartViewAsked(wanted, call.signedInAs)
      return readCart(shop, call.param('id'), call.signedInAs, (cart, books) =>
        ok({ cart: cartJson(cart, billOf(cart, books, 'shown'), books, view) }),
      )
    }),
    post('/carts/:id', 'Change a cart', cartUpdate, (call) => {
      const wanted = wantedUpdate(call)
      const updating = () => updateCart(shop, call.param('id'), wanted, asked(call, showCart))
      const namesCodes = Boolean(wanted.discounts?.length || wanted.giftCards?.length)
      return namesCodes ? codeGuesses.guess(call.callerAddress(), updating) : updating()
    }),
    change('DELETE', '/carts/:id/discounts/:code', 'Take a discount off', (call) =>
      removeDiscount(shop, call.param('id'), call.param('code'), asked(call, showCart), asSpelled),
    ),
  ]
}

/** Put on without case, but taken off only as the cart spells it. */
function asSpelled(onCart: string, said: string): boolean {
  return onCart === said
}

/** The cart as nearly every change answers it. */
export function showCart(cart: Cart, books: Books): Shown {
  return ok({ cart: cartJson(cart, billOf(cart, books, 'shown'), books, wholeCart) })
}

/** Medusa keeps where a cart was made, for those who look for fraud. */
function wantedCart(call: Call<Static<typeof newCartBody>>): NewCart {
  const { body, request } = call
  if (body.region_id === null || body.region_id === '')
    throw new Refusal('region-missing', 'A region_id must be provided when creating a cart')
  const seen = { ip: call.callerAddress(), user_agent: request.headers.get('user-agent') }
  return {
    door: 'medusa',
    regionId: body.region_id ?? null,
    countryCode: body.country_code || null,
    channelId: body.sales_channel_id ?? null,
    sessionId: null,
    items: (body.items ?? []).map(({ variant_id, quantity }) => ({ variantId: variant_id, quantity, metadata: {} })),
    context: { ...said(seen), ...body.context },
    metadata: null,
  }
}

function wantedUpdate({ body, signedInAs }: Call<Static<typeof cartUpdateBody>>): CartUpdate {
  if (body.region_id === null) throw new Refusal('region-not-found', 'Null is no region', { regionId: 'null' })
  if (body.email === null && !body.customer_id && signedInAs === null)
    throw new Refusal('body-invalid', 'The email is not valid')
  const { shipping_address: shipping, billing_address: billing } = body
  const wanted = said({
    regionId: body.region_id,
    countryCode: body.country_code || null,
    email: body.email,
    shippingAddress: typeof shipping === 'object' && shipping ? addressChange(shipping) : shipping,
    billingAddress: typeof billing === 'object' ? addressAnywhere(billing) : billing,
    discounts: body.discounts?.map(codeOf),
    giftCards: body.gift_cards === null ? [] : body.gift_cards?.map(codeOf),
    customerId: body.customer_id || null,
    isPricedAnew: body.customer_id !== undefined,
    context: body.context,
    channelId: body.sales_channel_id,
  })
  return shipping === null ? { ...wanted, shippingAddress: null } : wanted
}

function codeOf(named: { readonly code: string }): string {
  return named.code
}
