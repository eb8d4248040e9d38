import { Database } from 'bun:sqlite'
import { existsSync, renameSync, rmSync } from 'node:fs'
import type { Migration } from './migrations.ts'
import { makePrivate } from './private-file.ts'
import { unfit } from './unfit.ts'

/** The file's shape is not one that this program can bring up to date; the message says what to do. */
class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused'
}

/** One migration as `migrate status` shows it; `unknown` ones come from a newer program. */
export interface MigrationState {
  readonly name: string
  readonly state: 'applied' | 'pending' | 'unknown'
  readonly appliedAt: number | null
}

interface AppliedRow {
  readonly name: string
  readonly hash: string
  readonly applied_at: number
}

/**
 * Brings the file up to date in one immediate transaction, looked at and applied under the same lock, so that two
 * programs starting at once do it once. Needs `foreign_keys` off, since rebuilding a table would delete its children.
 */
export function migrate(connection: Database, migrations: readonly Migration[], now: number): void {
  connection.run('begin immediate')
  try {
    connection.run(
      'create table if not exists migrations (name text primary key not null, hash text not null, applied_at integer not null)',
    )
    const applied = appliedRows(connection)
    refuseStrangers(applied, migrations)
    const pending = migrations.slice(applied.length)
    const [next] = pending
    if (next && applied.length > 0) copyFile(connection.filename, next.name)
    for (const migration of pending) apply(connection, migration, now)
    if (pending.length > 0) refuseBrokenReferences(connection)
    connection.run('commit')
  } catch (error) {
    if (connection.inTransaction) connection.run('rollback')
    throw error
  }
}

/** What was applied to the file and what is still to come; changes nothing and makes no file. */
export function migrationStatus(file: string, migrations: readonly Migration[]): readonly MigrationState[] {
  const applied = new Map(readApplied(file).map((row) => [row.name, row.applied_at]))
  const known = migrations.map(({ name }): MigrationState => {
    const appliedAt = applied.get(name) ?? null
    applied.delete(name)
    return { name, state: appliedAt === null ? 'pending' : 'applied', appliedAt }
  })
  return [...known, ...[...applied].map(([name, appliedAt]) => ({ name, state: 'unknown' as const, appliedAt }))]
}

function readApplied(file: string): readonly AppliedRow[] {
  if (!existsSync(file)) return []
  let connection: Database | null = null
  try {
    connection = new Database(file, { readonly: true })
    const table = connection.prepare("select 1 from sqlite_master where type = 'table' and name = 'migrations'").get()
    return table ? appliedRows(connection) : []
  } catch (error) {
    throw unfit(file, error)
  } finally {
    connection?.close(true)
  }
}

function appliedRows(connection: Database): readonly AppliedRow[] {
  return connection.prepare<AppliedRow, []>('select name, hash, applied_at from migrations order by rowid').all()
}

function refuseStrangers(applied: readonly AppliedRow[], migrations: readonly Migration[]): void {
  const known = new Set(migrations.map(({ name }) => name))
  const newer = applied.find((row) => !known.has(row.name))
  if (newer) {
    throw new MigrationRefused(
      `This database was migrated by a newer program (${newer.name}); start that one, or restore a copy from before it.`,
    )
  }
  applied.forEach((row, at) => {
    const migration = migrations[at]
    if (migration?.name !== row.name) {
      throw new MigrationRefused(`Migration ${row.name} was applied out of order; restore a copy of the database.`)
    }
    if (hashOf(migration) !== row.hash) {
      throw new MigrationRefused(`Migration ${row.name} is not what was applied to this database; it has been edited.`)
    }
  })
}

function apply(connection: Database, migration: Migration, now: number): void {
  connection.run(migration.sql)
  connection
    .prepare('insert into migrations (name, hash, applied_at) values (?, ?, ?)')
    .run(migration.name, hashOf(migration), now)
}

function refuseBrokenReferences(connection: Database): void {
  const broken = connection.prepare<{ table: string }, []>('pragma foreign_key_check').get()
  if (broken)
    throw new MigrationRefused(`After the migration, rows of ${broken.table} point at rows that are not there.`)
}

/** The caller holds the write lock, so the copy is exactly what the migration starts from. */
function copyFile(file: string, before: string): void {
  const copy = `${file}.before-${before}`
  const unfinished = `${copy}.unfinished`
  rmSync(unfinished, { force: true })
  makePrivate(unfinished)
  const reader = new Database(file, { readonly: true })
  try {
    reader.prepare('vacuum into ?').run(unfinished)
  } finally {
    reader.close(true)
  }
  renameSync(unfinished, copy)
}

function hashOf(migration: Migration): string {
  return new Bun.CryptoHasher('sha256').update(migration.sql).digest('hex')
}
