import { and, desc, eq, inArray, lt, notInArray, sql } from 'drizzle-orm'
import { cartLinks } from '../../../db/schema/cart-links.ts'
import type { CartLink } from '../../cart/cart-links.ts'
import { countedOn, type Db, givenColumns } from './tables.ts'

/** Links of one cart; with a further one, the oldest goes. */
const linksOfCartMax = 100

/** Leave to open carts' checkout pages. */
export function cartLinksOn(db: Db) {
  const thisOne = eq(cartLinks.tokenHash, sql.placeholder('tokenHash'))
  const ended = lt(cartLinks.expiresAt, sql.placeholder('before'))
  const few = db.select({ tokenHash: cartLinks.tokenHash }).from(cartLinks).where(ended).limit(sql.placeholder('limit'))
  const ofCart = eq(cartLinks.cartId, sql.placeholder('cartId'))
  const newest = db
    .select({ rowid: sql`rowid` })
    .from(cartLinks)
    .where(ofCart)
    .orderBy(desc(sql`rowid`))
    .limit(linksOfCartMax)
  const find = db.select().from(cartLinks).where(thisOne).prepare()
  const insert = db.insert(cartLinks).values(givenColumns(cartLinks)).prepare()
  const use = db
    .update(cartLinks)
    .set({ usesLeft: sql`${cartLinks.usesLeft} - 1` })
    .where(and(thisOne, sql`${cartLinks.usesLeft} > 0`))
    .prepare()
  const trim = db
    .delete(cartLinks)
    .where(and(ofCart, notInArray(sql`rowid`, newest)))
    .prepare()
  const count = countedOn(db, few)
  const remove = db.delete(cartLinks).where(inArray(cartLinks.tokenHash, few)).prepare()

  return {
    find(tokenHash: string): CartLink | null {
      const row = find.get({ tokenHash })
      return row ? { ...row, queryParams: JSON.parse(row.queryParams) as CartLink['queryParams'] } : null
    },
    save(link: CartLink): void {
      insert.run({ ...link, queryParams: JSON.stringify(link.queryParams) })
      trim.run({ cartId: link.cartId })
    },
    use(tokenHash: string): void {
      use.run({ tokenHash })
    },
    countEnded: (before: number, limit: number): number => count.get({ before, limit })?.count ?? 0,
    removeEnded(before: number, limit: number): void {
      remove.run({ before, limit })
    },
  }
}
