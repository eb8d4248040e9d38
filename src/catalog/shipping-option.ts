import type { Minor } from '../money/money.ts'
import type { Metadata } from './product.ts'

/** A way to ship to one region at a flat rate. */
export interface ShippingOption {
  readonly id: string
  readonly name: string
  readonly regionId: string
  readonly profileId: string
  readonly providerId: string
  readonly priceType: 'flat_rate' | 'calculated'
  readonly amount: Minor
  readonly requirements: readonly ShippingRequirement[]
  readonly data: Metadata
  readonly metadata: Metadata | null
  readonly createdAt: number
  readonly updatedAt: number
}

/** Compared with the cart's subtotal. */
export interface ShippingRequirement {
  readonly id: string
  readonly type: 'min_subtotal' | 'max_subtotal'
  readonly amount: Minor
}
