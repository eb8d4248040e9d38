import { Refusal } from '../refusal.ts'

/** Mistakes of one file that are told; the others are counted. */
export const mistakesToldMax = 20

/** Where something stands in the file, as in `products[3].variants[0].prices[1].amount`; empty for the file itself. */
export type Position = string

/** Gathers what is wrong with a file, so that its author hears of everything at once. */
export class Mistakes {
  readonly told: string[] = []
  count = 0
  private readonly fileName: string
  private readonly respell: (position: Position) => Position

  /** `respell` turns a position of our format into the one of the file that the author wrote. */
  constructor(fileName: string, respell: (position: Position) => Position = (position) => position) {
    this.fileName = fileName
    this.respell = respell
  }

  /** `reason` goes on after the position: `must be …`, `is missing`. */
  add(position: Position, reason: string): void {
    this.count += 1
    if (this.told.length >= mistakesToldMax) return
    this.told.push(`${position === '' ? 'the file' : this.respell(position)}: ${reason}`)
  }

  /** One that hears nothing, for looking twice at what was told already. */
  deaf(): Mistakes {
    return new Mistakes(this.fileName)
  }

  /** Refuses the whole file when anything is wrong with it. */
  refuseIfAny(): void {
    if (this.count > 0) this.refuse()
  }

  /** Refuses the whole file. */
  refuse(): never {
    const more = this.count - this.told.length
    const lines = more > 0 ? [...this.told, `and ${more} more`] : this.told
    const headline = `${this.fileName} has ${this.count === 1 ? 'a mistake' : `${this.count} mistakes`}`
    throw new Refusal('catalog-invalid', `${headline}; nothing was imported\n${lines.join('\n')}`, {
      file: this.fileName,
      count: this.count,
      mistakes: this.told,
    })
  }
}

/** The position of a field or of an item below `position`. */
export function within(position: Position, step: string | number): Position {
  if (typeof step === 'number') return `${position}[${step}]`
  const name = /^[\w$-]{1,100}$/.test(step) ? step : JSON.stringify(step.slice(0, 100))
  return position === '' ? name : `${position}.${name}`
}
