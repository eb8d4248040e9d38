import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { carts } from './carts.ts'

/** The taxes of an open cart as last worked out, for one version of it. */
export const taxQuotes = sqliteTable('tax_quotes', {
  cartId: text('cart_id')
    .primaryKey()
    .references(() => carts.id, { onDelete: 'cascade' }),
  cartVersion: integer('cart_version').notNull(),
  taxes: text('taxes').notNull(),
  at: integer('at').notNull(),
})
