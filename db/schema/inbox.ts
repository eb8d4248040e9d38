import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { oneOf } from './checks.ts'

/** The words of `inbox.state`. */
export const noticeStates = ['waiting', 'handled', 'ignored'] as const

/**
 * What payment providers told by webhook, written before they are thanked for it. Only what leads to the payment is kept:
 * what became of it is asked, never believed.
 */
export const inbox = sqliteTable(
  'inbox',
  {
    provider: text('provider').notNull(),
    eventId: text('event_id').notNull(),
    type: text('type').notNull(),
    checkoutId: text('checkout_id'),
    reference: text('reference'),
    state: text('state', { enum: noticeStates }).notNull(),
    receivedAt: integer('received_at').notNull(),
    endedAt: integer('ended_at'),
  },
  (table) => [
    primaryKey({ columns: [table.provider, table.eventId] }),
    index('inbox_waiting').on(table.receivedAt).where(sql`${table.state} = 'waiting'`),
    index('inbox_ended').on(table.endedAt).where(sql`${table.endedAt} is not null`),
    check('inbox_state', oneOf(table.state, noticeStates)),
    check('inbox_ended_at', sql`(${table.state} = 'waiting') = (${table.endedAt} is null)`),
  ],
)
