import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, sqliteView, text } from 'drizzle-orm/sqlite-core'
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

/** For people who ask with SQL: one row per line of every order, with what it came to. */
export const orderLines = sqliteView('order_lines', {
  orderId: text('order_id'),
  displayId: integer('display_id'),
  lineId: text('line_id'),
  kind: text('kind'),
  variantId: text('variant_id'),
  productId: text('product_id'),
  sku: text('sku'),
  title: text('title'),
  quantity: integer('quantity'),
  unitPrice: integer('unit_price'),
  discountTotal: integer('discount_total'),
  taxTotal: integer('tax_total'),
  total: integer('total'),
  currencyCode: text('currency_code'),
  createdAt: integer('created_at'),
}).as(sql`select orders.id as order_id, orders.display_id as display_id,
  line.value ->> 'id' as line_id, line.value ->> 'kind' as kind, line.value ->> 'variantId' as variant_id,
  line.value ->> 'productId' as product_id, line.value ->> 'sku' as sku, line.value ->> 'title' as title,
  line.value ->> 'quantity' as quantity, line.value ->> 'unitPrice' as unit_price,
  billed.value ->> 'discountTotal' as discount_total, billed.value ->> 'taxTotal' as tax_total,
  billed.value ->> 'total' as total, orders.currency_code as currency_code, orders.created_at as created_at
  from orders, json_each(orders.doc, '$.cart.lines') as line
  left join json_each(orders.doc, '$.bill.lines') as billed on billed.value ->> 'lineId' = line.value ->> 'id'`)
