import type { Cart } from '../cart/cart.ts'
import type { Customer } from '../cart/customer.ts'
import { assertWithinLimits } from '../cart/limits.ts'
import { followTotal, openSessions, type SessionFacts, selectedSession } from '../cart/payment-sessions.ts'
import { buysTheSame } from '../cart/revision.ts'
import type { Books } from '../checkout/books.ts'
import type { Checkout } from '../checkout/checkout.ts'
import type { Change } from '../checkout/decision.ts'
import { type Ending, endAttempt, thawed } from '../checkout/ending.ts'
import { invariant } from '../invariant.ts'
import { Refusal } from '../refusal.ts'
import { announced } from './announcing.ts'
import { billOf } from './bills.ts'
import { once } from './idempotency.ts'
import { withShippingKept } from './kept-shipping.ts'
import { countingShortage } from './meter.ts'
import type { Answer, Asked, Shown, Sight } from './receipts.ts'
import type { Shop } from './shop.ts'

/** What an edit wants: the cart as it should be, and what else is to be saved with it. */
export interface Edit {
  readonly cart: Cart
  readonly customers: readonly Customer[]
  /** What is worked out from the cart as it is saved. */
  readonly also?: (saved: Cart, books: Books) => readonly Change[]
  /** True: the cart is to go, with everything that belongs to it; the answer is 204. */
  readonly isGone?: boolean
}

/** The cart as it should be; the same object when nothing changes. */
export type EditCart = (cart: Cart, books: Books, now: number) => Cart | Edit

/**
 * The one way to change an open cart: loads it, refuses when it is not the asker's or not open, edits it, brings payment
 * sessions to the new total (and back those that were removed), saves and shows it. Under a key that was used before it only shows the stored answer.
 * `sessionOf` names the payment provider when all that changes is what the storefront tells that one.
 */
export function editCart(
  shop: Shop,
  cartId: string,
  asked: Asked,
  edit: EditCart,
  sessionOf: string | null = null,
): Promise<Answer> {
  const saved = shop.store.change((books) => {
    const present = cartFor(books, cartId, asked.signedInAs, asked)
    return once(shop, books, asked.keyed, () => {
      const now = shop.now()
      const freed = freeForEditing(shop, present, books, now, sessionOf)
      const edited = asEdit(edit(freed.cart, books, now))
      if (edited.isGone) return { result: gone, changes: [...freed.changes, ...deleted(shop, freed.cart, present)] }
      const changed = edited.cart !== freed.cart || edited.customers.length > 0 || edited.also !== undefined
      const beside = asked.alongside?.(edited.cart) ?? []
      if (!changed) return { result: asked.show(present, books), changes: beside }
      assertWithinLimits(edited.cart, freed.cart)
      const kept = asked.keepsShipping ? withShippingKept(freed.cart, edited.cart, books) : edited.cart
      const cart = nextVersion(shop, freed.cart, kept, books, now)
      const customers = edited.customers.map((customer) => ({ kind: 'save-customer', customer }) as const)
      const further = [...(edited.also?.(cart, books) ?? []), ...beside]
      return {
        result: asked.show(cart, books),
        changes: [...freed.changes, ...customers, { kind: 'save-cart', cart }, ...further],
      }
    })
  })
  return countingShortage(shop.meter, saved)
}

/** What is answered about a cart that is no more. */
const gone: Shown = { status: 204, body: '' }

/** A cart that was frozen until now is an open one first: only such are deleted. */
function deleted(shop: Shop, cart: Cart, present: Cart): readonly Change[] {
  const thawed: Change[] = cart === present ? [] : [{ kind: 'save-cart', cart: { ...cart, version: cart.version + 1 } }]
  return announced(shop, [...thawed, { kind: 'delete-carts', ids: [cart.id], why: 'deleted' }])
}

/** As changed, though nothing may be: payment sessions that were removed come back with whatever is said to the cart. */
export function withSessionsBack(cart: Cart): Cart {
  return cart.paymentSessions.length > 0 ? { ...cart } : cart
}

/**
 * The cart, if the asker may see it: one that belongs to an account is not there for another account, and test data is not
 * there for live requests, nor live data for test requests.
 */
export function cartFor(books: Books, cartId: string, signedInAs: string | null, sight: Sight = {}): Cart {
  const cart = books.cart(cartId)
  if (!cart || cart.isTest !== (sight.isTest ?? false)) throw cartNotFound(cartId)
  if (signedInAs && isAnothers(cart, books, signedInAs)) throw cartNotFound(cartId)
  if (!signedInAs && sight.isOwnOnly && isAnothers(cart, books, null))
    throw new Refusal('unauthorized', 'The cart belongs to a customer, who has to be signed in.', { cartId })
  return cart
}

function cartNotFound(cartId: string): Refusal {
  return new Refusal('cart-not-found', `Cart with ${cartId} was not found`, { cartId })
}

/** Whoever pays with a test key pays nothing, whatever the region offers. */
const testProviders: readonly string[] = ['test', 'manual']

/** What was in the cart is in another one now. */
export function cartMerged({ id, mergedInto }: Cart): Refusal {
  return new Refusal('cart-merged', `The cart was merged into ${mergedInto}.`, {
    cartId: id,
    mergedInto: mergedInto ?? '',
  })
}

/** What opening and following payment sessions depends on. */
export function sessionFacts(shop: Shop, cart: Cart, books: Books, now: number): SessionFacts {
  const region = books.region(cart.regionId)
  invariant(region, `the region ${cart.regionId} of a cart is there`)
  return {
    providers: cart.isTest ? testProviders : region.paymentProviders,
    total: billOf(cart, books, 'due').total,
    initiate: (providerId, given) => shop.gateways.get(providerId)?.initiate(given) ?? given,
    newId: shop.newId,
    now,
  }
}

/** Whether it is an account's, and not that one's. */
export function isAnothers(cart: Cart, books: Books, signedInAs: string | null): boolean {
  return (
    cart.customerId !== null && cart.customerId !== signedInAs && books.customer(cart.customerId)?.hasAccount === true
  )
}

/**
 * A cart that waits for the shopper's action is theirs again: the edit ends that attempt, but new data for the provider
 * that it waits for is what completing resumes with. Any other running attempt, and an order, lock the cart.
 */
export function freeForEditing(
  shop: Shop,
  cart: Cart,
  books: Books,
  now: number,
  sessionOf: string | null,
): { cart: Cart; changes: readonly Change[] } {
  if (cart.stage === 'open') return { cart, changes: [] }
  if (cart.stage === 'merged') throw cartMerged(cart)
  if (cart.stage === 'completed')
    throw new Refusal('cart-completed', 'The cart is completed and can no longer be changed.', { cartId: cart.id })
  const checkout = books.liveCheckout(cart.id)
  invariant(checkout, 'a frozen cart has a live attempt')
  if (checkout.state !== 'requires_action') {
    throw new Refusal('cart-frozen', `The cart is being completed: ${checkout.id}.`, {
      cartId: cart.id,
      checkoutId: checkout.id,
    })
  }
  if (sessionOf !== null && sessionOf === checkout.payment?.providerId) return { cart, changes: [] }
  const problem = { code: 'checkout-canceled', message: 'the shopper changed the cart', details: {} } as const
  const ended = endAttempt(checkout, { state: 'canceled', problem, session: null, by: 'shopper', now })
  const open = thawed(cart, freshSession(shop, cart), now)
  return { cart: open, changes: announced(shop, [...ended, ...givingBack(shop, checkout, now)]) }
}

/** The selected session as if nothing had been asked under it yet, with what the storefront said for the provider. */
export function freshSession(shop: Shop, cart: Cart): Ending['session'] {
  const selected = selectedSession(cart)
  if (!selected) return null
  const data = shop.gateways.get(selected.providerId)?.initiate(selected.data) ?? selected.data
  return { status: 'pending', data }
}

/** The promise to take back at the provider what the attempt may have started there. */
export function givingBack(shop: Shop, { id, payment }: Checkout, now: number): readonly Change[] {
  if (!payment) return []
  const { providerId, key, reference, data } = payment
  return [
    {
      kind: 'promise',
      job: {
        id: shop.newId('job'),
        payload: { kind: 'cancel-payment', checkoutId: id, providerId, key, reference, data },
        runAt: now,
      },
    },
  ]
}

/** The cart as it is saved: one version on, with sessions that follow its total. */
export function nextVersion(shop: Shop, before: Cart, edited: Cart, books: Books, now: number): Cart {
  const revision = before.revision + (buysTheSame(before, edited) ? 0 : 1)
  const cart = { ...edited, version: before.version + 1, revision, updatedAt: now }
  if (!cart.paymentSessions.length) return cart
  const facts = sessionFacts(shop, cart, books, now)
  const isAboutSessions = edited.paymentSessions !== before.paymentSessions
  return isAboutSessions ? followTotal(cart, facts) : openSessions(cart, facts)
}

function asEdit(edit: Cart | Edit): Edit {
  return 'customers' in edit ? edit : { cart: edit, customers: [] }
}
