import type { Change } from '../../checkout/decision.ts'
import type { NewsDraft } from './news.ts'
import type { Rows } from './rows.ts'

/** Saves what a rule decided, in its order; throws at the first that cannot be saved. A new kind of change does not compile here. */
export function apply(rows: Rows, change: Change, news: NewsDraft): void {
  switch (change.kind) {
    case 'save-cart':
      rows.carts.save(change.cart)
      break
    case 'delete-carts':
      rows.carts.remove(change.ids)
      break
    case 'save-customer':
      rows.customers.save(change.customer)
      break
    case 'place-order':
      rows.orders.place(change.order)
      break
    case 'save-order':
      rows.orders.save(change.order)
      break
    case 'begin-checkout':
      news.checkoutIds.push(change.checkout.id)
      rows.checkouts.begin(change.checkout, change)
      break
    case 'move-checkout':
      news.checkoutIds.push(change.checkout.id)
      rows.checkouts.move(change.from, change.checkout, change)
      break
    case 'hold-stock':
      rows.stock.hold(change.checkoutId, change.items)
      break
    case 'hold-discount':
      rows.discounts.hold(change.checkoutId, change.discountId)
      break
    case 'hold-gift-card':
      rows.giftCards.hold(change.checkoutId, change.giftCardId, change.amount)
      break
    case 'release-holds':
      endHolds(rows, change.checkoutId, 'release')
      break
    case 'settle-holds':
      endHolds(rows, change.checkoutId, 'settle')
      break
    case 'issue-gift-card':
      rows.giftCards.issue(change.giftCard)
      break
    case 'save-tax-quote':
      news.quotedCartIds.push(change.cartId)
      rows.taxQuotes.save(change)
      break
    case 'promise':
      rows.jobs.add(change.job, news)
      break
    case 'retire':
      rows.jobs.retire(change.job)
      break
    case 'prove':
      rows.jobs.prove(change.job)
      break
    case 'repeat':
      rows.jobs.repeat(change.job, change.runAt, news)
      break
    case 'save-receipt':
      rows.receipts.save(change.receipt)
      break
    case 'delete-receipts':
      rows.receipts.removeOlder(change.before, change.limit)
      break
    case 'delete-jobs':
      rows.jobs.removeDone(change.before, change.limit)
      break
    default:
      change satisfies never
  }
}

/** Whether SQLite alone makes it all or nothing: one row written once. */
export function isOneWrite(changes: readonly Change[]): boolean {
  const [first] = changes
  return changes.length === 1 && (first?.kind === 'save-cart' || first?.kind === 'promise')
}

function endHolds(rows: Rows, checkoutId: string, end: 'release' | 'settle'): void {
  rows.stock[end](checkoutId)
  rows.discounts[end](checkoutId)
  rows.giftCards[end](checkoutId)
}
