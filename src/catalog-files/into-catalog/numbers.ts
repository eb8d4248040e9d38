import { type Mistakes, type Position, within } from '../mistakes.ts'

/** The stable positive numbers of one noun: given by the file, kept, or the next free one. */
export class Numbers {
  private readonly owners = new Map<number, string>()
  private readonly reserved: ReadonlySet<number>
  private next = 1

  /** `given` are all numbers that the file names, so that none of them is handed to another record first. */
  constructor(rows: readonly { readonly id: string; readonly number: number }[], given: Iterable<number | undefined>) {
    for (const row of rows) this.owners.set(row.number, row.id)
    this.reserved = new Set([...given].filter((number) => number !== undefined))
  }

  /** The number of the record with that id. A number of another record, and one that differs from its own, are mistakes. */
  assign(
    mistakes: Mistakes,
    id: string,
    given: number | undefined,
    existing: { readonly number: number } | null,
    position: Position,
  ): number {
    if (existing !== null && given !== undefined && given !== existing.number) {
      mistakes.add(position, `cannot be ${given}: it is ${existing.number} already, and numbers stay`)
    }
    if (existing !== null) return existing.number
    const number = given ?? this.nextFree()
    const owner = this.owners.get(number)
    if (owner !== undefined && owner !== id) mistakes.add(position, `is taken: ${number} is the number of ${owner}`)
    this.owners.set(number, id)
    return number
  }

  private nextFree(): number {
    while (this.owners.has(this.next) || this.reserved.has(this.next)) this.next += 1
    return this.next
  }
}

/** Where a record's number stands. */
export function numberPosition(position: Position): Position {
  return within(position, 'number')
}
