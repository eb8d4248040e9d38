import { asc, eq, sql } from 'drizzle-orm'
import { collections } from '../../../db/schema/collections.ts'
import type { Collection } from '../../catalog/product.ts'
import type { CatalogMemory } from './catalog-memory.ts'
import { type Db, givenColumns, newColumns } from './tables.ts'

const collectionsMax = 1_000

/** Products shown together, in the order of creation. */
export function collectionsOn(db: Db, memory: CatalogMemory) {
  const found = { doc: collections.doc }
  const byId = db
    .select(found)
    .from(collections)
    .where(eq(collections.id, sql.placeholder('id')))
    .prepare()
  const all = db.select(found).from(collections).orderBy(asc(collections.position)).prepare()
  const upsert = db
    .insert(collections)
    .values(givenColumns(collections, ['position']))
    .onConflictDoUpdate({ target: collections.id, set: newColumns(collections, ['position', 'id']) })
    .prepare()

  return {
    find: memory.of(collectionsMax, (id) => {
      const row = byId.get({ id })
      return row ? (JSON.parse(row.doc) as Collection) : null
    }),
    all: memory.once((): readonly Collection[] => all.all().map((row) => JSON.parse(row.doc) as Collection)),
    save(collection: Collection): void {
      upsert.run({ id: collection.id, handle: collection.handle, doc: JSON.stringify(collection) })
    },
  }
}
