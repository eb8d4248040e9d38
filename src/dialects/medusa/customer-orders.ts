import type { CustomerOrdersQuery, TimeRange } from '../../checkout/books.ts'
import { everyOrderOf, ordersOfCustomer } from '../../commands/customer-orders.ts'
import { look } from '../../commands/reads.ts'
import type { Query } from '../../http/query.ts'
import { Refusal } from '../../refusal.ts'
import { customerIn, forCustomers } from './customer-only.ts'
import { orderJson, orderWithMoney } from './order-json.ts'
import { orderViewAsked } from './orders.ts'
import { type Page, pageAsked } from './paging.ts'
import { ok } from './reply.ts'
import { type Door, get, type Route } from './route.ts'

const usualLimit = 10

/** Medusa's words for how an order stands; some of them fit none of ours. */
const statuses = ['pending', 'completed', 'archived', 'canceled', 'requires_action']
const fulfillmentStatuses = [
  ...['not_fulfilled', 'partially_fulfilled', 'fulfilled', 'partially_shipped', 'shipped'],
  ...['partially_returned', 'returned', 'canceled', 'requires_action'],
]
const paymentStatuses = [
  ...['not_paid', 'awaiting', 'captured', 'partially_refunded', 'refunded', 'canceled', 'requires_action'],
]

const times = ['created_at', 'updated_at', 'canceled_at']
const texts = ['q', 'id', 'display_id', 'cart_id', 'email', 'region_id', 'currency_code', 'tax_rate']
const lists = ['status', 'fulfillment_status', 'payment_status']
const known = new Set([...texts, ...lists, ...times, 'limit', 'offset', 'fields', 'expand'])

/** The signed-in customer's orders. */
export function customerOrderRoutes({ shop }: Door): readonly Route[] {
  return forCustomers([
    get('/customers/me/orders', 'List your orders', async (call) => {
      const customerId = customerIn(call)
      const query = call.query()
      assertKnown(call.request)
      const view = orderViewAsked(query, orderWithMoney)
      const page = pageAsked(query, usualLimit)
      const wanted = ordersAsked(query, customerId, page)
      return look(shop, (books) => {
        const { orders, count } = wanted ? ordersOfCustomer(books, wanted) : { orders: [], count: 0 }
        const shown = orders.map((order) => ({
          ...orderJson(order, books, view, customerId),
          raw_discount_total: order.bill.discountTotal,
        }))
        return ok({ orders: shown, count, offset: page.offset, limit: page.limit })
      })
    }),
  ])
}

/** Null where nothing of ours can be meant: no order of ours has a tax rate, and none is fulfilled here. */
function ordersAsked(query: Query, customerId: string, page: Page): CustomerOrdersQuery | null {
  const fulfillment = wordsAsked(query, 'fulfillment_status', fulfillmentStatuses)
  const displayId = query.one('display_id')
  if (query.one('tax_rate') !== null || (fulfillment && !fulfillment.includes('not_fulfilled'))) return null
  if (displayId !== null && !/^\d{1,15}$/.test(displayId)) return null
  return {
    ...everyOrderOf(customerId),
    ids: query.list('id'),
    statuses: wordsAsked(query, 'status', statuses),
    paymentStatuses: wordsAsked(query, 'payment_status', paymentStatuses),
    displayId: displayId === null ? null : Number(displayId),
    cartId: query.one('cart_id'),
    email: query.one('email'),
    regionId: query.one('region_id'),
    currencyCode: query.one('currency_code'),
    text: query.one('q'),
    created: timesAsked(query, 'created_at'),
    updated: timesAsked(query, 'updated_at'),
    canceled: timesAsked(query, 'canceled_at'),
    ...page,
  }
}

function wordsAsked(query: Query, name: string, words: readonly string[]): readonly string[] | null {
  const asked = query.commaList(name)
  if (asked?.some((word) => !words.includes(word))) {
    throw new Refusal('query-invalid', `each value in ${name} must be one of the following values: ${words.join(', ')}`)
  }
  return asked
}

/** Times are whole milliseconds, so `lt` ends one earlier than `lte`, and `gt` begins one later than `gte`. */
function timesAsked(query: Query, name: string): TimeRange {
  const at = (end: string, shift: number): readonly number[] => {
    const text = query.one(`${name}[${end}]`)
    if (text === null) return []
    const time = Date.parse(text)
    if (Number.isNaN(time)) throw new Refusal('query-invalid', `${end} must be a Date instance`)
    return [time + shift]
  }
  const from = [...at('gt', 1), ...at('gte', 0)]
  const to = [...at('lt', -1), ...at('lte', 0)]
  return { from: from.length > 0 ? Math.max(...from) : null, to: to.length > 0 ? Math.min(...to) : null }
}

function assertKnown(request: Request): void {
  const unknown = [...new URL(request.url).searchParams.keys()]
    .map((name) => name.replace(/\[.*$/, ''))
    .find((name) => !known.has(name))
  if (unknown !== undefined) throw new Refusal('query-invalid', `property ${unknown.slice(0, 100)} should not exist`)
}
