import { and, eq, isNull, sql } from 'drizzle-orm'
import { apiKeys } from '../../../db/schema/api-keys.ts'
import type { ApiKey } from '../../checkout/api-key.ts'
import type { CatalogMemory } from './catalog-memory.ts'
import { type Db, given, givenColumns } from './tables.ts'

/** Keys whose rows are remembered: what is asked with every request is read once, until anybody writes a key. */
const rememberedMax = 1_000

/** What lets programs in, by the hash of the key. Another process may revoke one, so its writes end the remembering. */
export function apiKeysOn(db: Db, memory: CatalogMemory) {
  const byHash = db
    .select()
    .from(apiKeys)
    .where(eq(apiKeys.keyHash, sql.placeholder('keyHash')))
    .prepare()
  const byId = db
    .select()
    .from(apiKeys)
    .where(eq(apiKeys.id, sql.placeholder('id')))
    .prepare()
  const inOrder = db.select().from(apiKeys).orderBy(apiKeys.createdAt, sql`rowid`).prepare()
  const insert = db.insert(apiKeys).values(givenColumns(apiKeys)).prepare()
  const revoke = db
    .update(apiKeys)
    .set({ revokedAt: given('at') })
    .where(and(eq(apiKeys.id, sql.placeholder('id')), isNull(apiKeys.revokedAt)))
    .prepare()

  return {
    findByHash: memory.count<ApiKey>(rememberedMax, (keyHash) => byHash.get({ keyHash }) ?? null),
    find: (id: string): ApiKey | null => byId.get({ id }) ?? null,
    all: (): readonly ApiKey[] => inOrder.all(),
    add(key: ApiKey): void {
      insert.run({ ...key })
    },
    /** One that was revoked before keeps its time. */
    revoke(id: string, at: number): void {
      revoke.run({ id, at })
      memory.counted()
    },
  }
}
