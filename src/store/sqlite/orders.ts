import { and, eq, sql } from 'drizzle-orm'
import { orders } from '../../../db/schema/orders.ts'
import { cartShape } from '../../cart/cart.ts'
import type { Order } from '../../checkout/order.ts'
import { invariant } from '../../invariant.ts'
import { Conflict } from '../conflict.ts'
import { isDuplicate } from './errors.ts'
import { readOrder } from './shapes.ts'
import { type Db, givenColumns } from './tables.ts'

/** Orders; a cart and an attempt give one at most. */
export function ordersOn(db: Db) {
  const found = { shape: orders.shape, doc: orders.doc }
  const byId = db
    .select(found)
    .from(orders)
    .where(eq(orders.id, sql.placeholder('id')))
    .prepare()
  const byCart = db
    .select(found)
    .from(orders)
    .where(eq(orders.cartId, sql.placeholder('cartId')))
    .prepare()
  const byDisplayId = db
    .select(found)
    .from(orders)
    .where(eq(orders.displayId, sql.placeholder('displayId')))
    .prepare()
  const last = db
    .select({ displayId: sql<number>`coalesce(max(${orders.displayId}), 0)` })
    .from(orders)
    .prepare()
  const insert = db.insert(orders).values(givenColumns(orders)).prepare()
  const update = db
    .update(orders)
    .set(givenColumns(orders, ['id', 'cartId', 'checkoutId', 'displayId', 'createdAt']))
    .where(and(eq(orders.id, sql.placeholder('id')), eq(orders.cartId, sql.placeholder('cartId'))))
    .returning({ id: orders.id })
    .prepare()

  return {
    find: (id: string): Order | null => orderIn(byId.get({ id })),
    findOfCart: (cartId: string): Order | null => orderIn(byCart.get({ cartId })),
    findByDisplayId: (displayId: number): Order | null => orderIn(byDisplayId.get({ displayId })),
    nextDisplayId: (): number => (last.get()?.displayId ?? 0) + 1,

    place(order: Order): void {
      try {
        insert.run(rowOf(order))
      } catch (error) {
        throw isDuplicate(error) ? new Conflict('second-order', order.cartId) : error
      }
    },

    save(order: Order): void {
      invariant(update.get(rowOf(order)), `order ${order.id} is not there or is another cart's`)
    },
  }
}

function orderIn(row: { readonly shape: number; readonly doc: string } | undefined): Order | null {
  return row ? readOrder(row.doc, row.shape) : null
}

function rowOf(order: Order) {
  return {
    id: order.id,
    displayId: order.displayId,
    cartId: order.cartId,
    checkoutId: order.checkoutId,
    status: order.status,
    paymentStatus: order.paymentStatus,
    customerId: order.customerId,
    email: order.email,
    currencyCode: order.bill.currencyCode,
    total: order.bill.total,
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
    shape: cartShape,
    doc: JSON.stringify(order),
  } satisfies typeof orders.$inferInsert
}
