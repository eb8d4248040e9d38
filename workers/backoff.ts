/** The first pause is short, since most failures are a lost race or a restart; the cap keeps a mended shop from idling. */
const firstPauseMs = 250
const pauseMaxMs = 20_000

/**
 * How long a job rests after its run number `attempt` (from 1) failed: twice as long each time up to a cap, less up to
 * half of it by chance (`random` from 0 to 1), so that jobs that failed together do not come back together.
 */
export function pauseAfter(attempt: number, random: number): number {
  const whole = Math.min(pauseMaxMs, firstPauseMs * 2 ** (attempt - 1))
  return Math.round(whole * (1 - random / 2))
}
