import { and, desc, eq, notInArray, sql } from 'drizzle-orm'
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

  return {
    find: (id: string): Draft | null => draftIn(byId.get({ id })),
    findNewest: (cartId: string): Draft | null => draftIn(newest.get({ cartId })),
    save(draft: Draft, countMax: number): void {
      const { id, cartId, createdAt } = draft
      insert.run({ id, cartId, createdAt, shape: cartShape, doc: JSON.stringify(draft) })
      forget.run({ cartId, countMax })
    },
  }
}

function draftIn(row: { readonly shape: number; readonly doc: string } | undefined): Draft | null {
  return row ? readDraft(row.doc, row.shape) : null
}
