import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { carts } from './carts.ts'
import { oneOf } from './checks.ts'

/** The words of `checkouts.state` from which a move is possible. */
export const liveStates = [
  'accepted',
  'taxed',
  'authorizing',
  'requires_action',
  'payment_unknown',
  'authorized',
] as const

/** The words of `checkouts.state` that are for ever. */
export const terminalStates = ['completed', 'failed', 'canceled', 'expired'] as const

export const checkoutStates = [...liveStates, ...terminalStates] as const

/** `from>to` of every move that `checkout_events` takes; a test compares them with the core's `moves`. */
export const checkoutMoves = [
  '>accepted',
  'accepted>taxed',
  'accepted>failed',
  'accepted>canceled',
  'accepted>expired',
  'taxed>authorizing',
  'taxed>authorized',
  'taxed>failed',
  'taxed>canceled',
  'taxed>expired',
  'authorizing>authorized',
  'authorizing>requires_action',
  'authorizing>payment_unknown',
  'authorizing>failed',
  'requires_action>authorizing',
  'requires_action>failed',
  'requires_action>canceled',
  'requires_action>expired',
  'payment_unknown>authorizing',
  'payment_unknown>authorized',
  'payment_unknown>requires_action',
  'payment_unknown>failed',
  'authorized>completed',
  'authorized>failed',
] as const

/** The words of `checkout_events.by`. */
export const actors = ['shopper', 'job', 'webhook', 'operator'] as const

/** Attempts. A cart has at most one that is not terminal: the partial unique index says so. */
export const checkouts = sqliteTable(
  'checkouts',
  {
    id: text('id').primaryKey(),
    cartId: text('cart_id')
      .notNull()
      .references(() => carts.id, { onDelete: 'cascade' }),
    state: text('state', { enum: checkoutStates }).notNull(),
    orderId: text('order_id'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** The shape of the cart inside `doc`. */
    shape: integer('shape').notNull(),
    doc: text('doc').notNull(),
  },
  (table) => [
    uniqueIndex('checkouts_live').on(table.cartId).where(oneOf(table.state, liveStates)),
    index('checkouts_cart').on(table.cartId, table.createdAt),
    index('checkouts_idle').on(table.state, table.updatedAt).where(oneOf(table.state, liveStates)),
    check('checkouts_state', oneOf(table.state, checkoutStates)),
    check('checkouts_order', sql`(${table.state} = 'completed') = (${table.orderId} is not null)`),
  ],
)

/** Every move of every attempt, in the order they happened. */
export const checkoutEvents = sqliteTable(
  'checkout_events',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    checkoutId: text('checkout_id')
      .notNull()
      .references(() => checkouts.id, { onDelete: 'cascade' }),
    from: text('from_state', { enum: checkoutStates }),
    to: text('to_state', { enum: checkoutStates }).notNull(),
    why: text('why').notNull(),
    by: text('by', { enum: actors }).notNull(),
    at: integer('at').notNull(),
  },
  (table) => [
    index('checkout_events_checkout').on(table.checkoutId, table.id),
    check('checkout_events_move', oneOf(sql`coalesce(${table.from}, '') || '>' || ${table.to}`, checkoutMoves)),
    check('checkout_events_by', oneOf(table.by, actors)),
  ],
)
