import { and, asc, eq, inArray, lt, sql } from 'drizzle-orm'
import { receipts } from '../../../db/schema/receipts.ts'
import type { Receipt } from '../../checkout/decision.ts'
import { Conflict } from '../conflict.ts'
import { type Db, givenColumns, newColumns } from './tables.ts'

/**
 * zlib's quickest. Every added line keeps its answer, of up to 10 KB: as text they made the file grow ten times as fast
 * and took half of a write's time (`bun run bench`).
 */
const deflateLevel = 1

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
  const drop = db
    .delete(receipts)
    .where(and(eq(receipts.scope, sql.placeholder('scope')), eq(receipts.key, sql.placeholder('key'))))
    .prepare()
  const old = oldOn(db)

  return {
    find(scope: string, key: string): Receipt | null {
      const row = byKey.get({ scope, key })
      if (!row) return null
      const { status, body, ...rest } = row
      return { ...rest, answer: status === null || body === null ? null : { status, body: inflated(body) } }
    },
    save({ answer, ...receipt }: Receipt): void {
      const row = { ...receipt, status: answer?.status ?? null, body: answer && deflated(answer.body) }
      if (!save.get(row)) throw new Conflict('receipt-answered', receipt.key)
    },
    drop(scope: string, key: string): void {
      drop.run({ scope, key })
    },
    countOlder: (before: number, limit: number): number => old.count.get({ before, limit })?.count ?? 0,
    removeOlder(before: number, limit: number): void {
      old.remove.run({ before, limit })
    },
  }
}

/** The first rows are the oldest, so no index is needed to find them. */
function oldOn(db: Db) {
  const first = db.select({ rowid: sql`rowid` }).from(receipts).orderBy(asc(sql`rowid`)).limit(sql.placeholder('limit'))
  const isOld = and(inArray(sql`rowid`, first), lt(receipts.createdAt, sql.placeholder('before')))
  return {
    count: db.select({ count: sql<number>`count(*)` }).from(receipts).where(isOld).prepare(),
    remove: db.delete(receipts).where(isOld).prepare(),
  }
}

function deflated(body: string): Uint8Array {
  return Bun.deflateSync(body, { level: deflateLevel })
}

function inflated(body: Uint8Array): string {
  return new TextDecoder().decode(Bun.inflateSync(new Uint8Array(body)))
}
