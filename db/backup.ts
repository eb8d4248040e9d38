import { Database } from 'bun:sqlite'
import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { migrationStatus } from './migrate.ts'
import type { Migration } from './migrations.ts'
import { makePrivate } from './private-file.ts'
import { DatabaseUnfit, unfit } from './unfit.ts'

/** How long a copy waits for a lock, such as that of a recovery. */
const waitMs = 30_000

/**
 * Writes a whole copy of the database as it stands at one moment, while others read and write it; it appears under its
 * name when it is complete and on the disk. Refuses to write over a file that is there.
 */
export function backUp(file: string, to: string): void {
  if (!existsSync(file)) throw new DatabaseUnfit(`There is no database at ${file}.`)
  if (existsSync(to)) throw new DatabaseUnfit(`${to} is there already; a backup never writes over a file.`)
  const unfinished = `${to}.unfinished`
  let reader: Database | null = null
  try {
    rmSync(unfinished, { force: true })
    makePrivate(unfinished)
    reader = new Database(file, { readonly: true })
    reader.run(`pragma busy_timeout = ${waitMs}`)
    reader.prepare('vacuum into ?').run(unfinished)
    toDisk(unfinished)
    renameSync(unfinished, to)
    toDisk(dirname(to))
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw unfit(file, error)
  } finally {
    reader?.close(true)
  }
}

/** What restoring did. */
export interface Restored {
  /** Where what was there before is now; null when there was nothing. */
  readonly former: string | null
}

/**
 * Puts a backup in the database's place. Refuses a file that is damaged, is no shop's, or was migrated by a newer
 * program, and a database that another program has open; then nothing is changed. What was there is kept beside it.
 */
export function restore(from: string, file: string, migrations: readonly Migration[], now: number): Restored {
  examine(from, migrations)
  const unfinished = `${file}.restoring`
  rmSync(unfinished, { force: true })
  makePrivate(unfinished)
  copyFileSync(from, unfinished)
  toDisk(unfinished)
  try {
    const former = existsSync(file) ? putAside(file, now) : null
    renameSync(unfinished, file)
    toDisk(dirname(file))
    return { former }
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw unfit(file, error)
  }
}

function examine(from: string, migrations: readonly Migration[]): void {
  if (!existsSync(from)) throw new DatabaseUnfit(`There is no file ${from}.`)
  const states = migrationStatus(from, migrations)
  const newer = states.find(({ state }) => state === 'unknown')
  if (newer) throw new DatabaseUnfit(`${from} is of a newer program (${newer.name}); restore it with that one.`)
  if (!states.some(({ state }) => state === 'applied')) throw new DatabaseUnfit(`${from} is not a backup of a shop.`)
  let copy: Database | null = null
  try {
    copy = new Database(from, { readonly: true })
    const damage = copy.prepare<{ integrity_check: string }, []>('pragma integrity_check(1)').get()?.integrity_check
    const broken = copy.prepare('pragma foreign_key_check').get()
    if (damage !== 'ok' || broken) throw new DatabaseUnfit(`${from} is damaged.`)
  } catch (error) {
    throw unfit(from, error)
  } finally {
    copy?.close(true)
  }
}

/** Leaving WAL mode takes a lock that nobody gets while another program has the file open, and brings everything into the file. */
function putAside(file: string, now: number): string {
  const present = new Database(file)
  try {
    const { journal_mode: mode } = present
      .prepare<{ journal_mode: string }, []>('pragma journal_mode = delete')
      .get() ?? {
      journal_mode: 'wal',
    }
    if (mode !== 'delete') throw new DatabaseUnfit(`${file} is open in another program; stop the server first.`)
  } finally {
    present.close(true)
  }
  const former = `${file}.before-restore-${new Date(now).toISOString().replaceAll(':', '-')}`
  renameSync(file, former)
  return former
}

/** Of a folder, its list of names. */
function toDisk(path: string): void {
  const descriptor = openSync(path, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
