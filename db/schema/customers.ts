import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** Accounts and guests; the same e-mail may be one of each. */
export const customers = sqliteTable(
  'customers',
  {
    id: text('id').primaryKey(),
    number: integer('number').notNull().unique(),
    email: text('email').notNull(),
    hasAccount: integer('has_account', { mode: 'boolean' }).notNull(),
    isTest: integer('is_test', { mode: 'boolean' }).notNull().default(false),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    doc: text('doc').notNull(),
  },
  (table) => [uniqueIndex('customers_email').on(table.email, table.hasAccount, table.isTest)],
)
