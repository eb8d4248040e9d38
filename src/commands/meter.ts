import type { JobKind } from '../checkout/job.ts'
import { Refusal } from '../refusal.ts'

/** What is counted where it happens, since no row is left of it. */
export type Happening = 'idempotency-replay' | 'idempotency-conflict' | 'inventory-refusal' | 'cart-expired'

/** Counts for operators, in this process. */
export interface Meter {
  happened(what: Happening, count: number): void
  jobTook(kind: JobKind, ms: number): void
}

/** The work, with a refusal for want of stock counted. */
export async function countingShortage<Result>(meter: Meter | undefined, work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    const isShort = error instanceof Refusal && (error.code === 'out-of-stock' || error.code === 'insufficient-stock')
    if (isShort) meter?.happened('inventory-refusal', 1)
    throw error
  }
}
