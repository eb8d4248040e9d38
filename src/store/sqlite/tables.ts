import type { Database } from 'bun:sqlite'
import { getTableColumns, type SQL, type Subquery, sql } from 'drizzle-orm'
import { type BunSQLiteDatabase, drizzle } from 'drizzle-orm/bun-sqlite'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'

/** What every noun's statements are prepared on. */
export type Db = BunSQLiteDatabase<Record<string, never>>

/** drizzle over the one connection; used to build and prepare, never to run anything unprepared. */
export function drizzleOn(connection: Database): Db {
  return drizzle(connection)
}

/** How writing goes, for operators. */
export interface Measure {
  /** A write transaction was made. */
  committed(ms: number): void
  /** Another process had the write lock. */
  wasBusy(): void
}

/** The clock, the names that the store gives itself, and whom it tells what nobody waits for. */
export interface StoreOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Unguessable, never the same twice: leases and catalog revisions. */
  readonly newToken: () => string
  /** Absent where nobody counts. */
  readonly measure?: Measure
  /** Without one, nobody hears of a listener that failed. */
  readonly log?: (event: string, details: Readonly<Record<string, unknown>>) => void
}

type ColumnName<Table extends SQLiteTable> = keyof Table['_']['columns'] & string

type Values<Table extends SQLiteTable, Without extends string> = Record<Exclude<ColumnName<Table>, Without>, SQL>

/** A value to be given by name when the statement runs. */
export function given(name: string): SQL {
  return sql`${sql.placeholder(name)}`
}

/** Every column but those `without`, each to be given by its own name. */
export function givenColumns<Table extends SQLiteTable, Without extends ColumnName<Table> = never>(
  table: Table,
  without: readonly Without[] = [],
): Values<Table, Without> {
  return valuesFor(table, without, (key) => given(key))
}

/** For an upsert: every column but those `without` as the row that met a conflict had it. */
export function newColumns<Table extends SQLiteTable, Without extends ColumnName<Table> = never>(
  table: Table,
  without: readonly Without[] = [],
): Values<Table, Without> {
  return valuesFor(table, without, (_key, column) => sql.raw(`excluded."${column}"`))
}

/** How many rows a question finds, which has its own limit. */
export function countedOn(db: Db, found: { as(name: 'found'): Subquery }) {
  return db.select({ count: sql<number>`count(*)` }).from(found.as('found')).prepare()
}

function valuesFor<Table extends SQLiteTable, Without extends string>(
  table: Table,
  without: readonly Without[],
  value: (key: string, column: string) => SQL,
): Values<Table, Without> {
  const columns = Object.entries(getTableColumns(table)).filter(([key]) => !without.some((name) => name === key))
  return Object.fromEntries(columns.map(([key, column]) => [key, value(key, column.name)])) as Values<Table, Without>
}
