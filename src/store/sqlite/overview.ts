import type { Database } from 'bun:sqlite'
import { liveStates } from '../../../db/schema/checkouts.ts'
import type { Announcement, Delivery } from '../../checkout/announcement.ts'
import { type JobKind, jobKinds } from '../../checkout/job.ts'
import type {
  CheckoutsQuery,
  DeliveriesQuery,
  JobsQuery,
  LiveCheckouts,
  OpenDeliveries,
  Overview,
  QueueState,
} from '../overview.ts'
import { figuresOn } from './figures.ts'
import { jobIn } from './jobs.ts'
import { readCheckout } from './shapes.ts'

const hourMs = 3_600_000

type Named = Readonly<Record<string, string | number | null>>

/** The operator's lists; read outside of every change, and prepared with the first look, which most processes never take. */
export function overviewOn(connection: Database): Overview {
  return {
    checkouts: async (query) => checkouts(connection, query),
    liveCheckouts: async () => liveCheckouts(connection),
    jobs: async (query) => jobs(connection, query),
    ...figuresOn(connection),
    queues: async (now) => queues(connection, now),
    deliveries: async (query) => deliveries(connection, query),
    openDeliveries: async () => openDeliveries(connection),
  }
}

function checkouts(connection: Database, { states, text, offset, limit }: CheckoutsQuery) {
  const wanted = `from checkouts where ($states is null or state in (select value from json_each($states)))
    and ($text is null or substr(id, 1, length($text)) = $text or substr(cart_id, 1, length($text)) = $text
      or substr(order_id, 1, length($text)) = $text or doc ->> '$.cart.email' = lower($text))`
  const asked = { $states: listed(states), $text: text }
  return listOf<{ shape: number; doc: string }, ReturnType<typeof readCheckout>>(connection, {
    select: `select shape, doc ${wanted} order by updated_at desc, id desc`,
    count: `select count(*) as count ${wanted}`,
    asked,
    part: { offset, limit },
    read: ({ shape, doc }) => readCheckout(doc, shape),
  })
}

/** Written out for the partial index. */
const live = liveStates.map((state) => `'${state}'`).join(', ')

function liveCheckouts(connection: Database): readonly LiveCheckouts[] {
  return connection
    .query<LiveCheckouts, []>(
      `select state, doc ->> '$.payment.providerId' as providerId, count(*) as count, min(updated_at) as oldestAt
        from checkouts where state in (${live}) group by 1, 2 order by oldestAt`,
    )
    .all()
}

function jobs(connection: Database, { states, kind, text, offset, limit }: JobsQuery) {
  const wanted = `from jobs where ($states is null or state in (select value from json_each($states)))
    and ($kind is null or kind = $kind)
    and ($text is null or substr(id, 1, length($text)) = $text or substr(cart_id, 1, length($text)) = $text
      or substr(checkout_id, 1, length($text)) = $text or instr(lower(last_error), lower($text)) > 0)`
  return listOf<Parameters<typeof jobIn>[0], ReturnType<typeof jobIn>>(connection, {
    select: `select id, kind, payload, cart_id as cartId, checkout_id as checkoutId, state, attempt, dispatch, run_at as runAt,
      rung_at as rungAt, lease_token as leaseToken, lease_until as leaseUntil, last_error as lastError,
      created_at as createdAt, updated_at as updatedAt, due_at as dueAt ${wanted} order by created_at desc, id desc`,
    count: `select count(*) as count ${wanted}`,
    asked: { $states: listed(states), $kind: kind, $text: text },
    part: { offset, limit },
    read: jobIn,
  })
}

/** By the partial indexes: consoles ask every second, and most rows are of jobs that were done long ago. */
const queuesQuery = `select kind, sum(waiting) as waiting, sum(running) as running, sum(delayed) as delayed,
    sum(dead) as dead, sum(done) as doneLastHour, min(oldest) as oldestDueAt from (
  select kind, state = 'available' and run_at <= $now as waiting, state = 'running' as running,
    state = 'available' and run_at > $now as delayed, 0 as dead, 0 as done,
    iif(state = 'available' and run_at <= $now, run_at, null) as oldest from jobs where due_at is not null
  union all select kind, 0, 0, 0, 1, 0, null from jobs where state = 'dead'
  union all select kind, 0, 0, 0, 0, 1, null from jobs where state = 'done' and updated_at >= $hourAgo
) group by kind`

function queues(connection: Database, now: number): readonly QueueState[] {
  const rows = connection.query<QueueState, Named>(queuesQuery).all({ $now: now, $hourAgo: now - hourMs })
  const byKind = new Map(rows.map((row) => [row.kind, row]))
  return jobKinds.map((kind) => byKind.get(kind) ?? idle(kind))
}

function idle(kind: JobKind): QueueState {
  return { kind, waiting: 0, running: 0, delayed: 0, dead: 0, doneLastHour: 0, oldestDueAt: null }
}

/** Written out for the partial index. */
function openDeliveries(connection: Database): OpenDeliveries {
  const rows = connection
    .query<{ state: keyof OpenDeliveries; count: number }, []>(
      `select state, count(*) as count from deliveries where state in ('waiting', 'failed') group by state`,
    )
    .all()
  const countOf = (wanted: keyof OpenDeliveries): number => rows.find(({ state }) => state === wanted)?.count ?? 0
  return { waiting: countOf('waiting'), failed: countOf('failed') }
}

interface ToldRow extends Omit<Announcement, 'data'>, Omit<Delivery, 'id' | 'announcementId'> {
  readonly data: string | null
  readonly deliveryId: string
  readonly attempts: number
}

function deliveries(connection: Database, { state, type, subject, offset, limit }: DeliveriesQuery) {
  const wanted = `from deliveries join announcements on announcements.id = announcement_id
    where ($state is null or state = $state) and ($type is null or type = $type) and ($subject is null or subject = $subject)`
  return listOf(connection, {
    select: `select announcements.id, type, subject, data, secret_until as secretUntil, at, deliveries.id as deliveryId,
      endpoint_id as endpointId, state, created_at as createdAt, updated_at as updatedAt,
      (select count(*) from delivery_attempts where delivery_id = deliveries.id) as attempts
      ${wanted} order by created_at desc, deliveries.id desc`,
    count: `select count(*) as count ${wanted}`,
    asked: { $state: state, $type: type, $subject: subject },
    part: { offset, limit },
    read: ({ id, type, subject, data, secretUntil, at, deliveryId, attempts, ...delivery }: ToldRow) => ({
      announcement: { id, type, subject, data: data === null ? null : JSON.parse(data), secretUntil, at },
      delivery: { ...delivery, id: deliveryId, announcementId: id },
      attempts,
    }),
  })
}

interface List<Row, Item> {
  readonly select: string
  readonly count: string
  readonly asked: Named
  readonly part: { readonly offset: number; readonly limit: number }
  readonly read: (row: Row) => Item
}

function listOf<Row, Item>(connection: Database, { select, count, asked, part, read }: List<Row, Item>) {
  const page = { $limit: part.limit, $offset: part.offset }
  const rows = connection.query<Row, Named>(`${select} limit $limit offset $offset`).all({ ...asked, ...page })
  const total = connection.query<{ count: number }, Named>(count).get(asked)
  return { items: rows.map(read), count: total?.count ?? 0 }
}

function listed(words: readonly string[] | null): string | null {
  return words && JSON.stringify(words)
}
