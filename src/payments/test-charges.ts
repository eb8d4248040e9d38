import type { Minor } from '../money/money.ts'

/** The test bank's own ledger: every change is durable when its call returns, and no process forgets what another did. */
export interface TestCharges {
  find(key: string): TestCharge | null
  /** Charges, unless that key was charged before; returns the charge that stands under the key. */
  add(charge: TestCharge): TestCharge
  /** Does nothing when there is no such charge. */
  move(key: string, state: TestCharge['state']): void
  /** Gives back a part, once per refund key; false when it is more than is left. */
  refund(refund: { readonly key: string; readonly chargeKey: string; readonly amount: Minor }): boolean
  /** Whether this key is asked about for the first time; remembered apart from the charges. */
  isFirstTry(key: string): boolean
  /** Charges made at that time (milliseconds since 1970) or later, oldest first. */
  since(at: number): Iterable<TestCharge & { readonly createdAt: number }>
}

export interface TestCharge {
  readonly key: string
  /** The attempt it was made for. */
  readonly checkoutId: string
  readonly amount: Minor
  readonly currencyCode: string
  readonly state: 'authorized' | 'captured' | 'canceled' | 'refunded'
}
