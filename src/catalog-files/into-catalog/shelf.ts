import { type Mistakes, type Position, within } from '../mistakes.ts'
import { count, type Desk, type Noun, outcomeOf, type Stamped, settle } from './desk.ts'

/** How a noun's mistakes are told: `product`, `handle`. */
export interface ShelfWords {
  readonly noun: string
  readonly keyField: string
}

/** All records of one noun, those that are there and those of the file, found by natural key and by id. */
export class Shelf<Row extends Stamped> {
  /** What has to be saved. */
  readonly changed: Row[] = []
  private readonly byId = new Map<string, Row>()
  private readonly byKey = new Map<string, Row>()
  private readonly claimedKeys = new Map<string, Position>()
  private readonly claimedIds = new Map<string, Position>()
  private readonly keyOf: (row: Row) => string
  private readonly words: ShelfWords

  constructor(rows: readonly Row[], keyOf: (row: Row) => string, words: ShelfWords) {
    this.keyOf = keyOf
    this.words = words
    for (const row of rows) this.place(row)
  }

  find(key: string): Row | null {
    return this.byKey.get(key) ?? null
  }

  get(id: string): Row | null {
    return this.byId.get(id) ?? null
  }

  all(): readonly Row[] {
    return [...this.byId.values()]
  }

  /**
   * The existing record that one of the file means: the one with its id, or with its natural key.
   * A key or an id that the file used before, and an id other than the one that the record has, are mistakes.
   */
  recognise(
    mistakes: Mistakes,
    key: string,
    id: string | undefined,
    position: Position,
    keyField: string = this.words.keyField,
  ): Row | null {
    const { noun } = this.words
    const before = this.claimedKeys.get(key)
    if (before !== undefined) mistakes.add(within(position, keyField), `is the same as that of ${before}`)
    this.claimedKeys.set(key, position)
    const byKey = this.find(key)
    if (id === undefined) return byKey
    const idBefore = this.claimedIds.get(id)
    if (idBefore !== undefined) mistakes.add(within(position, 'id'), `is the same as that of ${idBefore}`)
    this.claimedIds.set(id, position)
    if (byKey !== null && byKey.id !== id && before === undefined) {
      mistakes.add(within(position, 'id'), `cannot be given: the ${noun} with this ${keyField} has the id ${byKey.id}`)
    }
    return this.get(id) ?? byKey
  }

  /** Finds without changing anything: puts a record where others can refer to it before it is settled. */
  place(row: Row): void {
    const former = this.byId.get(row.id)
    if (former !== undefined && this.find(this.keyOf(former)) === former) this.byKey.delete(this.keyOf(former))
    this.byId.set(row.id, row)
    this.byKey.set(this.keyOf(row), row)
  }

  /** Puts what the file says in the existing record's place, to be saved when it differs; counts it when it has a noun. */
  settle(desk: Desk, noun: Noun | null, existing: Row | null, made: Row): Row {
    const settled = settle(desk, existing, made)
    const outcome = outcomeOf(existing, settled)
    if (noun !== null) count(desk, noun, outcome)
    if (outcome !== 'unchanged') this.changed.push(settled)
    this.place(settled)
    return settled
  }

  /** When the youngest record was made; 0 when there is none. */
  latest(): number {
    return this.all().reduce((latest, row) => Math.max(latest, row.createdAt), 0)
  }
}
