import type { Books } from '../checkout/books.ts'
import type { Checkout, CheckoutEvent, CheckoutState } from '../checkout/checkout.ts'

/** An attempt as it stood after one of its moves, which are numbered from 1. */
export interface Moment {
  readonly number: number
  readonly checkout: Checkout
}

export interface History {
  readonly moments: readonly Moment[]
  /** After them all. */
  readonly state: CheckoutState
}

/** What became of the attempt after its first `seen` moves, in order; null when there is no such attempt. */
export function historyAfter(books: Books, checkoutId: string, seen: number): History | null {
  const events = books.checkoutEvents(checkoutId)
  const last = events.at(-1)
  if (!last) return null
  // Whoever waits looks often and mostly in vain, so the attempt itself is read only when there is something to tell.
  const checkout = events.length > seen ? books.checkout(checkoutId) : null
  const moments = checkout ? events.map((event, at) => moment(checkout, event, at + 1, events.length)) : []
  return { moments: moments.slice(seen), state: last.to }
}

/** What the shopper had to do, and how it ended, belongs to the last move alone. */
function moment(checkout: Checkout, { to, at }: CheckoutEvent, number: number, count: number): Moment {
  if (number === count) return { number, checkout }
  const then = { state: to, nextAction: null, orderId: null, problem: null, updatedAt: at }
  return { number, checkout: { ...checkout, ...then } }
}
