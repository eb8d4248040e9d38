import type { Cart, Payment } from '../cart/cart.ts'
import type { Discount, GiftCard } from '../catalog/discount.ts'
import type { Region } from '../catalog/region.ts'
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
  readonly createdAt: number
  readonly updatedAt: number
  readonly canceledAt: number | null
}
