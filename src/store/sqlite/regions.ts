import { asc, eq, sql } from 'drizzle-orm'
import { regions } from '../../../db/schema/regions.ts'
import type { Region } from '../../catalog/region.ts'
import type { CatalogMemory } from './catalog-memory.ts'
import { type Db, givenColumns, newColumns } from './tables.ts'

const regionsMax = 1_000

/** Where the shop sells, in the order of creation. */
export function regionsOn(db: Db, memory: CatalogMemory) {
  const byId = db
    .select({ doc: regions.doc })
    .from(regions)
    .where(eq(regions.id, sql.placeholder('id')))
    .prepare()
  const all = db.select({ doc: regions.doc }).from(regions).orderBy(asc(regions.position)).prepare()
  const upsert = db
    .insert(regions)
    .values(givenColumns(regions, ['position']))
    .onConflictDoUpdate({ target: regions.id, set: newColumns(regions, ['position', 'id']) })
    .prepare()

  return {
    find: memory.of(regionsMax, (id) => {
      const row = byId.get({ id })
      return row ? (JSON.parse(row.doc) as Region) : null
    }),
    all: memory.once((): readonly Region[] => all.all().map((row) => JSON.parse(row.doc) as Region)),
    save(region: Region): void {
      upsert.run({ id: region.id, name: region.name, doc: JSON.stringify(region) })
    },
  }
}
