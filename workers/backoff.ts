import { type JobKind, ladders } from '../src/checkout/job.ts'

/** The first pause is short, since most failures are a lost race or a restart; the cap keeps a mended shop from idling. */
const firstPauseMs = 250
const pauseMaxMs = 20_000

/** Up to this part more by chance: who is back after hours is not to get everything at the same moment. */
const ladderSpread = 0.1

/** How long a job of that kind rests after its run number `attempt` (from 1) failed; `random` is from 0 to 1. */
export function pauseAfter(kind: JobKind, attempt: number, random: number): number {
  const rung = ladders[kind]?.at(attempt - 1)
  return rung === undefined ? doublingPause(attempt, random) : Math.round(rung * (1 + random * ladderSpread))
}

/** Twice as long each time up to a cap, less up to half of it by chance: jobs that failed together come back apart. */
function doublingPause(attempt: number, random: number): number {
  const whole = Math.min(pauseMaxMs, firstPauseMs * 2 ** (attempt - 1))
  return Math.round(whole * (1 - random / 2))
}
