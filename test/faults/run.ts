import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { all } from './all.ts'
import { campaign, type Planned, planned } from './campaign.ts'
import type { Fault } from './fault.ts'
import { findDefects } from './mutants.ts'
import type { Runner } from './place.ts'
import { type Report, reportOf, rowOf, type ShopRow } from './report.ts'
import { tableOf } from './table.ts'
import { closeAllPlaces, type Outcome } from './trial.ts'

const root = resolve(import.meta.dir, '../..')
const lanesDefault = 3
const minuteMs = 60_000
/** Longer than any fault goes on with its release counts. */
const noHurryMs = 24 * 60 * minuteMs

const usage = `bun run faults [--release] [--only F1,F2] [--on embedded|redis] [--seed N] [--minutes M] [--count N] [--lanes N] [--report FILE]
bun run faults … --continue --report FILE    what is not in the file yet, under its seed
bun run faults --table --report FILE         the table of what is in it
bun run faults --merge FILE,FILE --report FILE    one of several, under one seed
bun run faults --mutants [--seed N]`

const { values } = parseArgs({
  options: {
    release: { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
    continue: { type: 'boolean', default: false },
    table: { type: 'boolean', default: false },
    merge: { type: 'string' },
    help: { type: 'boolean', default: false },
    only: { type: 'string' },
    on: { type: 'string' },
    seed: { type: 'string' },
    minutes: { type: 'string' },
    count: { type: 'string' },
    lanes: { type: 'string', default: String(lanesDefault) },
    report: { type: 'string', default: resolve(root, 'reliability-report.json') },
  },
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void closeAllPlaces().then(() => process.exit(2)))
}

/** 1: something is broken, or a mistake survived; 2: it could not be found out. */
try {
  if (values.help) console.log(usage)
  else if (values.merge !== undefined) merge(values.merge.split(','))
  else if (values.table) console.log(tableOf(readReport(values.report)))
  else process.exitCode = (values.mutants ? await findDefects(values.seed ?? anySeed()) : await run()) ? 0 : 1
} catch (error) {
  console.error(error)
  process.exitCode = 2
}

/** True when nothing is broken. The report is written whenever a shop is done with, so that nothing is lost on the way. */
async function run(): Promise<boolean> {
  const begun = performance.now()
  const before = values.continue && existsSync(values.report) ? readReport(values.report) : null
  const seed = values.seed ?? before?.seed ?? anySeed()
  if (before && before.seed !== seed) throw new Error(`the report is of seed ${before.seed}, not ${seed}`)
  const rows: ShopRow[] = [...(before?.shops ?? [])]
  const plan = planned(chosen(), countOf).filter((one) => isOn(one.runner) && !rows.some((row) => isOf(row, one)))
  console.error(`seed ${seed}, ${plan.length} shops`)
  const lanes = Number(values.lanes)
  const running = campaign(plan, { seed, isRelease: values.release, lanes, timeMs: sharesOf(plan.length, lanes) })
  const program = programName()
  const report = (): Report => {
    const minutes = (before?.minutes ?? 0) + (performance.now() - begun) / minuteMs
    return reportOf(sorted(rows), {
      command: before?.command ?? commandLine(),
      seed,
      minutes: Math.round(minutes * 10) / 10,
    })
  }
  const endings = [...running].map(async ([one, ending]) => {
    rows.push(rowOf(told(await ending), one, program))
    writeReport(report())
  })
  await Promise.all(endings)
  console.log(tableOf(report()))
  return rows.every(({ broken }) => broken.length === 0)
}

function anySeed(): string {
  return String(Math.floor(Math.random() * 1_000_000))
}

function readReport(file: string): Report {
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** Runs beside one another, or one after the other: their minutes are added up. */
function merge(files: readonly string[]): void {
  const reports = files.map(readReport)
  const seeds = new Set(reports.map(({ seed }) => seed))
  const [seed = ''] = seeds
  if (seeds.size !== 1) throw new Error(`these are of several seeds: ${[...seeds].join()}`)
  const command = reports.map((report) => report.command).join('; ')
  const minutes = Math.round(reports.reduce((sum, report) => sum + report.minutes, 0) * 10) / 10
  const report = reportOf(sorted(reports.flatMap(({ shops }) => shops)), { command, seed, minutes })
  writeReport(report)
  console.log(tableOf(report))
}

/** Whole or not at all; a line for each shop. */
function writeReport({ shops, ...about }: Report): void {
  const head = JSON.stringify(about, null, 2).slice(0, -2)
  const rows = shops.map((shop) => `    ${JSON.stringify(shop)}`)
  writeFileSync(`${values.report}.new`, `${head},\n  "shops": [\n${rows.join(',\n')}\n  ]\n}\n`)
  renameSync(`${values.report}.new`, values.report)
}

function isOf(row: ShopRow, { fault, runner, part, count }: Planned): boolean {
  return row.fault === fault.name && row.runner === runner && row.part === part && row.wanted === count
}

function sorted(rows: readonly ShopRow[]): readonly ShopRow[] {
  const place = ({ fault, runner, part }: ShopRow): number =>
    all.findIndex(({ name }) => name === fault) * 1_000 + (runner === 'redis' ? 500 : 0) + part
  return rows.toSorted((one, other) => place(one) - place(other))
}

function chosen(): readonly Fault[] {
  const names = values.only?.split(',').map((name) => name.trim().toUpperCase())
  const strangers = names?.filter((name) => !all.some((fault) => fault.name === name)) ?? []
  if (strangers.length > 0)
    throw new Error(`there is no ${strangers.join()}; there are ${all.map(({ name }) => name).join()}`)
  return all.filter(({ name }) => names === undefined || names.includes(name))
}

function isOn(runner: Runner): boolean {
  return values.on === undefined || values.on === runner
}

/** A count that is said holds for each place. */
function countOf({ counts, runners, isUndivided }: Fault): number {
  if (values.count !== undefined) return Number(values.count) * (isUndivided === true ? 1 : runners.length)
  return values.release ? counts.release : counts.test
}

/** Whoever begins gets an equal share of the time that is left; what the quick ones do not need is left to the others. */
function sharesOf(shops: number, lanes: number): (one: Planned) => number {
  if (values.minutes === undefined) return () => noHurryMs
  const until = performance.now() + Number(values.minutes) * minuteMs
  let waiting = shops
  return () => {
    const share = ((until - performance.now()) * lanes) / Math.max(waiting, lanes)
    waiting -= 1
    return share
  }
}

function told(outcome: Outcome): Outcome {
  const { fault, runner, part, done, wanted, seconds, broken, account, notDone, remarks } = outcome
  const how = notDone === null ? `${done} of ${wanted} in ${seconds.toFixed(0)} s` : `not done: ${notDone}`
  const who = `${fault} on ${runner}${part > 1 ? `, part ${part}` : ''}`
  console.error(`${who}: ${how}, ${broken.length} broken${remarks.map((text) => `; ${text}`).join('')}`)
  if (account !== '') console.error(account)
  return outcome
}

function commandLine(): string {
  return ['bun run faults', ...process.argv.slice(2)].join(' ')
}

function programName(): string {
  const commit = Bun.spawnSync(['git', 'rev-parse', '--short=12', 'HEAD'], { cwd: root, stderr: 'ignore' })
  return commit.success ? `commit ${commit.stdout.toString().trim()}` : 'no commit'
}
