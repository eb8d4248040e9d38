import { asc } from 'drizzle-orm'
import { channels } from '../../../db/schema/channels.ts'
import type { Channel } from '../../catalog/region.ts'
import type { CatalogMemory } from './catalog-memory.ts'
import { type Db, givenColumns, newColumns } from './tables.ts'

/** Where carts come from, in the order of creation: the first is the default. */
export function channelsOn(db: Db, memory: CatalogMemory) {
  const all = db.select({ doc: channels.doc }).from(channels).orderBy(asc(channels.position)).prepare()
  const upsert = db
    .insert(channels)
    .values(givenColumns(channels, ['position']))
    .onConflictDoUpdate({ target: channels.id, set: newColumns(channels, ['position', 'id']) })
    .prepare()

  return {
    all: memory.once((): readonly Channel[] => all.all().map((row) => JSON.parse(row.doc) as Channel)),
    save(channel: Channel): void {
      upsert.run({ id: channel.id, number: channel.number, doc: JSON.stringify(channel) })
    },
  }
}
