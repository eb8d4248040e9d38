import { and, asc, eq, inArray, lt, sql } from 'drizzle-orm'
import { receipts } from '../../../db/schema/receipts.ts'
import type { Receipt } from '../../checkout/decision.ts'
import { Conflict } from '../conflict.ts'
import { type Db, givenColumns, newColumns } from './tables.ts'

/** What was answered under an Idempotency-Key: answered once, and then never changed. */
export function receiptsOn(db: Db) {
  const byKey = db
    .select()
    .from(receipts)
    .where(and(eq(receipts.scope, sql.placeholder('scope')), eq(receipts.key, sql.placeholder('key'))))
    .prepare()
  const save = db
    .insert(receipts)
    .values(givenColumns(receipts))
    .onConflictDoUpdate({
      target: [receipts.scope, receipts.key],
      set: newColumns(receipts, ['scope', 'key', 'fingerprint', 'createdAt']),
      setWhere: sql`${receipts.status} is null and ${receipts.fingerprint} = excluded.fingerprint`,
    })
    .returning({ scope: receipts.scope })
    .prepare()
  const old = db
    .select({ rowid: sql`rowid` })
    .from(receipts)
    .where(lt(receipts.createdAt, sql.placeholder('before')))
    .orderBy(asc(receipts.createdAt))
    .limit(sql.placeholder('limit'))
  const remove = db.delete(receipts).where(inArray(sql`rowid`, old)).prepare()

  return {
    find(scope: string, key: string): Receipt | null {
      const row = byKey.get({ scope, key })
      if (!row) return null
      const { status, body, ...rest } = row
      return { ...rest, answer: status === null || body === null ? null : { status, body } }
    },
    save({ answer, ...receipt }: Receipt): void {
      const row = { ...receipt, status: answer?.status ?? null, body: answer?.body ?? null }
      if (!save.get(row)) throw new Conflict('receipt-answered', receipt.key)
    },
    removeOlder(before: number, limit: number): void {
      remove.run({ before, limit })
    },
  }
}
