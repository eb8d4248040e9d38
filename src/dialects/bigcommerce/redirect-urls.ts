import { Type } from 'typebox'
import { assertLinkable, keptLink, linkCart, linkLifeMs, type NewLink, newLink } from '../../commands/cart-links.ts'
import { shapeOf } from '../../http/schema.ts'
import { Refusal } from '../../refusal.ts'
import { optional } from './bodies.ts'
import { type Json, uuid, wrapped } from './json.ts'
import { ok } from './reply.ts'
import { asked, type Door, type Route, withBody } from './route.ts'

const nameMax = 100
const valueMax = 1_000
const paramsMax = 50

const paramName = Type.String({ minLength: 1, maxLength: nameMax })
const paramValue = Type.Union([Type.String({ maxLength: valueMax }), Type.Number(), Type.Boolean()])

/** As an object of names and values, or as a list of `{key, value}`. */
const redirect = shapeOf(
  Type.Object({
    query_params: optional(
      Type.Union([
        Type.Array(Type.Object({ key: paramName, value: paramValue }), { maxItems: paramsMax }),
        Type.Record(paramName, paramValue, { maxProperties: paramsMax }),
      ]),
    ),
  }),
)

/** Links that lead a shopper to a cart that this API made. */
export function redirectUrlRoutes({ shop }: Door): readonly Route[] {
  return [
    withBody('POST', '/carts/:cart_id/redirect_urls', 'Create redirect URLs for a cart', redirect, (call) => {
      const link = newLink(1, linkLifeMs, paramsIn(call.body.query_params ?? {}))
      const showing = asked(call, (cart) => {
        assertLinkable(cart)
        return ok(wrapped(redirectUrls(call.origin, cart.id, link)), 201)
      })
      return linkCart(shop, call.cartId, { ...showing, alongside: keptLink(shop, link) })
    }),
  ]
}

/** Where a link leads: all three are one link, and the first visit of any uses it. */
export function redirectUrls(origin: string, cartId: string, { token, queryParams }: NewLink): Json {
  const url = (action: string, more: Readonly<Record<string, string>> = {}): string =>
    `${origin}/cart.php?${new URLSearchParams({ ...more, ...queryParams, action, id: uuid(cartId), token })}`
  return {
    cart_url: url('load'),
    checkout_url: url('loadInCheckout'),
    embedded_checkout_url: url('loadInCheckout', { embedded: '1' }),
  }
}

type Params = Readonly<Record<string, string | number | boolean>>

function paramsIn(
  said: Params | readonly { readonly key: string; readonly value: Params[string] }[],
): NewLink['queryParams'] {
  const pairs = Array.isArray(said) ? said.map(({ key, value }) => [key, value] as const) : Object.entries(said)
  if (pairs.some(([key]) => key === ''))
    throw new Refusal('body-invalid', 'query_params need names', { field: 'query_params' })
  return Object.fromEntries(pairs.map(([key, value]) => [key, String(value)]))
}
