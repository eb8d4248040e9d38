import { and, asc, eq, inArray, lt, sql } from 'drizzle-orm'
import { jobs } from '../../../db/schema/jobs.ts'
import type { ClaimedJob, Job, JobKind, JobPayload, NewJob } from '../../checkout/job.ts'
import { LeaseLost } from '../lease-lost.ts'
import type { NewsDraft } from './news.ts'
import { countedOn, type Db, given, givenColumns, type StoreOptions } from './tables.ts'

/** Still to be done; written out for the partial index. */
export const isLive = sql`${jobs.state} in ('available', 'running')`

/** The promises as decisions see and make them; who claims them is in `job-book.ts`. */
export function jobsOn(db: Db, options: StoreOptions) {
  const byId = db
    .select()
    .from(jobs)
    .where(eq(jobs.id, sql.placeholder('id')))
    .prepare()
  const liveOfCart = db
    .select()
    .from(jobs)
    .where(and(eq(jobs.cartId, sql.placeholder('cartId')), eq(jobs.kind, sql.placeholder('kind')), isLive))
    .orderBy(asc(jobs.createdAt), asc(sql`rowid`))
    .limit(1)
    .prepare()
  const insert = db
    .insert(jobs)
    .values(givenColumns(jobs, unset))
    .onConflictDoNothing()
    .returning({ dispatch: jobs.dispatch })
    .prepare()
  const { prove, retire, repeat } = endingsOn(db)
  const done = doneOn(db)
  const byHand = byHandOn(db)

  /** False when a job of that id is there already. */
  function add(job: NewJob, news: NewsDraft): boolean {
    const now = options.now()
    const row = insert.get({ ...rowOf(job), rungAt: Math.max(now, job.runAt), createdAt: now, updatedAt: now })
    if (row) news.promised.push({ id: job.id, kind: job.payload.kind, dispatch: row.dispatch, runAt: job.runAt })
    return row !== undefined
  }

  return {
    add,
    /** Changes nothing; throws when the claim is no longer valid. */
    prove({ id, leaseToken }: ClaimedJob): void {
      if (!prove.get({ id, leaseToken })) throw new LeaseLost(id)
    },
    find(id: string): Job | null {
      const row = byId.get({ id })
      return row ? jobIn(row) : null
    },
    findLiveOfCart(kind: JobKind, cartId: string): Job | null {
      const row = liveOfCart.get({ kind, cartId })
      return row ? jobIn(row) : null
    },
    retire({ id, leaseToken }: ClaimedJob): void {
      if (!retire.get({ id, leaseToken, now: options.now() })) throw new LeaseLost(id)
    },
    repeat({ id, leaseToken, payload }: ClaimedJob, runAt: number, news: NewsDraft): void {
      const now = options.now()
      const row = repeat.get({ id, leaseToken, now, runAt, rungAt: Math.max(now, runAt) })
      if (!row) throw new LeaseLost(id)
      news.promised.push({ id, kind: payload.kind, dispatch: row.dispatch, runAt })
    },
    revive(id: string, runAt: number, news: NewsDraft): void {
      const row = byHand.revive.get({ id, runAt, rungAt: runAt, now: options.now() })
      if (row) news.promised.push({ id, kind: row.kind as JobKind, dispatch: row.dispatch, runAt })
    },
    drop: (id: string): void => void byHand.drop.run({ id }),
    countDone: (before: number, limit: number): number => done.count.get({ before, limit })?.count ?? 0,
    removeDone(before: number, limit: number): void {
      done.remove.run({ before, limit })
    },
  }
}

/** A running job whose claim still holds: what every write on its behalf is guarded with. */
export const isClaimed = and(
  eq(jobs.id, sql.placeholder('id')),
  eq(jobs.leaseToken, sql.placeholder('leaseToken')),
  sql`${jobs.state} = 'running'`,
)

/** What a job looks like as soon as nobody runs it. */
export const unclaimed = { leaseToken: null, leaseUntil: null, updatedAt: given('now') }

const unset = ['attempt', 'dispatch', 'leaseToken', 'leaseUntil', 'lastError', 'dueAt'] as const

function endingsOn(db: Db) {
  return {
    prove: db.select({ id: jobs.id }).from(jobs).where(isClaimed).prepare(),
    retire: db
      .update(jobs)
      .set({ ...unclaimed, state: 'done' })
      .where(isClaimed)
      .returning({ id: jobs.id })
      .prepare(),
    repeat: db
      .update(jobs)
      .set({
        ...unclaimed,
        state: 'available',
        attempt: 0,
        lastError: null,
        dispatch: sql`${jobs.dispatch} + 1`,
        runAt: given('runAt'),
        rungAt: given('rungAt'),
      })
      .where(isClaimed)
      .returning({ dispatch: jobs.dispatch })
      .prepare(),
  }
}

/** What operators do to a job that nobody runs. */
function byHandOn(db: Db) {
  const thisOne = eq(jobs.id, sql.placeholder('id'))
  return {
    revive: db
      .update(jobs)
      .set({
        state: 'available',
        attempt: 0,
        lastError: null,
        dispatch: sql`${jobs.dispatch} + 1`,
        runAt: given('runAt'),
        rungAt: given('rungAt'),
        updatedAt: given('now'),
      })
      .where(and(thisOne, sql`${jobs.state} in ('available', 'dead')`))
      .returning({ kind: jobs.kind, dispatch: jobs.dispatch })
      .prepare(),
    drop: db
      .delete(jobs)
      .where(and(thisOne, sql`${jobs.state} = 'dead'`))
      .prepare(),
  }
}

function doneOn(db: Db) {
  const old = db
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(sql`${jobs.state} = 'done'`, lt(jobs.updatedAt, sql.placeholder('before'))))
    .orderBy(asc(jobs.updatedAt))
    .limit(sql.placeholder('limit'))
  return { count: countedOn(db, old), remove: db.delete(jobs).where(inArray(jobs.id, old)).prepare() }
}

function rowOf({ id, payload, runAt }: NewJob) {
  return {
    id,
    kind: payload.kind,
    payload: JSON.stringify(payload),
    cartId: 'cartId' in payload ? payload.cartId : null,
    checkoutId: 'checkoutId' in payload ? payload.checkoutId : null,
    state: 'available' as const,
    runAt,
  }
}

/** The job in a row. */
export function jobIn(row: typeof jobs.$inferSelect): Job {
  return {
    id: row.id,
    payload: JSON.parse(row.payload) as JobPayload,
    state: row.state,
    attempt: row.attempt,
    dispatch: row.dispatch,
    runAt: row.runAt,
    leaseToken: row.leaseToken,
    leaseUntil: row.leaseUntil,
    lastError: row.lastError,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }
}
