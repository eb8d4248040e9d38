import { and, asc, desc, eq, inArray, lte, sql } from 'drizzle-orm'
import { sessions } from '../../../db/schema/sessions.ts'
import type { Session } from '../../cart/customer.ts'
import { countedOn, type Db, given, givenColumns } from './tables.ts'

/** Browsers that are signed in, by the hash of what their cookie says. */
export function sessionsOn(db: Db) {
  const byIdHash = db
    .select()
    .from(sessions)
    .where(eq(sessions.idHash, sql.placeholder('idHash')))
    .prepare()
  const insert = db.insert(sessions).values(givenColumns(sessions)).prepare()
  const beyond = db
    .select({ idHash: sessions.idHash })
    .from(sessions)
    .where(eq(sessions.customerId, sql.placeholder('customerId')))
    .orderBy(desc(sessions.createdAt), desc(sql`rowid`))
    .limit(Number.MAX_SAFE_INTEGER) // SQLite has no offset without one
    .offset(sql.placeholder('countMax'))
  const removeBeyond = db.delete(sessions).where(inArray(sessions.idHash, beyond)).prepare()
  const remove = db
    .delete(sessions)
    .where(eq(sessions.idHash, sql.placeholder('idHash')))
    .prepare()
  const removeOthers = db
    .delete(sessions)
    .where(
      and(
        eq(sessions.customerId, sql.placeholder('customerId')),
        sql`${sessions.idHash} is not ${given('exceptIdHash')}`,
      ),
    )
    .prepare()
  const ended = db
    .select({ idHash: sessions.idHash })
    .from(sessions)
    .where(lte(sessions.expiresAt, sql.placeholder('before')))
    .orderBy(asc(sessions.expiresAt))
    .limit(sql.placeholder('limit'))
  const count = countedOn(db, ended)
  const removeEnded = db.delete(sessions).where(inArray(sessions.idHash, ended)).prepare()

  return {
    find: (idHash: string): Session | null => byIdHash.get({ idHash }) ?? null,
    save(session: Session, countMax: number): void {
      insert.run({ ...session })
      removeBeyond.run({ customerId: session.customerId, countMax })
    },
    end(idHash: string): void {
      remove.run({ idHash })
    },
    endOthers(customerId: string, exceptIdHash: string | null): void {
      removeOthers.run({ customerId, exceptIdHash })
    },
    countEnded: (before: number, limit: number): number => count.get({ before, limit })?.count ?? 0,
    removeEnded(before: number, limit: number): void {
      removeEnded.run({ before, limit })
    },
  }
}
