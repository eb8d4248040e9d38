import type { Change } from '../../checkout/decision.ts'
import type { NewsDraft } from './news.ts'
import type { Rows } from './rows.ts'

type Saved<Kind extends Change['kind']> = Extract<Change, { readonly kind: Kind }>

/** How each kind of change is saved. A kind that is left out does not compile. */
const saves: { readonly [Kind in Change['kind']]: (rows: Rows, change: Saved<Kind>, news: NewsDraft) => void } = {
  'save-cart': (rows, { cart }) => rows.carts.save(cart),
  'delete-carts': (rows, { ids }) => rows.carts.remove(ids),
  'save-cart-link': (rows, { link }) => rows.cartLinks.save(link),
  'use-cart-link': (rows, { tokenHash }) => rows.cartLinks.use(tokenHash),
  'delete-cart-links': (rows, { before, limit }) => rows.cartLinks.removeEnded(before, limit),
  'save-metafield': (rows, { metafield }) => rows.metafields.save(metafield),
  'delete-metafields': (rows, { numbers }) => rows.metafields.remove(numbers),
  'save-shop-setting': (rows, { scope, doc }) => rows.shopSettings.save(scope, doc),
  'save-customer': (rows, { customer }) => rows.customers.save(customer),
  'save-session': (rows, { session, countMax }) => rows.sessions.save(session, countMax),
  'end-session': (rows, { idHash }) => rows.sessions.end(idHash),
  'end-sessions': (rows, { customerId, exceptIdHash }) => rows.sessions.endOthers(customerId, exceptIdHash),
  'add-api-key': (rows, { apiKey }) => rows.apiKeys.add(apiKey),
  'revoke-api-key': (rows, { id, at }) => rows.apiKeys.revoke(id, at),
  'refuse-tokens': (rows, { customerId }) => rows.tokenGenerations.raise(customerId),
  'save-password-token': (rows, { token }) => rows.passwordTokens.save(token),
  'end-password-tokens': (rows, { customerId }) => rows.passwordTokens.endAll(customerId),
  'delete-ended-sign-ins': (rows, { before, limit }) => {
    rows.sessions.removeEnded(before, limit)
    rows.passwordTokens.removeEnded(before, limit)
  },
  'place-order': (rows, { order }) => rows.orders.place(order),
  'save-order': (rows, { order }, news) => {
    rows.orders.save(order)
    news.orderIds.push(order.id)
  },
  'delete-drafts': (rows, { before, limit }) => rows.drafts.removeOlder(before, limit),
  'save-draft': (rows, { draft, countMax }) => rows.drafts.save(draft, countMax),
  'begin-checkout': (rows, { checkout, ...reason }, news) => {
    rows.checkouts.begin(checkout, reason)
    news.checkoutIds.push(checkout.id)
  },
  'move-checkout': (rows, { from, checkout, ...reason }, news) => {
    rows.checkouts.move(from, checkout, reason)
    news.checkoutIds.push(checkout.id)
  },
  'hold-stock': (rows, { checkoutId, items }) => rows.stock.hold(checkoutId, items),
  'hold-discount': (rows, { checkoutId, discountId }) => rows.discounts.hold(checkoutId, discountId),
  'hold-gift-card': (rows, { checkoutId, giftCardId, amount }) => rows.giftCards.hold(checkoutId, giftCardId, amount),
  'release-holds': (rows, { checkoutId }) => endHolds(rows, checkoutId, 'release'),
  'settle-holds': (rows, { checkoutId }) => endHolds(rows, checkoutId, 'settle'),
  'return-holds': (rows, { checkoutId }) => endHolds(rows, checkoutId, 'takeBack'),
  'switch-gift-card': (rows, { giftCardId, isDisabled }) => rows.giftCards.switchOff(giftCardId, isDisabled),
  'issue-gift-card': (rows, { giftCard }) => rows.giftCards.issue(giftCard),
  'save-tax-quote': (rows, { quote }, news) => {
    rows.taxQuotes.save(quote)
    news.quotedCartIds.push(quote.cartId)
  },
  'remember-taxes': (rows, { remembered }) => rows.rememberedTaxes.save(remembered),
  'forget-taxes': (rows, { questions }) => rows.rememberedTaxes.remove(questions),
  'save-notice': (rows, { notice }) => rows.inbox.add(notice),
  'end-notice': (rows, { providerId, eventId, state, at }) => rows.inbox.end(providerId, eventId, state, at),
  'delete-notices': (rows, { before, limit }) => rows.inbox.removeEnded(before, limit),
  promise: (rows, { job }, news) => void rows.jobs.add(job, news),
  prove: (rows, { job }) => rows.jobs.prove(job),
  retire: (rows, { job }) => rows.jobs.retire(job),
  repeat: (rows, { job, runAt }, news) => rows.jobs.repeat(job, runAt, news),
  'revive-job': (rows, { jobId, runAt }, news) => rows.jobs.revive(jobId, runAt, news),
  'drop-job': (rows, { jobId }) => rows.jobs.drop(jobId),
  announce: (rows, { announcement, deliveries }) => rows.announcements.announce(announcement, deliveries),
  'save-delivery': (rows, { delivery, attempt }) => rows.announcements.saveDelivery(delivery, attempt),
  'forget-secrets': (rows, { now }) => rows.announcements.forgetSecrets(now),
  'delete-announcements': (rows, { ids }) => rows.announcements.remove(ids),
  'drop-receipt': (rows, { scope, key }) => rows.receipts.drop(scope, key),
  'save-receipt': (rows, { receipt }) => rows.receipts.save(receipt),
  'delete-receipts': (rows, { before, limit }) => rows.receipts.removeOlder(before, limit),
  'delete-jobs': (rows, { before, limit }) => rows.jobs.removeDone(before, limit),
}

/** Saves one thing that a rule decided; throws when it cannot be saved. */
export function apply(rows: Rows, change: Change, news: NewsDraft): void {
  // The kind chose the function, which the type system cannot follow.
  const save = saves[change.kind] as (rows: Rows, change: Change, news: NewsDraft) => void
  save(rows, change, news)
}

/** Whether SQLite alone makes it all or nothing: one row written once. */
export function isOneWrite(changes: readonly Change[]): boolean {
  const [first] = changes
  return changes.length === 1 && (first?.kind === 'save-cart' || first?.kind === 'promise')
}

function endHolds(rows: Rows, checkoutId: string, end: 'release' | 'settle' | 'takeBack'): void {
  rows.stock[end](checkoutId)
  rows.discounts[end](checkoutId)
  rows.giftCards[end](checkoutId)
}
