import { storeProfile } from '../../../db/schema/store-profile.ts'
import type { StoreProfile } from '../../catalog/region.ts'
import type { CatalogMemory } from './catalog-memory.ts'
import { type Db, given, newColumns } from './tables.ts'

/** What a shop is called before anything was imported. */
const blank: StoreProfile = { name: 'Cartwright', currencies: ['eur'], defaultCurrencyCode: 'eur' }

/** What is said once about the shop. */
export function storeProfileOn(db: Db, memory: CatalogMemory) {
  const one = db.select({ doc: storeProfile.doc }).from(storeProfile).prepare()
  const upsert = db
    .insert(storeProfile)
    .values({ id: 1, doc: given('doc') })
    .onConflictDoUpdate({ target: storeProfile.id, set: newColumns(storeProfile, ['id']) })
    .prepare()

  return {
    find: memory.once((): StoreProfile => {
      const row = one.get()
      return row ? (JSON.parse(row.doc) as StoreProfile) : blank
    }),
    save(profile: StoreProfile): void {
      upsert.run({ doc: JSON.stringify(profile) })
    },
  }
}
