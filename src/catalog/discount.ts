import type { Minor } from '../money/money.ts'
import type { Metadata } from './product.ts'

/** A code that makes things cheaper. Its uses are counted apart: `DiscountUses`. */
export interface Discount {
  readonly id: string
  /** Upper case; codes are compared without case. */
  readonly code: string
  readonly rule: DiscountRule
  /** Where it is valid; none named means everywhere. */
  readonly regionIds: readonly string[]
  readonly startsAt: number
  readonly endsAt: number | null
  readonly isDisabled: boolean
  readonly usageLimit: number | null
  readonly metadata: Metadata | null
  readonly createdAt: number
  readonly updatedAt: number
}

export interface DiscountRule {
  readonly id: string
  readonly type: 'percentage' | 'fixed' | 'free_shipping'
  /** Percent, or minor units; unused for free shipping. */
  readonly value: number
  /** `total`: a fixed amount over all lines; `item`: a fixed amount off every piece. */
  readonly allocation: 'total' | 'item'
  readonly description: string | null
  /** All must hold for a line to be discounted. */
  readonly conditions: readonly DiscountCondition[]
  readonly createdAt: number
  readonly updatedAt: number
}

export interface DiscountCondition {
  readonly operator: 'in' | 'not_in'
  readonly productIds: readonly string[]
}

/** Attempts that hold a use, and orders that made one; together never above the limit. */
export interface DiscountUses {
  readonly discountId: string
  readonly held: number
  readonly used: number
}

/** Stored value under a code. `balance` already lacks what running attempts hold. */
export interface GiftCard {
  readonly id: string
  /** Compared as written, case included. */
  readonly code: string
  readonly value: Minor
  readonly balance: Minor
  readonly regionId: string
  readonly orderId: string | null
  readonly isDisabled: boolean
  readonly endsAt: number | null
  readonly metadata: Metadata | null
  readonly createdAt: number
  readonly updatedAt: number
}
