import { type Figures, type Report, totalsOf } from './report.ts'

const head = [
  '| | Fault | done of asked | kills | acknowledged | unknown | refused | orders | lost | duplicated | stuck | otherwise wrong | recovery p50 / p99 |',
  '|---|---|---|---|---|---|---|---|---|---|---|---|---|',
]

/** The report as the README shows it; whatever was not done as often as was asked for says so. */
export function tableOf({ shops, totals, command, seed, machine, minutes }: Report): string {
  const rows = [...Map.groupBy(shops, ({ fault }) => fault)].map(([name, some]) => {
    const sum = (figure: 'done' | 'wanted'): number => some.reduce((total, one) => total + one[figure], 0)
    const missing = some[0]?.notDone ?? null
    const times = missing === null ? `${count(sum('done'))} of ${count(sum('wanted'))}` : `not done: ${missing}`
    const isShort = missing !== null || sum('done') < sum('wanted')
    return row(name, some[0]?.says ?? '', isShort ? `**${times}**` : times, totalsOf(some))
  })
  const whole = row('', '**all**', '', totals)
  const programs = [...new Set(shops.map(({ program }) => program))].join(', ')
  const about = `\`${command}\`, seed ${seed}, ${minutes} minutes, ${machine}, ${programs}`
  return [about, '', ...head, ...rows, whole].join('\n')
}

function row(name: string, says: string, times: string, figures: Figures): string {
  const { kills, acknowledged, unknown, refused, orders, lost, duplicated, stuck, wrong } = figures
  const numbers = [kills, acknowledged, unknown, refused, orders, lost, duplicated, stuck, wrong].map(count)
  return `| ${[name, says, times, ...numbers, recovery(figures)].join(' | ')} |`
}

function recovery({ recoveryP50Ms, recoveryP99Ms }: Figures): string {
  return recoveryP50Ms === null || recoveryP99Ms === null
    ? '–'
    : `${seconds(recoveryP50Ms)} / ${seconds(recoveryP99Ms)} s`
}

function count(number: number): string {
  return number.toLocaleString('en')
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1)
}
