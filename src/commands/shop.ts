import type { Announcer } from '../announcements/announcer.ts'
import type { NewId } from '../id.ts'
import type { Gateway } from '../payments/gateway.ts'
import type { Store } from '../store/store.ts'
import type { TaxProvider } from '../taxes/tax-provider.ts'
import type { Meter } from './meter.ts'
import type { Waiting } from './waiting.ts'

/** The handful of things a command may touch. */
export interface Shop {
  readonly store: Store
  readonly gateways: ReadonlyMap<string, Gateway>
  readonly taxes: TaxProvider
  readonly announcer: Announcer
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly newId: NewId
  readonly settings: ShopSettings
  readonly waiting: Waiting
  /** Absent where nobody counts. */
  readonly meter?: Meter
  readonly log: (event: string, details: Readonly<Record<string, unknown>>) => void
}

export interface ShopSettings {
  readonly cartTtlMs: number
  readonly checkoutWaitMs: number
  readonly idempotencyTtlMs: number
  /** How long a waiting request sleeps between two looks when another process may do the work. */
  readonly waitPollMs: number
}
