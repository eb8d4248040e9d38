import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { carts } from './carts.ts'

/** Leave to open a cart's checkout page; of the token only a hash. */
export const cartLinks = sqliteTable(
  'cart_links',
  {
    tokenHash: text('token_hash').primaryKey(),
    cartId: text('cart_id')
      .notNull()
      .references(() => carts.id, { onDelete: 'cascade' }),
    usesLeft: integer('uses_left').notNull(),
    /** JSON: what the page is to be told besides. */
    queryParams: text('query_params').notNull(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [
    index('cart_links_cart').on(table.cartId),
    index('cart_links_end').on(table.expiresAt),
    check('cart_links_uses', sql`${table.usesLeft} >= 0`),
  ],
)
