import { sql } from 'drizzle-orm'
import { blob, check, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What was answered under an Idempotency-Key; without an answer while its attempt runs. Rows are never inserted out of time's order. */
export const receipts = sqliteTable(
  'receipts',
  {
    scope: text('scope').notNull(),
    key: text('key').notNull(),
    fingerprint: text('fingerprint').notNull(),
    checkoutId: text('checkout_id'),
    status: integer('status'),
    /** Deflated text. */
    body: blob('body', { mode: 'buffer' }),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.key, table.scope] }),
    check('receipts_answer', sql`(${table.status} is null) = (${table.body} is null)`),
  ],
)
