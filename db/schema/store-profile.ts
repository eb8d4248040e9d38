import { sql } from 'drizzle-orm'
import { check, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What is said once about the shop: one row. */
export const storeProfile = sqliteTable(
  'store_profile',
  { id: integer('id').primaryKey(), doc: text('doc').notNull() },
  (table) => [check('store_profile_one', sql`${table.id} = 1`)],
)

/** One row whose token is another one after every import, so that a process knows that another has imported. */
export const catalogRevision = sqliteTable(
  'catalog_revision',
  { id: integer('id').primaryKey(), token: text('token').notNull() },
  (table) => [check('catalog_revision_one', sql`${table.id} = 1`)],
)
