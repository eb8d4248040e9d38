import type { Fault } from './fault.ts'
import { kills, pointKills } from './kills.ts'
import { repeatedJobs, stalls } from './late-jobs.ts'
import { editsMeanwhile, lastCoupons, lastUnits, pressedFiftyTimes } from './races.ts'
import { emptyRestarts, flushes, outages } from './redis-faults.ts'
import { orderlyStops } from './stops.ts'

/** Every fault, in the order of their numbers. */
export const all: readonly Fault[] = [
  kills,
  pointKills,
  flushes,
  emptyRestarts,
  outages,
  repeatedJobs,
  stalls,
  pressedFiftyTimes,
  lastUnits,
  lastCoupons,
  editsMeanwhile,
  orderlyStops,
]
