import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, unique, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { oneOf } from './checks.ts'

/** The words of `deliveries.state`. */
export const deliveryStates = ['waiting', 'delivered', 'refused', 'dropped', 'failed'] as const

/** What happened, as others are told of it. An order is announced as placed once. */
export const announcements = sqliteTable(
  'announcements',
  {
    id: text('id').primaryKey(),
    type: text('type').notNull(),
    subject: text('subject').notNull(),
    /** Null once it was forgotten. */
    data: text('data'),
    secretUntil: integer('secret_until'),
    at: integer('at').notNull(),
  },
  (table) => [
    uniqueIndex('announcements_once').on(table.subject).where(sql`${table.type} = 'order.placed'`),
    index('announcements_at').on(table.at),
    index('announcements_secret')
      .on(table.secretUntil)
      .where(sql`${table.secretUntil} is not null and ${table.data} is not null`),
  ],
)

/** Whether one endpoint was told of one announcement. */
export const deliveries = sqliteTable(
  'deliveries',
  {
    id: text('id').primaryKey(),
    announcementId: text('announcement_id')
      .notNull()
      .references(() => announcements.id, { onDelete: 'cascade' }),
    endpointId: text('endpoint_id').notNull(),
    state: text('state', { enum: deliveryStates }).notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [
    unique('deliveries_one').on(table.announcementId, table.endpointId),
    index('deliveries_open')
      .on(table.state, table.createdAt)
      .where(oneOf(table.state, ['waiting', 'failed'])),
    check('deliveries_state', oneOf(table.state, deliveryStates)),
  ],
)

/** Every try, in the order they were made; never what a receiver wrote. */
export const deliveryAttempts = sqliteTable(
  'delivery_attempts',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    deliveryId: text('delivery_id')
      .notNull()
      .references(() => deliveries.id, { onDelete: 'cascade' }),
    attempt: integer('attempt').notNull(),
    status: integer('status'),
    error: text('error'),
    durationMs: integer('duration_ms').notNull(),
    at: integer('at').notNull(),
  },
  (table) => [index('delivery_attempts_delivery').on(table.deliveryId, table.id)],
)
