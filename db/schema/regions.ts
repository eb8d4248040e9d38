import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Where the shop sells. */
export const regions = sqliteTable('regions', {
  position: integer('position').primaryKey({ autoIncrement: true }),
  id: text('id').notNull().unique(),
  name: text('name').notNull().unique(),
  doc: text('doc').notNull(),
})
