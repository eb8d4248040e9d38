import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'

/** A CHECK that a column holds one of these words; the words are ours and contain no quotes. */
export function oneOf(column: SQLWrapper, words: readonly string[]): SQL {
  return sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(', '))})`
}
