import type { Cart } from '../cart/cart.ts'
import type { Bill } from '../pricing/bill.ts'

/** Drafts kept of one cart, the newest. */
export const draftsMax = 10

/**
 * A checkout that was begun with and is not asked for yet: the cart as it stood then. What is bought is still the cart's to
 * say, so a draft is only good for a cart that buys the same.
 */
export interface Draft {
  /** The attempt that it may become has the same. */
  readonly id: string
  readonly cartId: string
  readonly cart: Cart
  readonly bill: Bill
  readonly providers: DraftProviders
  readonly createdAt: number
}

/** Who the shopper wants to pay and ship with; null where nothing was said. */
export interface DraftProviders {
  readonly payment: string | null
  readonly shipping: string | null
}

/** Whether completing would buy what the draft says. */
export function isCurrent(draft: Draft, cart: Cart, newest: Draft | null): boolean {
  return draft.cartId === cart.id && draft.cart.revision === cart.revision && newest?.id === draft.id
}
