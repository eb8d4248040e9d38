import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { all } from './all.ts'
import { campaign, type Planned, planned } from './campaign.ts'
import type { Fault } from './fault.ts'
import { findDefects } from './mutants.ts'
import type { Runner } from './place.ts'
import { reportOf, tableOf } from './report.ts'
import { closeAllPlaces, type Outcome } from './trial.ts'

const root = resolve(import.meta.dir, '../..')
const lanesDefault = 3
const minuteMs = 60_000
/** Longer than any fault goes on with its release counts. */
const noHurryMs = 24 * 60 * minuteMs

const usage = `bun run faults [--release] [--only F1,F2] [--on embedded|redis] [--seed N] [--minutes M] [--count N] [--lanes N] [--report FILE]
bun run faults --mutants [--seed N]`

const { values } = parseArgs({
  options: {
    release: { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    only: { type: 'string' },
    on: { type: 'string' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
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
  else process.exitCode = (values.mutants ? await findDefects(values.seed) : await run()) ? 0 : 1
} catch (error) {
  console.error(error)
  process.exitCode = 2
}

/** True when nothing is broken and everything was done. */
async function run(): Promise<boolean> {
  const startedAt = new Date()
  const plan = planned(chosen(), countOf).filter(({ runner }) => isOn(runner))
  console.error(`seed ${values.seed}, ${plan.length} trials`)
  const lanes = Number(values.lanes)
  const timeMs = sharesOf(plan.length, lanes)
  const running = campaign(plan, { seed: values.seed, isRelease: values.release, lanes, timeMs })
  const outcomes = await Promise.all([...running.values()].map((ending) => ending.then(told)))
  const sayings = new Map(all.map(({ name, says }) => [name, says]))
  const facts = { command: commandLine(), seed: values.seed, startedAt, program: programName(), sayings }
  const report = reportOf(outcomes, facts)
  await Bun.write(values.report, `${JSON.stringify(report, null, 2)}\n`)
  console.log(tableOf(report))
  return outcomes.every(({ broken }) => broken.length === 0)
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
function countOf({ counts, runners }: Fault): number {
  if (values.count !== undefined) return Number(values.count) * runners.length
  return values.release ? counts.release : counts.test
}

/** Whoever begins gets an equal share of the time that is left; what the quick ones do not need is left to the others. */
function sharesOf(trials: number, lanes: number): (one: Planned) => number {
  if (values.minutes === undefined) return () => noHurryMs
  const until = performance.now() + Number(values.minutes) * minuteMs
  let waiting = trials
  return () => {
    const share = ((until - performance.now()) * lanes) / Math.max(waiting, lanes)
    waiting -= 1
    return share
  }
}

function told(outcome: Outcome): Outcome {
  const { fault, runner, done, wanted, seconds, broken, account, notDone, remarks } = outcome
  const how = notDone === null ? `${done} of ${wanted} in ${seconds.toFixed(0)} s` : `not done: ${notDone}`
  console.error(`${fault} on ${runner}: ${how}, ${broken.length} broken${remarks.map((text) => `; ${text}`).join('')}`)
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
