import { look, orderByCart, orderByNumber, orderOf } from '../../commands/reads.ts'
import { emailPattern } from './bodies.ts'
import { orderJson } from './order-json.ts'
import { orderByCartAsked, orderByIdAsked, orderViewAsked, orderWithMoney, readOrder } from './order-views.ts'
import { Fault, nestedWords, number, type Param, required } from './query-params.ts'
import { ok, type Reply } from './reply.ts'
import { ask, type Door, type Route } from './route.ts'
import { viewParams } from './views.ts'

const emailShape = new RegExp(emailPattern)

const emailAddress: Param<string> = {
  schema: { type: 'string', format: 'email' },
  read: (value, name) =>
    typeof value === 'string' && emailShape.test(value) ? value : new Fault(`${name} must be an email`),
}

/** Only the postal code counts. */
const postalCode: Param<string | null> = {
  schema: { type: 'object', properties: { postal_code: { type: 'string' } } },
  read: (value, name) => {
    if (typeof value !== 'object' || Array.isArray(value)) return new Fault(nestedWords(name))
    const unknown = Object.keys(value).find((part) => part !== 'postal_code')
    if (unknown !== undefined) return new Fault(`property ${unknown.slice(0, 100)} should not exist`)
    const [code = null] = Object.values(value)
    return code === null || typeof code === 'string' ? code : new Fault('postal_code must be a string')
  },
}

const lookupParams = {
  display_id: required(number),
  email: required(emailAddress),
  shipping_address: postalCode,
  ...viewParams,
}

/** Orders, for whoever has their id, their cart's id, or number and e-mail together. */
export function orderRoutes({ shop }: Door): readonly Route[] {
  return [
    ask('/orders', 'Look an order up', lookupParams, async (call, asked) => {
      const { display_id: displayId, email, shipping_address: code } = asked
      const view = orderViewAsked(asked, readOrder, ['created_at'])
      return look(shop, (books) => {
        const order = orderByNumber(books, { displayId, email, postalCode: code })
        return order ? ok({ order: orderJson(order, books, view, call.signedInAs) }) : nothingFound
      })
    }),
    ask('/orders/:id', 'Read an order', viewParams, async (call, asked) => {
      const view = orderByIdAsked(asked, readOrder)
      return look(shop, (books) => {
        return ok({ order: orderJson(orderOf(books, call.param('id')), books, view, call.signedInAs) })
      })
    }),
    ask('/orders/cart/:cart_id', "Read a cart's order", viewParams, async (call, asked) => {
      const view = orderByCartAsked(asked, orderWithMoney)
      return look(shop, (books) => {
        return ok({ order: orderJson(orderByCart(books, call.param('cart_id')), books, view, call.signedInAs) })
      })
    }),
  ]
}

/** Medusa answers a lookup without result in two bare words. */
const nothingFound: Reply = { status: 404, body: 'Not Found', headers: { 'content-type': 'text/plain; charset=utf-8' } }
