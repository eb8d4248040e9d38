import type { Books } from '../../checkout/books.ts'
import type { Order } from '../../checkout/order.ts'
import { everyOrderOf, ordersMax, ordersOfCustomer } from '../../commands/customer-orders.ts'
import { look, orderByNumber, orderOf } from '../../commands/reads.ts'
import { readQuery } from '../../http/query.ts'
import { Refusal } from '../../refusal.ts'
import { orderJson } from './order-json.ts'
import { invalid, pageIn, pageOf, timeIn, wholeNumber, wordIn } from './paging.ts'
import { ok } from './reply.ts'
import { type Call, type Door, type Route, route } from './route.ts'

const statusWords = ['draft', 'pending', 'confirmed', 'processing', 'completed', 'cancelled'] as const

/** A customer's own orders; and one that a guest finds again by its number and e-mail. */
export function orderRoutes({ shop }: Door): readonly Route[] {
  return [
    route('GET', '/orders', 'List your orders', 'required', (call) => look(shop, (books) => ok(list(call, books)))),
    route('GET', '/orders/lookup', 'Find an order', 'unread', (call) =>
      look(shop, (books) => ok(orderJson(lookedUp(call, books), books))),
    ),
    route('GET', '/orders/:id', 'Read your order', 'required', (call) =>
      look(shop, (books) => ok(orderJson(ownOrder(call, books), books))),
    ),
    route('GET', '/orders/:id/tracking', 'Follow an order', 'unread', (call) =>
      look(shop, (books) => ok(untracked(orderOf(books, call.param('id'), call.key.isTest)))),
    ),
  ]
}

/** The order of that path, if it is the caller's own. */
export function ownOrder({ param, key, signedInAs }: Call, books: Books): Order {
  const order = orderOf(books, param('id'), key.isTest)
  if (order.customerId !== signedInAs)
    throw new Refusal('order-not-found', 'The order is somebody else’s.', { orderId: param('id') })
  return order
}

function list({ request, signedInAs }: Call, books: Books) {
  const query = readQuery(request)
  const page = pageIn(query)
  const status = wordIn(query, 'status', statusWords)
  const created = { from: timeIn(query, 'created_after'), to: timeIn(query, 'created_before') }
  const found: Order[] = []
  const question = { ...everyOrderOf(signedInAs ?? ''), created }
  for (let offset = 0; ; offset += ordersMax) {
    const { orders, count } = ordersOfCustomer(books, { ...question, offset })
    found.push(...orders)
    if (orders.length === 0 || found.length >= count) break
  }
  const wanted = found.filter((order) => status === null || orderJson(order, books).status === status)
  return pageOf(wanted, page, (order) => orderJson(order, books))
}

function lookedUp({ request, key }: Call, books: Books): Order {
  const query = readQuery(request)
  const [number, email] = [query.one('number'), query.one('email')]
  if (!number) throw invalid('number', 'is required')
  if (!email) throw invalid('email', 'is required')
  const displayId = wholeNumber('number', number)
  const order = orderByNumber(books, { displayId, email, postalCode: null, isTest: key.isTest })
  if (order) return order
  throw new Refusal('order-not-found', 'No order has this number and e-mail.', { orderId: number })
}

/** Nothing has been sent: there is no parcel to follow yet. */
function untracked({ id }: Order) {
  return {
    order_id: id,
    fulfillment_id: null,
    carrier: null,
    carrier_code: null,
    tracking_number: null,
    tracking_url: null,
    status: 'pending',
    estimated_delivery: null,
    events: [],
  }
}
