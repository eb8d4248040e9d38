import { isDeepStrictEqual } from 'node:util'
import type { CatalogView } from '../../checkout/books.ts'
import type { NewId } from '../../id.ts'
import type { Mistakes } from '../mistakes.ts'

/** What an import counts. */
export type Noun =
  | 'store'
  | 'channels'
  | 'regions'
  | 'shipping_profiles'
  | 'shipping_options'
  | 'collections'
  | 'products'
  | 'variants'
  | 'price_lists'
  | 'discounts'
  | 'gift_cards'
  | 'customers'

/** What an import did to the records of one noun. */
export interface Tally {
  readonly created: number
  readonly updated: number
  readonly unchanged: number
}

export type Tallies = { [Word in Noun]?: Tally }

/** What every translation of one import has on its desk. */
export interface Desk {
  readonly view: CatalogView
  /** Milliseconds since 1970. */
  readonly now: number
  readonly newId: NewId
  /** The time of creation for the next new record: never the same twice, so that lists keep the file's order. */
  readonly tick: () => number
  readonly mistakes: Mistakes
  readonly tallies: Tallies
}

/** What every stored record of the catalog has. */
export interface Stamped {
  readonly id: string
  readonly createdAt: number
  readonly updatedAt: number
}

/** Times of a record that is to be compared with what is there: those of the existing one, or new ones. */
export function stampOf(desk: Desk, existing: Stamped | null): { createdAt: number; updatedAt: number } {
  if (existing !== null) return { createdAt: existing.createdAt, updatedAt: existing.updatedAt }
  const createdAt = desk.tick()
  return { createdAt, updatedAt: createdAt }
}

/** The existing record when nothing differs, so that an import of the same file changes nothing; else the new one, dated now. */
export function settle<Row extends Stamped>(desk: Desk, existing: Row | null, made: Row): Row {
  if (existing === null || existing === made) return made
  const dated = { ...made, createdAt: existing.createdAt, updatedAt: existing.updatedAt }
  return isDeepStrictEqual(dated, existing) ? existing : { ...dated, updatedAt: desk.now }
}

/** Counts what became of one record. */
export function count(desk: Desk, noun: Noun, outcome: keyof Tally): void {
  const tally = desk.tallies[noun] ?? { created: 0, updated: 0, unchanged: 0 }
  desk.tallies[noun] = { ...tally, [outcome]: tally[outcome] + 1 }
}

/** What settling did. */
export function outcomeOf<Row>(existing: Row | null, settled: Row): keyof Tally {
  if (existing === null) return 'created'
  return existing === settled ? 'unchanged' : 'updated'
}
