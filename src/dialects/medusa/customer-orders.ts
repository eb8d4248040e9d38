import { everyOrderOf, type OwnOrdersQuery, ordersOfCustomer } from '../../commands/customer-orders.ts'
import { look } from '../../commands/reads.ts'
import { customerIn, forCustomers } from './customer-only.ts'
import { orderJson } from './order-json.ts'
import { orderWithMoney, ownOrdersAsked } from './order-views.ts'
import { type Page, pageAsked } from './paging.ts'
import { type Asked, number, oneOf, text, times } from './query-params.ts'
import { ok } from './reply.ts'
import { ask, type Door, type Route } from './route.ts'

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

const params = {
  id: text,
  q: text,
  status: oneOf(statuses),
  fulfillment_status: oneOf(fulfillmentStatuses),
  payment_status: oneOf(paymentStatuses),
  display_id: text,
  cart_id: text,
  email: text,
  region_id: text,
  currency_code: text,
  tax_rate: text,
  created_at: times,
  updated_at: times,
  canceled_at: times,
  limit: number,
  offset: number,
  fields: text,
  expand: text,
}

/** The signed-in customer's orders. */
export function customerOrderRoutes({ shop }: Door): readonly Route[] {
  return forCustomers([
    ask('/customers/me/orders', 'List your orders', params, async (call, asked) => {
      const customerId = customerIn(call)
      const view = ownOrdersAsked(asked, orderWithMoney, ['created_at', 'tax_rate'])
      const page = pageAsked(asked, usualLimit)
      const wanted = ordersAsked(asked, customerId, page)
      return look(shop, (books) => {
        const { orders, count } = wanted ? ordersOfCustomer(books, wanted) : { orders: [], count: 0 }
        const shown = orders.map((order) => ({
          ...orderJson(order, books, view, customerId),
          raw_discount_total: order.bill.discountTotal,
        }))
        return ok({ orders: shown, count, ...page.shown })
      })
    }),
  ])
}

/** Null where nothing of ours can be meant: no order of ours has a tax rate, and none is fulfilled here. */
function ordersAsked(asked: Asked<typeof params>, customerId: string, page: Page): OwnOrdersQuery | null {
  const { fulfillment_status: fulfillment, display_id: displayId } = asked
  if (asked.tax_rate !== null || (fulfillment && !fulfillment.includes('not_fulfilled'))) return null
  if (displayId !== null && !/^\d{1,15}$/.test(displayId)) return null
  const ever = { from: null, to: null }
  return {
    ...everyOrderOf(customerId),
    ids: asked.id === null ? null : [asked.id],
    statuses: asked.status,
    paymentStatuses: asked.payment_status,
    displayId: displayId === null ? null : Number(displayId),
    cartId: asked.cart_id,
    email: asked.email,
    regionId: asked.region_id,
    currencyCode: asked.currency_code,
    text: asked.q,
    created: asked.created_at ?? ever,
    updated: asked.updated_at ?? ever,
    canceled: asked.canceled_at ?? ever,
    offset: page.offset,
    limit: page.limit,
  }
}
