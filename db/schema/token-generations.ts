import { sql } from 'drizzle-orm'
import { check, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { customers } from './customers.ts'

/** How often all access tokens of a customer were made worthless; a token says in which generation it was made. */
export const tokenGenerations = sqliteTable(
  'token_generations',
  {
    customerId: text('customer_id')
      .primaryKey()
      .references(() => customers.id),
    generation: integer('generation').notNull(),
  },
  (table) => [check('token_generations_generation', sql`${table.generation} >= 1`)],
)
