import { SQLiteError } from 'bun:sqlite'

/** SQLite does not run on the file as it must; nothing was promised yet. */
export class DatabaseUnfit extends Error {
  override readonly name = 'DatabaseUnfit'
}

/** What is to be said of the file, by primary result code (https://www.sqlite.org/rescode.html). */
const sayings: Readonly<Record<number, string>> = {
  5: 'is kept locked by another program',
  8: 'cannot be written',
  10: 'cannot be read or written',
  11: 'is damaged',
  13: 'has no room left to grow',
  14: 'cannot be opened; it has to be a file that this user may read and write',
  26: 'is not a database',
}

/** What keeps the file from being opened, in a sentence that names it; errors that are about something else as they are. */
export function unfit(file: string, error: unknown): unknown {
  const saying = error instanceof SQLiteError ? sayings[error.errno & 0xff] : undefined
  if (saying !== undefined) return new DatabaseUnfit(`${file} ${saying}.`, { cause: error })
  const isOfSystem = error instanceof Error && 'path' in error && 'code' in error
  return isOfSystem ? new DatabaseUnfit(`${error.path} cannot be made (${error.code}).`, { cause: error }) : error
}
