import { Type } from 'typebox'
import type { OrdersQuery } from '../../checkout/books.ts'
import type { OrderActionKind } from '../../checkout/order.ts'
import { askOrder, readOrder } from '../../commands/order-actions.ts'
import type { Shop } from '../../commands/shop.ts'
import { readKey } from '../../http/keyed.ts'
import { shapeOf } from '../../http/schema.ts'
import { amountMax, type Minor, minor } from '../../money/money.ts'
import { orderJson } from './order-json.ts'
import { type Page, pageOf, pageQuery, textOf, wordOf } from './page.ts'
import { type AdminCall, type AdminRoute, adminGet, adminPostOf } from './route.ts'

const reasonMax = 500

const statuses = ['pending', 'completed', 'canceled'] as const
const paymentStatuses = ['awaiting', 'captured', 'partially_refunded', 'refunded', 'canceled'] as const

const reason = Type.Optional(
  Type.String({ maxLength: reasonMax, description: `text of at most ${reasonMax} characters` }),
)
const plainShape = shapeOf(Type.Object({ reason }, { additionalProperties: false }))
const refundShape = shapeOf(
  Type.Object(
    {
      amount: Type.Optional(
        Type.Integer({ minimum: 1, maximum: amountMax, description: 'a whole number of minor units' }),
      ),
      reason,
    },
    { additionalProperties: false },
  ),
)

const listQuery = {
  ...pageQuery,
  q: Type.Optional(Type.String({ description: 'a display id, or a part of the e-mail or first name' })),
  status: Type.Optional(Type.Union(statuses.map((word) => Type.Literal(word)))),
  payment_status: Type.Optional(Type.Union(paymentStatuses.map((word) => Type.Literal(word)))),
  email: Type.Optional(Type.String()),
  cart_id: Type.Optional(Type.String()),
}

/** Placed orders: found, shown, captured, refunded, canceled. */
export function adminOrderRoutes(shop: Shop): readonly AdminRoute[] {
  return [
    adminGet('/orders', 'List orders, newest first', (call) => listed(shop, call), listQuery),
    adminGet('/orders/:id', 'Show an order', async (call) => ({
      order: orderJson(await readOrder(shop, call.param('id'))),
    })),
    adminPostOf('/orders/:id/capture', 'Take the money that was set aside', plainShape, (call) =>
      asked(shop, call, 'capture', null),
    ),
    adminPostOf('/orders/:id/refund', 'Give back captured money: an amount, or all that is left', refundShape, (call) =>
      asked(shop, call, 'refund', call.body.amount === undefined ? null : minor(call.body.amount)),
    ),
    adminPostOf('/orders/:id/cancel', 'Cancel an order: stock, codes and money go back', plainShape, (call) =>
      asked(shop, call, 'cancel', null),
    ),
  ]
}

async function listed(shop: Shop, call: AdminCall): Promise<object> {
  const page = pageOf(call)
  const { orders, count } = await shop.store.read((books) => books.ordersOf(queryOf(call, page)))
  return { orders: orders.map(orderJson), count, ...page }
}

function queryOf(call: AdminCall, page: Page): OrdersQuery {
  const status = wordOf(call, 'status', statuses)
  const paymentStatus = wordOf(call, 'payment_status', paymentStatuses)
  const anyTime = { from: null, to: null }
  return {
    customerId: null,
    ids: null,
    statuses: status && [status],
    paymentStatuses: paymentStatus && [paymentStatus],
    displayId: null,
    cartId: textOf(call, 'cart_id'),
    email: textOf(call, 'email'),
    regionId: null,
    currencyCode: null,
    text: textOf(call, 'q'),
    created: anyTime,
    updated: anyTime,
    canceled: anyTime,
    ...page,
  }
}

/** Waits for the provider as completing does; 202 when it has not answered by then, and the order goes on by itself. */
async function asked(
  shop: Shop,
  { request, param, body }: AdminCall<{ reason?: string; amount?: number }>,
  kind: OrderActionKind,
  amount: Minor | null,
): Promise<Response> {
  const wish = {
    kind,
    amount,
    reason: body.reason ?? null,
    key: readKey(request),
    waitMs: shop.settings.checkoutWaitMs,
  }
  const { order, isWaiting } = await askOrder(shop, param('id'), wish)
  return Response.json(
    { order: orderJson(order) },
    {
      status: isWaiting ? 202 : 200,
      headers: { 'cache-control': 'no-store', ...(isWaiting && { 'retry-after': '1' }) },
    },
  )
}
