import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { regions } from './regions.ts'

/** What ships together. */
export const shippingProfiles = sqliteTable('shipping_profiles', {
  position: integer('position').primaryKey({ autoIncrement: true }),
  id: text('id').notNull().unique(),
  key: text('key').notNull().unique(),
  doc: text('doc').notNull(),
})

/** Ways to ship to a region. */
export const shippingOptions = sqliteTable(
  'shipping_options',
  {
    position: integer('position').primaryKey({ autoIncrement: true }),
    id: text('id').notNull().unique(),
    regionId: text('region_id')
      .notNull()
      .references(() => regions.id),
    profileId: text('profile_id')
      .notNull()
      .references(() => shippingProfiles.id),
    doc: text('doc').notNull(),
  },
  (table) => [
    index('shipping_options_region').on(table.regionId),
    index('shipping_options_profile').on(table.profileId),
  ],
)
