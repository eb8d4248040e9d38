import { catalogRevision } from '../../../db/schema/store-profile.ts'
import { Remembered } from './remembered.ts'
import { type Db, given, newColumns, type StoreOptions } from './tables.ts'

/**
 * What is remembered of the catalog, for as long as nobody imports. Another process may: so the first look of every
 * transaction compares the revision, which is another token after each import.
 */
export class CatalogMemory {
  readonly #options: StoreOptions
  readonly #statements
  readonly #remembered: Remembered<unknown>[] = []
  #token: string | null = null
  #isCompared = false

  constructor(db: Db, options: StoreOptions) {
    this.#options = options
    this.#statements = {
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
  }

  /** The catalog is another one from here on. */
  changed(): void {
    this.#statements.write.run({ token: this.#options.newToken() })
    this.#isCompared = false
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

  /** Remembers the one answer of `look`. */
  once<Value>(look: () => Value): () => Value {
    const answer = this.of<{ readonly value: Value }>(1, () => ({ value: look() }))
    return () => (answer('') ?? { value: look() }).value
  }

  #compare(): void {
    if (this.#isCompared) return
    const token = this.#statements.read.get()?.token ?? null
    if (token !== this.#token) {
      for (const remembered of this.#remembered) remembered.clear()
      this.#token = token
    }
    this.#isCompared = true
  }
}
