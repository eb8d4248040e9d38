import { index, integer, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
import { carts } from './carts.ts'

/** What programs note on carts. */
export const metafields = sqliteTable(
  'metafields',
  {
    number: integer('number').primaryKey({ autoIncrement: true }),
    cartId: text('cart_id')
      .notNull()
      .references(() => carts.id, { onDelete: 'cascade' }),
    /** The API key that made it. */
    ownerId: text('owner_id').notNull(),
    permissionSet: text('permission_set').notNull(),
    namespace: text('namespace').notNull(),
    key: text('key').notNull(),
    value: text('value').notNull(),
    description: text('description').notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [
    unique('metafields_one').on(table.cartId, table.ownerId, table.namespace, table.key),
    index('metafields_key').on(table.namespace, table.key),
  ],
)
