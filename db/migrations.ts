import first from './migrations/0000_first.sql' with { type: 'text' }

/** One step of the database's shape; never edited once released. */
export interface Migration {
  readonly name: string
  readonly sql: string
}

/** Compiled into the binary and run in this order. */
export const migrations: readonly Migration[] = [{ name: '0000_first', sql: first }]
