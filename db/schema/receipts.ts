import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What was answered under an Idempotency-Key; without an answer while its attempt runs. */
export const receipts = sqliteTable(
  'receipts',
  {
    scope: text('scope').notNull(),
    key: text('key').notNull(),
    fingerprint: text('fingerprint').notNull(),
    checkoutId: text('checkout_id'),
    status: integer('status'),
    body: text('body'),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.scope, table.key] }),
    index('receipts_created').on(table.createdAt),
    check('receipts_answer', sql`(${table.status} is null) = (${table.body} is null)`),
  ],
)
