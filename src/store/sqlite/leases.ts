import { and, gt, sql } from 'drizzle-orm'
import { jobs } from '../../../db/schema/jobs.ts'
import type { JobBook } from '../store.ts'
import type { GroupCommit } from './group-commit.ts'
import { type Db, given } from './tables.ts'

/** What whoever is alone left may do: end the leases of the dead. They are what the index of due jobs is sorted by. */
export function endLeasesOn(db: Db, commits: GroupCommit): JobBook['endLeases'] {
  const isLeased = and(gt(jobs.dueAt, sql.placeholder('now')), sql`${jobs.state} = 'running'`)
  const any = db.select({ id: jobs.id }).from(jobs).where(isLeased).limit(1).prepare()
  const end = db
    .update(jobs)
    .set({ leaseUntil: given('now') })
    .where(isLeased)
    .returning({ id: jobs.id })
    .prepare()
  return async (now) => {
    if (!any.get({ now })) return 0
    return commits.write(({ begin }) => {
      begin()
      return end.all({ now }).length
    })
  }
}
