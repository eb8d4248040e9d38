import { cpus, release, totalmem } from 'node:os'
import type { Outcome } from './trial.ts'

/** Accusations kept per fault. */
const brokenMax = 20

/** What a run came to, as it is written to a file. */
export interface Report {
  readonly command: string
  readonly seed: string
  readonly startedAt: string
  readonly minutes: number
  readonly machine: string
  readonly program: string
  readonly totals: Figures
  readonly faults: readonly (Figures & {
    readonly fault: string
    readonly says: string
    readonly runner: string
    readonly wanted: number
    readonly done: number
    readonly seconds: number
    readonly notDone: string | null
    readonly remarks: readonly string[]
    readonly broken: Outcome['broken']
  })[]
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
  readonly startedAt: Date
  readonly program: string
  readonly sayings: ReadonlyMap<string, string>
}

export function reportOf(outcomes: readonly Outcome[], facts: ReportFacts): Report {
  const { command, seed, startedAt, program, sayings } = facts
  return {
    command,
    seed,
    startedAt: startedAt.toISOString(),
    minutes: Math.round((Date.now() - startedAt.getTime()) / 6_000) / 10,
    machine: machine(),
    program,
    totals: figuresOf(outcomes),
    faults: outcomes.map((outcome) => {
      const { fault, runner, wanted, done, seconds, notDone, remarks, broken } = outcome
      const about = { fault, says: sayings.get(fault) ?? '', runner, wanted, done, seconds, notDone, remarks }
      return { ...about, ...figuresOf([outcome]), broken: broken.slice(0, brokenMax) }
    }),
  }
}

/** The table as the README shows it. */
export function tableOf({ faults, totals, command, seed, machine: where, minutes, program }: Report): string {
  const head = [
    '| | Fault | times | kills | acknowledged | unknown | refused | orders | lost | duplicated | stuck | recovery p50 / p99 |',
    '|---|---|---|---|---|---|---|---|---|---|---|---|',
  ]
  const rows = [...Map.groupBy(faults, ({ fault }) => fault)].map(([name, some]) => {
    const sum = (figure: 'done' | 'wanted') => some.reduce((total, one) => total + one[figure], 0)
    const missing = some[0]?.notDone ?? null
    const times = missing === null ? `${count(sum('done'))} of ${count(sum('wanted'))}` : `not done: ${missing}`
    return row(name, some[0]?.says ?? '', times, added(some))
  })
  const whole = row('', '**all**', '', totals)
  const about = `\`${command}\`, seed ${seed}, ${minutes} minutes, ${where}, ${program}`
  return [about, '', ...head, ...rows, whole].join('\n')
}

function row(name: string, says: string, times: string, figures: Figures): string {
  const { kills, acknowledged, unknown, refused, orders, lost, duplicated, stuck } = figures
  const numbers = [kills, acknowledged, unknown, refused, orders, lost, duplicated, stuck].map(count)
  return `| ${[name, says, times, ...numbers, recovery(figures)].join(' | ')} |`
}

function recovery({ recoveryP50Ms, recoveryP99Ms }: Figures): string {
  return recoveryP50Ms === null || recoveryP99Ms === null
    ? '–'
    : `${seconds(recoveryP50Ms)} / ${seconds(recoveryP99Ms)} s`
}

function figuresOf(outcomes: readonly Outcome[]): Figures {
  const recoveries = outcomes.flatMap(({ recoveryMs }) => recoveryMs).toSorted((one, other) => one - other)
  const broken = outcomes.flatMap((outcome) => outcome.broken)
  const misfortune = (kind: string | undefined) =>
    broken
      .filter(({ rule }) => misfortunes[rule] === kind)
      .reduce((total, { about }) => total + Math.max(1, about.length), 0)
  const sum = (figure: 'kills' | 'acknowledged' | 'unknown' | 'refused' | 'orders') =>
    outcomes.reduce((total, outcome) => total + outcome[figure], 0)
  return {
    kills: sum('kills'),
    acknowledged: sum('acknowledged'),
    unknown: sum('unknown'),
    refused: sum('refused'),
    orders: sum('orders'),
    lost: misfortune('lost'),
    duplicated: misfortune('duplicated'),
    stuck: misfortune('stuck'),
    wrong: misfortune(undefined),
    recoveryP50Ms: recoveries[Math.floor(recoveries.length * 0.5)] ?? null,
    recoveryP99Ms: recoveries[Math.floor(recoveries.length * 0.99)] ?? null,
  }
}

/** Of the two places of one fault; of times the longer, since there is no adding them up. */
function added(some: readonly Figures[]): Figures {
  const sum = (figure: Exclude<keyof Figures, 'recoveryP50Ms' | 'recoveryP99Ms'>) =>
    some.reduce((total, one) => total + one[figure], 0)
  const longest = (figure: 'recoveryP50Ms' | 'recoveryP99Ms') =>
    some.reduce<number | null>((most, one) => (one[figure] === null ? most : Math.max(most ?? 0, one[figure])), null)
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
    recoveryP50Ms: longest('recoveryP50Ms'),
    recoveryP99Ms: longest('recoveryP99Ms'),
  }
}

function machine(): string {
  const [first] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${first?.model ?? process.arch} × ${cpus().length}, ${memory} GB, ${process.platform} ${release()}, Bun ${Bun.version}`
}

function count(number: number): string {
  return number.toLocaleString('en')
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1)
}
