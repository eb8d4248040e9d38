import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Products shown together. */
export const collections = sqliteTable('collections', {
  position: integer('position').primaryKey({ autoIncrement: true }),
  id: text('id').notNull().unique(),
  handle: text('handle').notNull().unique(),
  doc: text('doc').notNull(),
})
