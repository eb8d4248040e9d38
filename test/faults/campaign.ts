import type { Fault } from './fault.ts'
import type { Runner } from './place.ts'
import { hold, type Outcome } from './trial.ts'

/** One fault at one place, so many times. */
export interface Planned {
  readonly fault: Fault
  readonly runner: Runner
  readonly count: number
  /** From 1; several where so many are more than one shop has to suffer. */
  readonly part: number
}

/** Each fault's count, divided among the runners where it can happen, and among as many shops as it takes. */
export function planned(faults: readonly Fault[], countOf: (fault: Fault) => number): readonly Planned[] {
  return faults.flatMap((fault) => {
    const count = Math.ceil(countOf(fault) / (fault.isUndivided === true ? 1 : fault.runners.length))
    const parts = Math.max(1, Math.ceil(count / (fault.atOnce ?? count)))
    return fault.runners.flatMap((runner) =>
      Array.from({ length: parts }, (_, part) => {
        const share = Math.floor((count * (part + 1)) / parts) - Math.floor((count * part) / parts)
        return { fault, runner, count: share, part: part + 1 }
      }),
    )
  })
}

export interface CampaignOptions {
  readonly seed: string
  readonly isRelease: boolean
  /** How many shops suffer at the same time; who has to be alone is, at the end. */
  readonly lanes: number
  /** How long one fault may go on at one place. */
  readonly timeMs: (one: Planned) => number
}

/** Begins all of them; each promise resolves when that one is over. */
export function campaign(all: readonly Planned[], options: CampaignOptions): ReadonlyMap<Planned, Promise<Outcome>> {
  const { seed, isRelease, lanes, timeMs } = options
  const endings = new Map(all.map((one) => [one, Promise.withResolvers<Outcome>()]))
  const waiting = all.filter(({ fault }) => fault.isAlone !== true)
  const alone = all.filter(({ fault }) => fault.isAlone === true)

  async function drive(queue: Planned[]): Promise<void> {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
      const ending = endings.get(one)
      await hold({ ...one, seed, isRelease, timeMs: timeMs(one) }).then(ending?.resolve, ending?.reject)
    }
  }

  void Promise.all(Array.from({ length: lanes }, () => drive(waiting))).then(() => drive(alone))
  return new Map([...endings].map(([one, { promise }]) => [one, promise]))
}
