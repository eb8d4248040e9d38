import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { checkouts } from './checkouts.ts'
import { oneOf } from './checks.ts'

/** The words of `discount_uses.state`. */
export const discountUseStates = ['held', 'used', 'released'] as const

/** Codes that make things cheaper, with how often each is held by an attempt or used by an order. */
export const discounts = sqliteTable(
  'discounts',
  {
    position: integer('position').primaryKey({ autoIncrement: true }),
    id: text('id').notNull().unique(),
    /** Upper case. */
    code: text('code').notNull().unique(),
    usageLimit: integer('usage_limit'),
    held: integer('held').notNull().default(0),
    used: integer('used').notNull().default(0),
    doc: text('doc').notNull(),
  },
  (table) => [check('discounts_counters', sql`${table.held} >= 0 and ${table.used} >= 0`)],
)

/** Which attempt holds or used which code. */
export const discountUses = sqliteTable(
  'discount_uses',
  {
    checkoutId: text('checkout_id')
      .notNull()
      .references(() => checkouts.id, { onDelete: 'cascade' }),
    discountId: text('discount_id')
      .notNull()
      .references(() => discounts.id),
    state: text('state', { enum: discountUseStates }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.checkoutId, table.discountId] }),
    index('discount_uses_discount').on(table.discountId, table.state),
    check('discount_uses_state', oneOf(table.state, discountUseStates)),
  ],
)
