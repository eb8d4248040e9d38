import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { carts } from './carts.ts'

/** Checkouts that were begun with and not yet asked for: what was in the cart then. An attempt takes the id over. */
export const drafts = sqliteTable(
  'drafts',
  {
    id: text('id').primaryKey(),
    cartId: text('cart_id')
      .notNull()
      .references(() => carts.id, { onDelete: 'cascade' }),
    createdAt: integer('created_at').notNull(),
    /** The shape of the cart inside `doc`. */
    shape: integer('shape').notNull(),
    doc: text('doc').notNull(),
  },
  (table) => [index('drafts_cart').on(table.cartId, table.createdAt)],
)
