import { cpus, loadavg, release, totalmem } from 'node:os'
import type { Planned } from './campaign.ts'
import type { Outcome } from './trial.ts'

/** Accusations kept per shop. */
const brokenMax = 20

/** What a run came to, as it is written to a file: one row per shop that suffered. */
export interface Report {
  readonly command: string
  readonly seed: string
  readonly machine: string
  /** How long the runs took whose rows these are. */
  readonly minutes: number
  readonly totals: Figures
  readonly shops: readonly ShopRow[]
}

/** How one shop fared with one fault. */
export interface ShopRow extends Figures {
  readonly fault: string
  readonly says: string
  readonly runner: string
  readonly part: number
  readonly wanted: number
  readonly done: number
  readonly seconds: number
  readonly endedAt: string
  /** The program that suffered. */
  readonly program: string
  /** The machine's load average over the last minute, when it was over. */
  readonly load: number
  /** From a fault to the end of an attempt: how many took so many tenths of a second. */
  readonly recoveries: Readonly<Record<string, number>>
  readonly notDone: string | null
  readonly remarks: readonly string[]
  readonly broken: Outcome['broken']
}

export interface Figures {
  readonly kills: number
  readonly acknowledged: number
  readonly unknown: number
  readonly refused: number
  readonly orders: number
  /** Acknowledged, and not there. */
  readonly lost: number
  /** Orders or payments too many. */
  readonly duplicated: number
  /** Never ended. */
  readonly stuck: number
  /** Everything else that must not be. */
  readonly wrong: number
  readonly recoveryP50Ms: number | null
  readonly recoveryP99Ms: number | null
}

/** Which rule says what kind of misfortune. */
const misfortunes: Readonly<Record<string, 'lost' | 'duplicated' | 'stuck'>> = {
  I16: 'lost',
  I12: 'lost',
  I15: 'lost',
  I1: 'duplicated',
  I2: 'duplicated',
  I3: 'duplicated',
  I7: 'stuck',
  I11: 'stuck',
  I13: 'stuck',
}

export interface ReportFacts {
  readonly command: string
  readonly seed: string
  readonly minutes: number
}

export function reportOf(shops: readonly ShopRow[], { command, seed, minutes }: ReportFacts): Report {
  return { command, seed, machine: machine(), minutes, totals: totalsOf(shops), shops }
}

export function rowOf(outcome: Outcome, { fault: { says } }: Planned, program: string): ShopRow {
  const { fault, runner, part, wanted, done, seconds, notDone, remarks, broken } = outcome
  const { kills, acknowledged, unknown, refused, orders } = outcome
  const tenths = Map.groupBy(outcome.recoveryMs, (ms) => Math.round(ms / 100))
  const recoveries = Object.fromEntries([...tenths].map(([tenth, some]) => [tenth, some.length]))
  const misfortune = (kind: string | undefined): number =>
    broken
      .filter(({ rule }) => misfortunes[rule] === kind)
      .reduce((total, { about }) => total + Math.max(1, about.length), 0)
  return {
    ...{ fault, says, runner, part, wanted, done, seconds: Math.round(seconds) },
    ...{
      endedAt: new Date().toISOString(),
      program,
      load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
      notDone,
      remarks,
    },
    ...{ kills, acknowledged, unknown, refused, orders },
    ...{ lost: misfortune('lost'), duplicated: misfortune('duplicated'), stuck: misfortune('stuck') },
    ...{ wrong: misfortune(undefined), ...quantiles([recoveries]), recoveries },
    broken: broken.slice(0, brokenMax),
  }
}

/** Of several shops together. */
export function totalsOf(shops: readonly ShopRow[]): Figures {
  const sum = (figure: Exclude<keyof Figures, 'recoveryP50Ms' | 'recoveryP99Ms'>): number =>
    shops.reduce((total, shop) => total + shop[figure], 0)
  return {
    kills: sum('kills'),
    acknowledged: sum('acknowledged'),
    unknown: sum('unknown'),
    refused: sum('refused'),
    orders: sum('orders'),
    lost: sum('lost'),
    duplicated: sum('duplicated'),
    stuck: sum('stuck'),
    wrong: sum('wrong'),
    ...quantiles(shops.map(({ recoveries }) => recoveries)),
  }
}

function quantiles(all: readonly ShopRow['recoveries'][]): Pick<Figures, 'recoveryP50Ms' | 'recoveryP99Ms'> {
  const sorted = all
    .flatMap((recoveries) =>
      Object.entries(recoveries).flatMap(([tenth, count]) => Array.from({ length: count }, () => Number(tenth) * 100)),
    )
    .toSorted((one, other) => one - other)
  const at = (part: number): number | null => sorted[Math.floor(sorted.length * part)] ?? null
  return { recoveryP50Ms: at(0.5), recoveryP99Ms: at(0.99) }
}

function machine(): string {
  const [first] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${first?.model ?? process.arch} × ${cpus().length}, ${memory} GB, ${process.platform} ${release()}, Bun ${Bun.version}`
}
