import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { carts } from './carts.ts'
import { checkouts } from './checkouts.ts'
import { oneOf } from './checks.ts'

/** The words of `orders.status`. */
export const orderStatuses = ['pending', 'completed', 'canceled'] as const

/** The words of `orders.payment_status`. */
export const paymentStatuses = ['awaiting', 'captured', 'partially_refunded', 'refunded', 'canceled'] as const

/** What was agreed. One cart gives one order: `cart_id` is unique, and such a cart cannot be deleted. */
export const orders = sqliteTable(
  'orders',
  {
    id: text('id').primaryKey(),
    displayId: integer('display_id').notNull().unique(),
    cartId: text('cart_id')
      .notNull()
      .unique()
      .references(() => carts.id),
    checkoutId: text('checkout_id')
      .notNull()
      .unique()
      .references(() => checkouts.id),
    status: text('status', { enum: orderStatuses }).notNull(),
    paymentStatus: text('payment_status', { enum: paymentStatuses }).notNull(),
    customerId: text('customer_id'),
    email: text('email').notNull(),
    currencyCode: text('currency_code').notNull(),
    total: integer('total').notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** The shape of the cart inside `doc`. */
    shape: integer('shape').notNull(),
    doc: text('doc').notNull(),
  },
  (table) => [
    index('orders_customer').on(table.customerId, table.createdAt).where(sql`${table.customerId} is not null`),
    check('orders_status', oneOf(table.status, orderStatuses)),
    check('orders_payment_status', oneOf(table.paymentStatus, paymentStatuses)),
    check('orders_total', sql`${table.total} >= 0`),
  ],
)
