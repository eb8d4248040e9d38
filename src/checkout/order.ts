import type { Cart, Payment } from '../cart/cart.ts'
import type { Discount, GiftCard } from '../catalog/discount.ts'
import type { Region } from '../catalog/region.ts'
import type { Minor } from '../money/money.ts'
import type { Bill } from '../pricing/bill.ts'

/** What was agreed: the cart as frozen, its bill, and the facts it was priced with. Only its own moves change it. */
export interface Order {
  readonly id: string
  /** 1, 2, 3 …: what people call it. */
  readonly displayId: number
  readonly cartId: string
  readonly checkoutId: string
  readonly status: 'pending' | 'completed' | 'canceled'
  readonly paymentStatus: 'awaiting' | 'captured' | 'partially_refunded' | 'refunded' | 'canceled'
  readonly customerId: string | null
  readonly email: string
  readonly cart: Cart
  readonly bill: Bill
  readonly region: Region
  readonly discounts: readonly Discount[]
  readonly giftCards: readonly GiftCard[]
  readonly payments: readonly Payment[]
  /** What operators asked of it, oldest first; at most the last one is `waiting`. */
  readonly actions: readonly OrderAction[]
  readonly createdAt: number
  readonly updatedAt: number
  readonly canceledAt: number | null
}

/** What may be asked of a placed order. Cancelling gives back what was paid, captured or not. */
export type OrderActionKind = 'capture' | 'refund' | 'cancel'

/** One thing asked of an order: written down before the provider is asked, and what became of it. */
export interface OrderAction {
  readonly id: string
  /** The Idempotency-Key that it was asked under: the same again is this one. */
  readonly key: string | null
  readonly kind: OrderActionKind
  /** What is captured or refunded; of a cancellation, what is given back. */
  readonly amount: Minor
  readonly reason: string | null
  readonly state: 'waiting' | 'done' | 'refused'
  /** Why the provider refused. */
  readonly problem: string | null
  readonly createdAt: number
  readonly updatedAt: number
}
