import type { Database } from 'bun:sqlite'
import { catalogRevision } from '../../../db/schema/store-profile.ts'
import { Remembered } from './remembered.ts'
import { type Db, given, newColumns, type StoreOptions } from './tables.ts'

/**
 * What is remembered between transactions: the catalog, for as long as nobody imports; counts, for as long as nobody
 * counts. Another process may do either, so the first look of every transaction asks SQLite whether anybody else wrote
 * (https://sqlite.org/pragma.html#pragma_data_version), and only then compares the catalog's revision.
 */
export class CatalogMemory {
  readonly #options: StoreOptions
  readonly #statements
  readonly #remembered: Remembered<unknown>[] = []
  readonly #counts: Remembered<unknown>[] = []
  #token: string | null = null
  #othersWrote: number | null = null
  #isCompared = false
  #isCounting = false

  constructor(connection: Database, db: Db, options: StoreOptions) {
    this.#options = options
    this.#statements = {
      othersWrote: connection.prepare<{ data_version: number }, []>('pragma data_version'),
      read: db.select({ token: catalogRevision.token }).from(catalogRevision).prepare(),
      write: db
        .insert(catalogRevision)
        .values({ id: 1, token: given('token') })
        .onConflictDoUpdate({ target: catalogRevision.id, set: newColumns(catalogRevision, ['id']) })
        .prepare(),
    }
  }

  /** Another transaction begins: what another process imported is to be seen. */
  look(): void {
    this.#isCompared = false
    if (this.#isCounting) this.#forgetCounts()
  }

  /** Something was undone that may have been looked at. */
  forget(): void {
    this.#othersWrote = null
    this.#token = null
    for (const remembered of this.#remembered) remembered.clear()
    this.#forgetCounts()
  }

  /** The catalog is another one from here on. */
  changed(): void {
    this.#statements.write.run({ token: this.#options.newToken() })
    this.#othersWrote = null
    this.#isCompared = false
  }

  /** Counts are others from here on; until the next transaction they are looked up. */
  counted(): void {
    this.#isCounting = true
  }

  /** Remembers by key what `look` finds. */
  of<Value>(countMax: number, look: (key: string) => Value | null): (key: string) => Value | null {
    const remembered = new Remembered<Value>(countMax)
    this.#remembered.push(remembered as Remembered<unknown>)
    return (key) => {
      this.#compare()
      return remembered.get(key, look)
    }
  }

  /** Remembers a count by key, until somebody counts. */
  count<Value>(countMax: number, look: (key: string) => Value | null): (key: string) => Value | null {
    const remembered = new Remembered<Value>(countMax)
    this.#counts.push(remembered as Remembered<unknown>)
    return (key) => {
      this.#compare()
      return this.#isCounting ? look(key) : remembered.get(key, look)
    }
  }

  /** Remembers the one answer of `look`. */
  once<Value>(look: () => Value): () => Value {
    const answer = this.of<{ readonly value: Value }>(1, () => ({ value: look() }))
    return () => (answer('') ?? { value: look() }).value
  }

  #compare(): void {
    if (this.#isCompared) return
    const othersWrote = this.#statements.othersWrote.get()?.data_version ?? null
    if (othersWrote === null || othersWrote !== this.#othersWrote) this.#compareRevision()
    this.#othersWrote = othersWrote
    this.#isCompared = true
  }

  #compareRevision(): void {
    this.#forgetCounts()
    const token = this.#statements.read.get()?.token ?? null
    if (token === this.#token) return
    for (const remembered of this.#remembered) remembered.clear()
    this.#token = token
  }

  #forgetCounts(): void {
    for (const remembered of this.#counts) remembered.clear()
    this.#isCounting = false
  }
}
