import { shoppersGone, silence, wrongWords } from './bank-faults.ts'
import { staleCarts } from './expiry-fault.ts'
import type { Fault } from './fault.ts'
import { kills, pointKills } from './kills.ts'
import { repeatedJobs } from './late-jobs.ts'
import { brokenMigrations } from './migration-faults.ts'
import { orderKills } from './order-kills.ts'
import { editsMeanwhile, lastCoupons, lastUnits, pressedFiftyTimes } from './races.ts'
import { emptyRestarts, flushes, outages } from './redis-faults.ts'
import { stalls } from './stalls.ts'
import { orderlyStops } from './stops.ts'
import { diskFull, strangersLock } from './storage.ts'
import { disorderlyWebhooks } from './webhooks.ts'

/** Every fault, in the order of their numbers; then those that orders suffer later. */
export const all: readonly Fault[] = [
  kills,
  pointKills,
  flushes,
  emptyRestarts,
  outages,
  repeatedJobs,
  stalls,
  silence,
  wrongWords,
  disorderlyWebhooks,
  shoppersGone,
  pressedFiftyTimes,
  lastUnits,
  lastCoupons,
  editsMeanwhile,
  diskFull,
  strangersLock,
  orderlyStops,
  brokenMigrations,
  staleCarts,
  orderKills,
]
