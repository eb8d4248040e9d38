import type { Database } from 'bun:sqlite'
import { openPrivately } from '../../../db/open.ts'
import { isBusy } from './errors.ts'

/** How long somebody else may take to arrive: they keep everybody out for as long as they look after what the dead left. */
const arrivalMs = 30_000

/** This process is among those that take on work, until it leaves or dies, however it does. */
export interface Presence {
  leave(): void
}

/**
 * Takes a place among the processes that take on work, which is a shared lock on `file`. The kernel ends a lock with its
 * process and keeps it while that is only paused; so whoever gets the whole file for a moment knows that nobody else is
 * alive, and calls `whenAlone` before anybody can come.
 */
export async function arrive(file: string, whenAlone: () => Promise<unknown>): Promise<Presence> {
  const lock = openPrivately(file, (connection) => connection.run('pragma busy_timeout = 0'))
  try {
    if (hasWhole(lock)) {
      await whenAlone()
      lock.run('commit')
    }
    share(lock)
  } catch (error) {
    lock.close(true)
    throw error
  }
  return { leave: () => lock.close(true) }
}

function hasWhole(lock: Database): boolean {
  try {
    lock.run('begin exclusive')
    return true
  } catch (error) {
    if (isBusy(error)) return false
    throw error
  }
}

/** A transaction that has read something, and stays open. */
function share(lock: Database): void {
  lock.run(`pragma busy_timeout = ${arrivalMs}`)
  lock.run('begin')
  lock.run('select count(*) from sqlite_schema')
}
