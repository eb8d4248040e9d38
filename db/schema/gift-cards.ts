import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { checkouts } from './checkouts.ts'
import { oneOf } from './checks.ts'

/** The words of `gift_card_entries.kind`. */
export const giftCardEntryKinds = ['redeem', 'release'] as const

/** Stored value. Always: `initial` = `balance` + everything redeemed − everything released. */
export const giftCards = sqliteTable(
  'gift_cards',
  {
    position: integer('position').primaryKey({ autoIncrement: true }),
    id: text('id').notNull().unique(),
    /** As written. */
    code: text('code').notNull().unique(),
    /** The balance it came with. */
    initial: integer('initial').notNull(),
    /** Less what running attempts hold. */
    balance: integer('balance').notNull(),
    isDisabled: integer('is_disabled', { mode: 'boolean' }).notNull(),
    updatedAt: integer('updated_at').notNull(),
    doc: text('doc').notNull(),
  },
  (table) => [check('gift_cards_balance', sql`${table.balance} >= 0 and ${table.balance} <= ${table.initial}`)],
)

/** The ledger: an attempt redeems once, and releases what it redeemed or makes it final. */
export const giftCardEntries = sqliteTable(
  'gift_card_entries',
  {
    checkoutId: text('checkout_id')
      .notNull()
      .references(() => checkouts.id, { onDelete: 'cascade' }),
    giftCardId: text('gift_card_id')
      .notNull()
      .references(() => giftCards.id),
    kind: text('kind', { enum: giftCardEntryKinds }).notNull(),
    amount: integer('amount').notNull(),
    /** False for what a running attempt holds. */
    isFinal: integer('is_final', { mode: 'boolean' }).notNull(),
    at: integer('at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.checkoutId, table.giftCardId, table.kind] }),
    index('gift_card_entries_card').on(table.giftCardId),
    check('gift_card_entries_kind', oneOf(table.kind, giftCardEntryKinds)),
    check('gift_card_entries_amount', sql`${table.amount} > 0`),
  ],
)
