import { type SQL, sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { oneOf } from './checks.ts'

/** The words of `jobs.state`. */
export const jobStates = ['available', 'running', 'done', 'dead'] as const

/** The promises. A row is written with the decision that promises it and done with the effect it stands for. */
export const jobs = sqliteTable(
  'jobs',
  {
    id: text('id').primaryKey(),
    kind: text('kind').notNull(),
    payload: text('payload').notNull(),
    cartId: text('cart_id'),
    checkoutId: text('checkout_id'),
    state: text('state', { enum: jobStates }).notNull(),
    attempt: integer('attempt').notNull().default(0),
    dispatch: integer('dispatch').notNull().default(1),
    runAt: integer('run_at').notNull(),
    /** When it was last rung, or is to ring by itself. */
    rungAt: integer('rung_at').notNull(),
    leaseToken: text('lease_token'),
    leaseUntil: integer('lease_until'),
    lastError: text('last_error'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** When it may be claimed: when available, or when the lease of who runs it ends. */
    dueAt: integer('due_at').generatedAlwaysAs(
      (): SQL => sql`case ${jobs.state} when 'available' then ${jobs.runAt} when 'running' then ${jobs.leaseUntil} end`,
      { mode: 'virtual' },
    ),
  },
  (table) => [
    index('jobs_due').on(table.dueAt).where(sql`${table.dueAt} is not null`),
    index('jobs_cart')
      .on(table.cartId, table.kind)
      .where(oneOf(table.state, ['available', 'running'])),
    index('jobs_done').on(table.updatedAt).where(sql`${table.state} = 'done'`),
    index('jobs_dead').on(table.kind).where(sql`${table.state} = 'dead'`),
    check('jobs_state', oneOf(table.state, jobStates)),
    check(
      'jobs_lease',
      sql`(${table.state} = 'running') = (${table.leaseToken} is not null) and (${table.leaseToken} is null) = (${table.leaseUntil} is null)`,
    ),
  ],
)
