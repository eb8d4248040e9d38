import { eq, sql } from 'drizzle-orm'
import { shopSettings } from '../../../db/schema/shop-settings.ts'
import type { Metadata } from '../../catalog/product.ts'
import { type Db, givenColumns, newColumns } from './tables.ts'

/** What is set while the shop runs. */
export function shopSettingsOn(db: Db) {
  const byScope = db
    .select({ doc: shopSettings.doc })
    .from(shopSettings)
    .where(eq(shopSettings.scope, sql.placeholder('scope')))
    .prepare()
  const upsert = db
    .insert(shopSettings)
    .values(givenColumns(shopSettings))
    .onConflictDoUpdate({ target: shopSettings.scope, set: newColumns(shopSettings, ['scope']) })
    .prepare()

  return {
    find(scope: string): Metadata | null {
      const row = byScope.get({ scope })
      return row ? (JSON.parse(row.doc) as Metadata) : null
    },
    save(scope: string, doc: Metadata): void {
      upsert.run({ scope, doc: JSON.stringify(doc) })
    },
  }
}
