import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { customers } from './customers.ts'

/** Leave to set a new password, once. The token itself is not in here, only its hash. */
export const passwordTokens = sqliteTable(
  'password_tokens',
  {
    tokenHash: text('token_hash').primaryKey(),
    /** Null: nobody's, made where an unknown e-mail was given, so that this takes as long as a known one. */
    customerId: text('customer_id').references(() => customers.id),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [
    index('password_tokens_customer').on(table.customerId),
    index('password_tokens_expired').on(table.expiresAt),
  ],
)
