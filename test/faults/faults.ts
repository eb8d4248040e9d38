import { beforeAll, describe, expect, test } from 'bun:test'
import { all } from './all.ts'
import { campaign, planned } from './campaign.ts'
import type { Outcome } from './trial.ts'

/** Said again to see the same: FAULTS_SEED=… */
const seed = process.env['FAULTS_SEED'] ?? String(Math.floor(Math.random() * 1_000_000))

const lanes = 3
/** On a machine that is busy; on a quiet one it is all over in five minutes. */
const wholeMs = 25 * 60_000

const plan = planned(all, ({ counts }) => counts.test)
let outcomes: ReturnType<typeof campaign>

// Begun together, since most of each is waiting.
beforeAll(() => {
  outcomes = campaign(plan, { seed, isRelease: false, lanes, timeMs: () => wholeMs })
  for (const outcome of outcomes.values()) outcome.catch(() => {})
})

describe(`whatever goes wrong, every checkout becomes one order or a clean refusal (seed ${seed})`, () => {
  test.each(plan.map((one) => [nameOf(one), one] as const))(
    '%s',
    async (_, one) => {
      const outcome = await outcomes.get(one)
      tell(outcome)
      expect(outcome?.broken ?? []).toEqual([])
      expect(outcome?.notDone !== null || outcome.done >= outcome.wanted).toBe(true)
    },
    wholeMs,
  )
})

/** What cannot be done on this machine says so by its name. */
function nameOf({ fault, runner, count }: (typeof plan)[number]): string {
  const missing = fault.missing?.() ?? null
  const times = missing === null ? `× ${count}` : `NOT DONE HERE: ${missing}`
  return `${fault.name} on ${runner} (${times}): ${fault.says}`
}

function tell(outcome: Outcome | undefined): void {
  if (outcome && outcome.account !== '') console.error(outcome.account)
}
