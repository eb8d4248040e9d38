import { and, asc, desc, eq, inArray, lt, notInArray, sql } from 'drizzle-orm'
import { drafts } from '../../../db/schema/drafts.ts'
import { cartShape } from '../../cart/cart.ts'
import type { Draft } from '../../checkout/draft.ts'
import { readDraft } from './shapes.ts'
import { type Db, givenColumns } from './tables.ts'

/** Checkouts that were begun with; they go with their cart. */
export function draftsOn(db: Db) {
  const found = { shape: drafts.shape, doc: drafts.doc }
  const ofCart = eq(drafts.cartId, sql.placeholder('cartId'))
  const newestFirst = [desc(drafts.createdAt), desc(sql`rowid`)] as const
  const byId = db
    .select(found)
    .from(drafts)
    .where(eq(drafts.id, sql.placeholder('id')))
    .prepare()
  const newest = db
    .select(found)
    .from(drafts)
    .where(ofCart)
    .orderBy(...newestFirst)
    .limit(1)
    .prepare()
  const insert = db.insert(drafts).values(givenColumns(drafts)).prepare()
  const kept = db
    .select({ id: drafts.id })
    .from(drafts)
    .where(ofCart)
    .orderBy(...newestFirst)
    .limit(sql.placeholder('countMax'))
  const forget = db
    .delete(drafts)
    .where(and(ofCart, notInArray(drafts.id, kept)))
    .prepare()

  const old = oldOn(db)

  return {
    find: (id: string): Draft | null => draftIn(byId.get({ id })),
    findNewest: (cartId: string): Draft | null => draftIn(newest.get({ cartId })),
    save(draft: Draft, countMax: number): void {
      const { id, cartId, createdAt } = draft
      insert.run({ id, cartId, createdAt, shape: cartShape, doc: JSON.stringify(draft) })
      forget.run({ cartId, countMax })
    },
    countOlder: (before: number, limit: number): number => old.count.get({ before, limit })?.count ?? 0,
    removeOlder(before: number, limit: number): void {
      old.remove.run({ before, limit })
    },
  }
}

/** The first rows are the oldest, so no index is needed to find them. */
function oldOn(db: Db) {
  const first = db.select({ rowid: sql`rowid` }).from(drafts).orderBy(asc(sql`rowid`)).limit(sql.placeholder('limit'))
  const isOld = and(inArray(sql`rowid`, first), lt(drafts.createdAt, sql.placeholder('before')))
  return {
    count: db.select({ count: sql<number>`count(*)` }).from(drafts).where(isOld).prepare(),
    remove: db.delete(drafts).where(isOld).prepare(),
  }
}

function draftIn(row: { readonly shape: number; readonly doc: string } | undefined): Draft | null {
  return row ? readDraft(row.doc, row.shape) : null
}
