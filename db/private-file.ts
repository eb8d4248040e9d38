import { chmodSync, closeSync, openSync } from 'node:fs'

/** Only who runs the program may read what shoppers wrote. */
const fileMode = 0o600

/**
 * Makes the file of a database where there is none, and closes one that is there, with what SQLite keeps beside it, to
 * everybody else. What SQLite makes later it makes with the file's own mode.
 */
export function keepPrivate(file: string): void {
  if (file === ':memory:') return
  if (makePrivate(file)) return
  for (const each of [file, `${file}-wal`, `${file}-shm`]) closeToOthers(each)
}

/** Makes an empty file that nobody else may read; false when there is one already, which is left alone. */
export function makePrivate(file: string): boolean {
  try {
    // Never an open of what is there: closing it again would end every lock that this process has on it.
    closeSync(openSync(file, 'wx', fileMode))
    return true
  } catch (error) {
    if (isCoded(error, 'EEXIST')) return false
    throw error
  }
}

/** A file of somebody else's who lets us write to it is theirs to close. */
function closeToOthers(file: string): void {
  try {
    chmodSync(file, fileMode)
  } catch (error) {
    if (!isCoded(error, 'ENOENT') && !isCoded(error, 'EPERM')) throw error
  }
}

function isCoded(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
