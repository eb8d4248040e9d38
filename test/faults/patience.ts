import { cpus, loadavg } from 'node:os'

/** How much work may wait for each core until that is what makes everything slow; the faults themselves keep two lanes busy. */
const waitingPerCore = 2
/** However busy a machine is, nobody waits longer than that many times. */
const stretchMax = 10

/**
 * How long something may take here and now: as long as is said, and on a machine that others keep busy as much longer as
 * they do. Whoever waits asks again and again, since that changes.
 */
export function stretched(ms: number): number {
  const waiting = (loadavg()[0] ?? 0) / cpus().length / waitingPerCore
  return ms * Math.min(stretchMax, Math.max(1, waiting))
}
