import { type Static, Type } from 'typebox'
import { look, orderByCart, orderByNumber, orderOf } from '../../commands/reads.ts'
import type { Query } from '../../http/query.ts'
import { shapeOf } from '../../http/schema.ts'
import { Refusal } from '../../refusal.ts'
import { email } from './bodies.ts'
import { namesOf } from './cart-views.ts'
import { type OrderView, orderFields, orderJson, orderRelations, orderWithMoney, readOrder } from './order-json.ts'
import { ok, type Reply } from './reply.ts'
import { type Door, get, type Route } from './route.ts'
import { checked } from './validation.ts'

const lookupQuery = Type.Object({
  display_id: Type.Number(),
  email,
  postal_code: Type.Union([Type.String(), Type.Null()]),
})

const lookup = shapeOf(lookupQuery)

/** Orders, for whoever has their id, their cart's id, or number and e-mail together. */
export function orderRoutes({ shop }: Door): readonly Route[] {
  return [
    get('/orders', 'Look an order up', (call) => {
      const { display_id: displayId, email: address, postal_code: postalCode } = lookupAsked(call.query())
      return look(shop, (books) => {
        const order = orderByNumber(books, { displayId, email: address, postalCode })
        return order ? ok({ order: orderJson(order, books, readOrder, call.signedInAs) }) : nothingFound
      })
    }),
    get('/orders/:id', 'Read an order', (call) => {
      const view = orderViewAsked(call.query(), readOrder)
      return look(shop, (books) => {
        return ok({ order: orderJson(orderOf(books, call.param('id')), books, view, call.signedInAs) })
      })
    }),
    get('/orders/cart/:cart_id', "Read a cart's order", (call) => {
      const view = orderViewAsked(call.query(), orderWithMoney)
      return look(shop, (books) => {
        return ok({ order: orderJson(orderByCart(books, call.param('cart_id')), books, view, call.signedInAs) })
      })
    }),
  ]
}

/** Medusa answers a lookup without result in two bare words. */
const nothingFound: Reply = { status: 404, body: 'Not Found', headers: { 'content-type': 'text/plain; charset=utf-8' } }

function lookupAsked(query: Query): Static<typeof lookupQuery> {
  const number = query.one('display_id')
  const said = {
    display_id: number === null || number.trim() === '' ? undefined : Number(number),
    email: query.one('email'),
    postal_code: query.one('shipping_address[postal_code]'),
  }
  return checked(lookup, said, 'query-invalid')
}

/** The view that `fields` and `expand` ask for; refuses what an order does not have. */
export function orderViewAsked(query: Query, usual: OrderView): OrderView {
  const fields = namesOf(query, 'fields')
  const relations = namesOf(query, 'expand')
  assertKnown(fields ?? [], orderFields)
  assertKnown(relations ?? [], orderRelations)
  return {
    fields: fields ? new Set(fields) : usual.fields,
    relations: relations ? new Set(relations) : usual.relations,
  }
}

function assertKnown(names: readonly string[], known: ReadonlySet<string>): void {
  const unknown = names.find((name) => !known.has(name))
  if (unknown !== undefined) throw new Refusal('query-invalid', `An order has no ${unknown.slice(0, 100)}`)
}
