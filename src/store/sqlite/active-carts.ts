import { and, desc, eq, sql } from 'drizzle-orm'
import { carts } from '../../../db/schema/carts.ts'
import type { Cart } from '../../cart/cart.ts'
import { readCart } from './shapes.ts'
import type { Db } from './tables.ts'

/** As the two partial indexes say it, so that SQLite finds them. */
const isActive = sql`${carts.door} = 'headless' and ${carts.stage} in ('open', 'frozen')`

/** The carts that headlesscommerce.io calls active, by whose they are; the newest of several. */
export function activeCartsOn(db: Db) {
  const found = { shape: carts.shape, doc: carts.doc }
  const newest = (column: typeof carts.sessionId | typeof carts.customerId) =>
    db
      .select(found)
      .from(carts)
      .where(and(eq(column, sql.placeholder('owner')), eq(carts.isTest, sql`${sql.placeholder('isTest')}`), isActive))
      .orderBy(desc(carts.createdAt), desc(sql`rowid`))
      .limit(1)
      .prepare()
  const [bySession, byCustomer] = [newest(carts.sessionId), newest(carts.customerId)]
  const cartIn = (row: { readonly shape: number; readonly doc: string } | undefined): Cart | null =>
    row ? readCart(row.doc, row.shape) : null

  return {
    ofSession: (owner: string, isTest: boolean): Cart | null => cartIn(bySession.get({ owner, isTest })),
    ofCustomer: (owner: string, isTest: boolean): Cart | null => cartIn(byCustomer.get({ owner, isTest })),
  }
}
