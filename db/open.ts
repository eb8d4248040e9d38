import { Database, SQLiteError } from 'bun:sqlite'
import { migrate } from './migrate.ts'
import type { Migration } from './migrations.ts'
import { keepPrivate } from './private-file.ts'
import { DatabaseUnfit, unfit } from './unfit.ts'

/** How long opening waits for another program's lock, such as a migration's. */
const openingWaitMs = 30_000
/** How long a read blocks the process for a lock, such as that of a recovery; who writes does not block for it at all. */
export const busyTimeoutMs = 50
/** Switches to WAL tried before giving up: SQLite does not wait for the lock that the switch needs. */
const walTriesMax = 200
const walPauseMs = 10
/** A checkpoint runs inside somebody's commit, so a small one is what keeps the slowest request short. */
const walPages = 200
const walBytesMax = 4 * 1024 * 1024

/** The settings that the promises rest on, as SQLite says them back. */
const required: Readonly<Record<string, string | number>> = {
  journal_mode: 'wal',
  synchronous: 2, // full: a commit that was acknowledged survives power loss
  foreign_keys: 1,
  busy_timeout: busyTimeoutMs,
  wal_autocheckpoint: walPages,
  journal_size_limit: walBytesMax,
}

export interface OpenOptions {
  readonly migrations: readonly Migration[]
  /** Milliseconds since 1970; noted with what is migrated. */
  readonly now: number
}

/** Opens or makes the file, brings it up to date, and refuses to run on settings that would lose acknowledged work. */
export function openDatabase(file: string, options: OpenOptions): Database {
  return openPrivately(file, (connection) => {
    // First of all: every later statement may meet another program's lock.
    connection.run(`pragma busy_timeout = ${openingWaitMs}`)
    switchToWal(connection)
    connection.run('pragma synchronous = full')
    connection.run(`pragma wal_autocheckpoint = ${walPages}`)
    connection.run(`pragma journal_size_limit = ${walBytesMax}`)
    connection.run('pragma foreign_keys = off')
    migrate(connection, options.migrations, options.now)
    connection.run('pragma foreign_keys = on')
    connection.run(`pragma busy_timeout = ${busyTimeoutMs}`)
    check(connection)
  })
}

/** Opens or makes a database for the program's own user alone and prepares it; what goes wrong on the way names the file. */
export function openPrivately(file: string, prepare: (connection: Database) => void): Database {
  let connection: Database | null = null
  try {
    keepPrivate(file)
    connection = new Database(file, { create: true, readwrite: true })
    prepare(connection)
    return connection
  } catch (error) {
    connection?.close(true)
    throw unfit(file, error)
  }
}

/** Readers and the writer do not wait for each other; tried again while another program makes the same switch. */
export function switchToWal(connection: Database): void {
  for (let tries = 1; ; tries += 1) {
    try {
      connection.run('pragma journal_mode = wal')
      return
    } catch (error) {
      const isBusy = error instanceof SQLiteError && (error.errno & 0xff) === 5
      if (!isBusy || tries >= walTriesMax) throw error
      Bun.sleepSync(walPauseMs)
    }
  }
}

function check(connection: Database): void {
  for (const [name, wanted] of Object.entries(required)) {
    const row = connection.prepare<Record<string, string | number>, []>(`pragma ${name}`).get()
    const found = row ? Object.values(row)[0] : undefined
    if (found !== wanted) throw new DatabaseUnfit(`SQLite runs with ${name} = ${found}, but needs ${wanted}.`)
  }
}
