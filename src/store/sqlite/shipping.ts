import { asc, eq, sql } from 'drizzle-orm'
import { shippingOptions, shippingProfiles } from '../../../db/schema/shipping.ts'
import type { ShippingProfile } from '../../catalog/product.ts'
import type { ShippingOption } from '../../catalog/shipping-option.ts'
import type { CatalogMemory } from './catalog-memory.ts'
import { type Db, givenColumns, newColumns } from './tables.ts'

const optionsMax = 5_000
const profilesMax = 1_000
const regionsMax = 1_000

/** Ways to ship, by region in the order of creation. */
export function shippingOptionsOn(db: Db, memory: CatalogMemory) {
  const found = { doc: shippingOptions.doc }
  const byId = db
    .select(found)
    .from(shippingOptions)
    .where(eq(shippingOptions.id, sql.placeholder('id')))
    .prepare()
  const byRegion = db
    .select(found)
    .from(shippingOptions)
    .where(eq(shippingOptions.regionId, sql.placeholder('regionId')))
    .orderBy(asc(shippingOptions.position))
    .prepare()
  const upsert = db
    .insert(shippingOptions)
    .values(givenColumns(shippingOptions, ['position']))
    .onConflictDoUpdate({ target: shippingOptions.id, set: newColumns(shippingOptions, ['position', 'id']) })
    .prepare()
  const ofRegion = memory.of(regionsMax, (regionId): readonly ShippingOption[] =>
    byRegion.all({ regionId }).map((row) => JSON.parse(row.doc) as ShippingOption),
  )

  return {
    find: memory.of(optionsMax, (id) => {
      const row = byId.get({ id })
      return row ? (JSON.parse(row.doc) as ShippingOption) : null
    }),
    ofRegion: (regionId: string): readonly ShippingOption[] => ofRegion(regionId) ?? [],
    save(option: ShippingOption): void {
      upsert.run({
        id: option.id,
        regionId: option.regionId,
        profileId: option.profileId,
        doc: JSON.stringify(option),
      })
    },
  }
}

/** What ships together, in the order of creation. */
export function shippingProfilesOn(db: Db, memory: CatalogMemory) {
  const found = { doc: shippingProfiles.doc }
  const byId = db
    .select(found)
    .from(shippingProfiles)
    .where(eq(shippingProfiles.id, sql.placeholder('id')))
    .prepare()
  const all = db.select(found).from(shippingProfiles).orderBy(asc(shippingProfiles.position)).prepare()
  const upsert = db
    .insert(shippingProfiles)
    .values(givenColumns(shippingProfiles, ['position']))
    .onConflictDoUpdate({ target: shippingProfiles.id, set: newColumns(shippingProfiles, ['position', 'id']) })
    .prepare()

  return {
    find: memory.of(profilesMax, (id) => {
      const row = byId.get({ id })
      return row ? (JSON.parse(row.doc) as ShippingProfile) : null
    }),
    all: memory.once((): readonly ShippingProfile[] => all.all().map((row) => JSON.parse(row.doc) as ShippingProfile)),
    save(profile: ShippingProfile): void {
      upsert.run({ id: profile.id, key: profile.key, doc: JSON.stringify(profile) })
    },
  }
}
