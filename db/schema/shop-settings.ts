import { sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What is set while the shop runs, by programs: one row per scope, such as `carts` or `carts/1` for a channel. */
export const shopSettings = sqliteTable('shop_settings', {
  scope: text('scope').primaryKey(),
  /** JSON. */
  doc: text('doc').notNull(),
})
