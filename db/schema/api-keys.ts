import { check, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { oneOf } from './checks.ts'

/** The words of `api_keys.kind`. */
export const apiKeyKinds = ['publishable', 'secret', 'management'] as const

/** What lets programs in. A key is not in here, only its hash and how it begins. */
export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: text('id').primaryKey(),
    kind: text('kind', { enum: apiKeyKinds }).notNull(),
    isTest: integer('is_test', { mode: 'boolean' }).notNull(),
    name: text('name'),
    keyHash: text('key_hash').notNull().unique(),
    prefix: text('prefix').notNull(),
    createdAt: integer('created_at').notNull(),
    revokedAt: integer('revoked_at'),
  },
  (table) => [check('api_keys_kind', oneOf(table.kind, apiKeyKinds))],
)
