import { and, asc, eq, inArray, lt, sql } from 'drizzle-orm'
import { inbox } from '../../../db/schema/inbox.ts'
import type { Notice, NoticeState } from '../../checkout/notice.ts'
import { Conflict } from '../conflict.ts'
import { isDuplicate } from './errors.ts'
import { countedOn, type Db, given, givenColumns } from './tables.ts'

/** What payment providers told, by their own names for it. */
export function inboxOn(db: Db) {
  const isIt = and(eq(inbox.provider, sql.placeholder('providerId')), eq(inbox.eventId, sql.placeholder('eventId')))
  const find = db.select().from(inbox).where(isIt).prepare()
  const add = db.insert(inbox).values(givenColumns(inbox)).prepare()
  const end = db
    .update(inbox)
    .set({ state: given('state'), endedAt: given('at') })
    .where(and(isIt, eq(inbox.state, 'waiting')))
    .prepare()
  const old = db
    .select({ rowid: sql`rowid` })
    .from(inbox)
    .where(lt(inbox.endedAt, sql.placeholder('before')))
    .orderBy(asc(inbox.endedAt))
    .limit(sql.placeholder('limit'))
  const count = countedOn(db, old)
  const remove = db.delete(inbox).where(inArray(sql`rowid`, old)).prepare()

  return {
    find(providerId: string, eventId: string): Notice | null {
      const row = find.get({ providerId, eventId })
      if (!row) return null
      const { provider, ...rest } = row
      return { ...rest, providerId: provider }
    },
    add({ providerId, ...rest }: Notice): void {
      try {
        add.run({ ...rest, provider: providerId })
      } catch (error) {
        throw isDuplicate(error) ? new Conflict('told-twice', rest.eventId) : error
      }
    },
    end(providerId: string, eventId: string, state: NoticeState, at: number): void {
      end.run({ providerId, eventId, state, at })
    },
    countEnded: (before: number, limit: number): number => count.get({ before, limit })?.count ?? 0,
    removeEnded(before: number, limit: number): void {
      remove.run({ before, limit })
    },
  }
}
