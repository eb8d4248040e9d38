import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Where carts come from. */
export const channels = sqliteTable('channels', {
  position: integer('position').primaryKey({ autoIncrement: true }),
  id: text('id').notNull().unique(),
  number: integer('number').notNull().unique(),
  doc: text('doc').notNull(),
})
