import { attemptMax, type JobKind, ladders, unending } from '../src/checkout/job.ts'

/** The first pause is short, since most failures are a lost race or a restart; the cap keeps a mended shop from idling. */
const firstPauseMs = 250
const pauseMaxMs = 20_000

/** Of work that is never given up, where other work would have been: what is away for long is asked at this pace. */
const longPauseMs = 40_000

/** Up to this part more by chance: who is back after hours is not to get everything at the same moment. */
const ladderSpread = 0.1

/** How long a job of that kind rests after its run number `attempt` (from 1) failed; `random` is from 0 to 1. */
export function pauseAfter(kind: JobKind, attempt: number, random: number): number {
  const rung = ladders[kind]?.at(attempt - 1)
  if (rung !== undefined) return Math.round(rung * (1 + random * ladderSpread))
  const isLong = unending.has(kind) && attempt >= attemptMax
  return isLong ? spread(longPauseMs, random) : doublingPause(attempt, random)
}

/** Twice as long each time up to a cap. */
function doublingPause(attempt: number, random: number): number {
  return spread(Math.min(pauseMaxMs, firstPauseMs * 2 ** (attempt - 1)), random)
}

/** Less up to half of it by chance: jobs that failed together come back apart. */
function spread(pauseMs: number, random: number): number {
  return Math.round(pauseMs * (1 - random / 2))
}
