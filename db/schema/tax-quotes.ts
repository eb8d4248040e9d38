import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { carts } from './carts.ts'

/** What was said of an open cart's taxes last, and to which question: a fingerprint of all that they depend on. */
export const taxQuotes = sqliteTable('tax_quotes', {
  cartId: text('cart_id')
    .primaryKey()
    .references(() => carts.id, { onDelete: 'cascade' }),
  cartVersion: integer('cart_version').notNull(),
  question: text('question').notNull().default(''),
  answer: text('taxes').notNull(),
  at: integer('at').notNull(),
})
