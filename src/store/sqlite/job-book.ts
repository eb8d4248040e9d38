import { and, asc, eq, inArray, lt, lte, type SQL, sql } from 'drizzle-orm'
import { jobs } from '../../../db/schema/jobs.ts'
import { type ClaimedJob, type JobKind, type JobPayload, leaseMs } from '../../checkout/job.ts'
import { invariant } from '../../invariant.ts'
import type { JobBook } from '../store.ts'
import type { GroupCommit } from './group-commit.ts'
import { isClaimed, type jobsOn, unclaimed } from './jobs.ts'
import { endLeasesOn } from './leases.ts'
import { type Db, given, type StoreOptions } from './tables.ts'

/** Characters kept of what a failed run said. */
const errorLengthMax = 2000

/** The promises as runners see them: every claim and every end of one is a durable commit. */
export function jobBookOn(
  db: Db,
  commits: GroupCommit,
  rows: ReturnType<typeof jobsOn>,
  options: StoreOptions,
): JobBook {
  const claims = claimsOn(db)
  const bells = bellsOn(db)
  const giveBack = giveBackOn(db)
  const nextDue = nextDueOn(db)
  const leased = (now: number) => ({ now, leaseToken: options.newToken(), leaseUntil: now + leaseMs })

  return {
    async claimDue(limit, now, kinds) {
      const asked = { now, limit, kinds: JSON.stringify(kinds) }
      if (!claims.any.get(asked)) return []
      return commits.write(({ begin }) => {
        begin()
        const claimed = claims.many.all({ ...asked, ...leased(now) })
        return claimed.toSorted((one, other) => one.runAt - other.runAt).map(claimIn)
      })
    },

    async claim(id, now) {
      return commits.write(({ begin }) => {
        begin()
        const claimed = claims.one.get({ id, ...leased(now) })
        return claimed ? claimIn(claimed) : null
      })
    },

    async giveBack(job, error, runAt, now) {
      return commits.write(({ begin, news }) => {
        begin()
        const row = giveBack.get({
          id: job.id,
          leaseToken: job.leaseToken,
          now,
          runAt,
          rungAt: Math.max(now, runAt ?? now),
          lastError: error.slice(0, errorLengthMax),
        })
        if (row && runAt !== null) {
          news.promised.push({ id: job.id, kind: job.payload.kind, dispatch: row.dispatch, runAt })
        }
        return row !== undefined
      })
    },

    async ringAgain(now, rungBefore, limit) {
      if (!bells.any.get({ now, rungBefore })) return []
      return commits.write(({ begin }) => {
        begin()
        return bells.ring.all({ now, rungBefore, limit }).map((row) => ({ ...row, kind: row.kind as JobKind }))
      })
    },

    endLeases: endLeasesOn(db, commits),

    async nextDueAt() {
      return nextDue.get()?.at ?? null
    },

    async ensure({ id, kind, runAt }) {
      invariant(kind === 'expire-carts', `a job of kind ${kind} is promised by a decision, not by name`)
      if (rows.find(id)) return
      await commits.write(({ begin, news }) => {
        begin()
        rows.add({ id, payload: { kind }, runAt }, news)
      })
    },
  }
}

const isDue: SQL = sql`${jobs.dueAt} is not null`
const isDueNow = and(isDue, lte(jobs.dueAt, sql.placeholder('now')))
const isOfKinds = sql`${jobs.kind} in (select value from json_each(${sql.placeholder('kinds')}))`
const claim = {
  id: jobs.id,
  payload: jobs.payload,
  attempt: jobs.attempt,
  runAt: jobs.runAt,
  leaseToken: jobs.leaseToken,
  leaseUntil: jobs.leaseUntil,
}

function nextDueOn(db: Db) {
  return db
    .select({ at: sql<number | null>`min(${jobs.dueAt})` })
    .from(jobs)
    .where(isDue)
    .prepare()
}

function claimsOn(db: Db) {
  const due = db
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(isDueNow, isOfKinds))
    .orderBy(asc(jobs.dueAt))
    .limit(sql.placeholder('limit'))
  const claimed = {
    state: 'running' as const,
    attempt: sql`${jobs.attempt} + 1`,
    leaseToken: given('leaseToken'),
    leaseUntil: given('leaseUntil'),
    updatedAt: given('now'),
  }
  return {
    any: db.select({ id: jobs.id }).from(jobs).where(and(isDueNow, isOfKinds)).limit(1).prepare(),
    many: db.update(jobs).set(claimed).where(inArray(jobs.id, due)).returning(claim).prepare(),
    one: db
      .update(jobs)
      .set(claimed)
      .where(and(eq(jobs.id, sql.placeholder('id')), isDueNow))
      .returning(claim)
      .prepare(),
  }
}

function bellsOn(db: Db) {
  const isUnheard = and(isDueNow, lt(jobs.rungAt, sql.placeholder('rungBefore')))
  const unheard = db
    .select({ id: jobs.id })
    .from(jobs)
    .where(isUnheard)
    .orderBy(asc(jobs.dueAt))
    .limit(sql.placeholder('limit'))
  return {
    any: db.select({ id: jobs.id }).from(jobs).where(isUnheard).limit(1).prepare(),
    ring: db
      .update(jobs)
      .set({ dispatch: sql`${jobs.dispatch} + 1`, rungAt: given('now') })
      .where(inArray(jobs.id, unheard))
      .returning({ id: jobs.id, kind: jobs.kind, dispatch: jobs.dispatch })
      .prepare(),
  }
}

/** Without a time to run at, the job is dead: a person decides. */
function giveBackOn(db: Db) {
  return db
    .update(jobs)
    .set({
      ...unclaimed,
      state: sql`case when ${sql.placeholder('runAt')} is null then 'dead' else 'available' end`,
      runAt: sql`coalesce(${sql.placeholder('runAt')}, ${jobs.runAt})`,
      rungAt: given('rungAt'),
      dispatch: sql`${jobs.dispatch} + 1`,
      lastError: given('lastError'),
    })
    .where(isClaimed)
    .returning({ dispatch: jobs.dispatch })
    .prepare()
}

function claimIn(row: {
  readonly id: string
  readonly payload: string
  readonly attempt: number
  readonly leaseToken: string | null
  readonly leaseUntil: number | null
}): ClaimedJob {
  invariant(row.leaseToken !== null && row.leaseUntil !== null, `job ${row.id} was claimed without a lease`)
  return {
    id: row.id,
    payload: JSON.parse(row.payload) as JobPayload,
    attempt: row.attempt,
    leaseToken: row.leaseToken,
    leaseUntil: row.leaseUntil,
  }
}
