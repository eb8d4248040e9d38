import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { checkouts } from './checkouts.ts'
import { oneOf } from './checks.ts'

/** The words of `stock_holds.state`. */
export const stockHoldStates = ['held', 'sold', 'released'] as const

/** How many are there. What a catalog file said last (`initial`) is always on hand or sold. */
export const stock = sqliteTable(
  'stock',
  {
    variantId: text('variant_id').primaryKey(),
    initial: integer('initial').notNull(),
    onHand: integer('on_hand').notNull(),
    /** The sum of the live holds. */
    reserved: integer('reserved').notNull().default(0),
    sold: integer('sold').notNull().default(0),
    /** Sold beyond what was there; not part of `sold`. */
    backordered: integer('backordered').notNull().default(0),
  },
  (table) => [
    check('stock_on_hand', sql`${table.onHand} >= 0`),
    check('stock_reserved', sql`${table.reserved} >= 0 and ${table.reserved} <= ${table.onHand}`),
    check('stock_sold', sql`${table.sold} >= 0`),
    check('stock_backordered', sql`${table.backordered} >= 0`),
    check('stock_adds_up', sql`${table.initial} = ${table.onHand} + ${table.sold}`),
  ],
)

/** What an attempt keeps for itself, and what became of it. */
export const stockHolds = sqliteTable(
  'stock_holds',
  {
    checkoutId: text('checkout_id')
      .notNull()
      .references(() => checkouts.id, { onDelete: 'cascade' }),
    variantId: text('variant_id')
      .notNull()
      .references(() => stock.variantId),
    /** Taken from what is on hand. */
    quantity: integer('quantity').notNull(),
    /** Wanted beyond it: becomes `stock.backordered` when sold. */
    beyond: integer('beyond').notNull(),
    state: text('state', { enum: stockHoldStates }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.checkoutId, table.variantId] }),
    index('stock_holds_variant').on(table.variantId).where(sql`${table.state} = 'held'`),
    check('stock_holds_quantity', sql`${table.quantity} >= 0 and ${table.beyond} >= 0`),
    check('stock_holds_state', oneOf(table.state, stockHoldStates)),
  ],
)
