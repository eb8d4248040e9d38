import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, sqliteView, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { oneOf } from './checks.ts'

/** The words of `carts.stage`; the core's `CartStage` says the same, and a test compares them. */
export const cartStages = ['open', 'frozen', 'completed', 'merged'] as const

/** The words of `carts.door`. */
export const doors = ['medusa', 'brink', 'headless', 'bigcommerce'] as const

/** One row is one cart: the document, and beside it only what is searched or compared. */
export const carts = sqliteTable(
  'carts',
  {
    id: text('id').primaryKey(),
    version: integer('version').notNull(),
    stage: text('stage', { enum: cartStages }).notNull(),
    door: text('door', { enum: doors }).notNull(),
    isTest: integer('is_test', { mode: 'boolean' }).notNull().default(false),
    regionId: text('region_id').notNull(),
    currencyCode: text('currency_code').notNull(),
    channelId: text('channel_id').notNull(),
    sessionId: text('session_id'),
    customerId: text('customer_id'),
    email: text('email'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    completedAt: integer('completed_at'),
    /** Ten minutes of `updated_at`, for the index of untouched carts: most saves leave every index as it is. */
    touched: integer('touched').notNull(),
    /** When the visit it was made for ends; null: it lives as long as somebody changes it. */
    endsAt: integer('ends_at'),
    /** The shape of `doc`: see `src/store/sqlite/shapes.ts`. */
    shape: integer('shape').notNull(),
    doc: text('doc').notNull(),
  },
  (table) => [
    index('carts_session').on(table.sessionId, table.createdAt).where(sql`${table.sessionId} is not null`),
    index('carts_ending')
      .on(table.endsAt)
      .where(sql`${table.endsAt} is not null and ${table.stage} in ('open', 'merged')`),
    index('carts_customer')
      .on(table.customerId, table.createdAt)
      .where(
        sql`${table.door} = 'headless' and ${table.customerId} is not null and ${table.stage} in ('open', 'frozen')`,
      ),
    // A session of headlesscommerce.io has one active cart, whoever asks for one at the same moment.
    uniqueIndex('carts_active_session')
      .on(table.sessionId, table.isTest)
      .where(
        sql`${table.door} = 'headless' and ${table.sessionId} is not null and ${table.stage} in ('open', 'frozen')`,
      ),
    index('carts_untouched').on(table.touched).where(sql`${table.stage} in ('open', 'merged')`),
    check('carts_version', sql`${table.version} >= 1`),
    check('carts_stage', oneOf(table.stage, cartStages)),
    check('carts_door', oneOf(table.door, doors)),
  ],
)

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
