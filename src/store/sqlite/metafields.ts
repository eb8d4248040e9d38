import { and, asc, desc, eq, gt, gte, inArray, lt, lte, or, type SQL, sql } from 'drizzle-orm'
import { carts } from '../../../db/schema/carts.ts'
import { metafields } from '../../../db/schema/metafields.ts'
import type { Metafield, PermissionSet } from '../../cart/metafields.ts'
import type { MetafieldQuery } from '../../checkout/metafield-query.ts'
import { type Db, givenColumns, newColumns } from './tables.ts'

type Row = typeof metafields.$inferSelect

/** What programs note on carts. */
export function metafieldsOn(db: Db) {
  const ofCart = eq(metafields.cartId, sql.placeholder('cartId'))
  const byNumber = db
    .select()
    .from(metafields)
    .where(eq(metafields.number, sql.placeholder('number')))
    .prepare()
  const byKey = db
    .select()
    .from(metafields)
    .where(
      and(
        ofCart,
        eq(metafields.ownerId, sql.placeholder('ownerId')),
        eq(metafields.namespace, sql.placeholder('namespace')),
        eq(metafields.key, sql.placeholder('key')),
      ),
    )
    .prepare()
  const counts = db
    .select({
      all: sql<number>`count(*)`,
      own: sql<number>`coalesce(sum(${metafields.ownerId} = ${sql.placeholder('ownerId')}), 0)`,
    })
    .from(metafields)
    .where(ofCart)
    .prepare()
  const last = db
    .select({ number: sql<number>`seq` })
    .from(sql`sqlite_sequence`)
    .where(sql`name = 'metafields'`)
    .prepare()
  const upsert = db
    .insert(metafields)
    .values(givenColumns(metafields))
    .onConflictDoUpdate({ target: metafields.number, set: newColumns(metafields, ['number', 'cartId', 'createdAt']) })
    .prepare()
  const remove = db
    .delete(metafields)
    .where(eq(metafields.number, sql.placeholder('number')))
    .prepare()

  return {
    find: (number: number): Metafield | null => metafieldIn(byNumber.get({ number })),
    findByKey: (cartId: string, ownerId: string, namespace: string, key: string): Metafield | null =>
      metafieldIn(byKey.get({ cartId, ownerId, namespace, key })),
    counts: (cartId: string, ownerId: string): { readonly all: number; readonly own: number } =>
      counts.get({ cartId, ownerId }) ?? { all: 0, own: 0 },
    nextNumber: (): number => (last.get()?.number ?? 0) + 1,
    query: (query: MetafieldQuery) => queryOn(db, query),
    save(metafield: Metafield): void {
      upsert.run({ ...metafield })
    },
    remove(numbers: readonly number[]): void {
      for (const number of numbers) remove.run({ number })
    },
  }
}

/** Built for the question, since it may be asked by any of ten things; programs ask it, not shoppers. */
function queryOn(db: Db, query: MetafieldQuery) {
  const wanted = and(...wishes(query))
  const total = db.select({ count: sql<number>`count(*)` }).from(metafields).where(wanted).get()?.count ?? 0
  const { after, before } = query
  const cursor = and(
    after === null ? undefined : gt(metafields.number, after),
    before === null ? undefined : lt(metafields.number, before),
  )
  const isDown = query.isDescending !== (before !== null)
  const rows = db
    .select()
    .from(metafields)
    .where(and(wanted, cursor))
    .orderBy(isDown ? desc(metafields.number) : asc(metafields.number))
    .limit(query.limit)
    .offset(query.offset)
    .all()
  const found = rows.flatMap((row) => metafieldIn(row) ?? [])
  return { total, metafields: before === null ? found : found.toReversed() }
}

function wishes(query: MetafieldQuery): readonly (SQL | undefined)[] {
  const { cartId, readerId, isTest, keys, namespaces, created, updated } = query
  return [
    cartId === null ? undefined : eq(metafields.cartId, cartId),
    sql`exists (select 1 from ${carts} where ${carts.id} = ${metafields.cartId} and coalesce(${carts.doc} ->> 'isTest', 0) = ${isTest ? 1 : 0})`,
    or(eq(metafields.ownerId, readerId), sql`${metafields.permissionSet} <> 'app_only'`),
    keys === null ? undefined : inArray(metafields.key, [...keys]),
    namespaces === null ? undefined : inArray(metafields.namespace, [...namespaces]),
    created.from === null ? undefined : gte(metafields.createdAt, created.from),
    created.to === null ? undefined : lte(metafields.createdAt, created.to),
    updated.from === null ? undefined : gte(metafields.updatedAt, updated.from),
    updated.to === null ? undefined : lte(metafields.updatedAt, updated.to),
  ]
}

function metafieldIn(row: Row | undefined): Metafield | null {
  return row ? { ...row, permissionSet: row.permissionSet as PermissionSet } : null
}
