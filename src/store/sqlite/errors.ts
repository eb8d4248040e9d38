import { SQLiteError } from 'bun:sqlite'
import { Refusal } from '../../refusal.ts'

// Primary result codes, https://www.sqlite.org/rescode.html; extended ones carry them in their low byte.
const busy = 5
const full = 13
const constraintCheck = 275
const constraintUnique = 2067
const constraintPrimaryKey = 1555

/** Somebody else holds the lock that is needed. */
export function isBusy(error: unknown): boolean {
  return error instanceof SQLiteError && (error.errno & 0xff) === busy
}

/** A row with that key is there already. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof SQLiteError && (error.errno === constraintUnique || error.errno === constraintPrimaryKey)
}

/** A row would break a CHECK of its table. */
export function isAgainstCheck(error: unknown): boolean {
  return error instanceof SQLiteError && error.errno === constraintCheck
}

/** What SQLite says, as the caller is to hear it: a full disk is nobody's bug and passes. */
export function translated(error: unknown): unknown {
  if (error instanceof SQLiteError && (error.errno & 0xff) === full) {
    return new Refusal('storage-full', 'There is no room left to save anything.')
  }
  return error
}
