import { sql } from 'drizzle-orm'
import { integer, sqliteView, text } from 'drizzle-orm/sqlite-core'

/** For people who ask with SQL: one row per line of every cart. */
export const cartLines = sqliteView('cart_lines', {
  cartId: text('cart_id'),
  stage: text('stage'),
  lineId: text('line_id'),
  kind: text('kind'),
  variantId: text('variant_id'),
  productId: text('product_id'),
  sku: text('sku'),
  title: text('title'),
  quantity: integer('quantity'),
  unitPrice: integer('unit_price'),
  currencyCode: text('currency_code'),
}).as(sql`select carts.id as cart_id, carts.stage as stage,
  line.value ->> 'id' as line_id, line.value ->> 'kind' as kind, line.value ->> 'variantId' as variant_id,
  line.value ->> 'productId' as product_id, line.value ->> 'sku' as sku, line.value ->> 'title' as title,
  line.value ->> 'quantity' as quantity, line.value ->> 'unitPrice' as unit_price, carts.currency_code as currency_code
  from carts, json_each(carts.doc, '$.lines') as line`)

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
