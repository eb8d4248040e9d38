import type { Cart, Payment, PaymentSessionStatus } from '../cart/cart.ts'
import { settleSession } from '../cart/payment-sessions.ts'
import type { Discount, GiftCard } from '../catalog/discount.ts'
import type { Metadata } from '../catalog/product.ts'
import type { NewId } from '../id.ts'
import { invariant } from '../invariant.ts'
import type { Books } from './books.ts'
import type { Actor, Checkout, CheckoutProblem, CheckoutState } from './checkout.ts'
import type { Change } from './decision.ts'
import type { Order } from './order.ts'

/** How an attempt ended without an order, and what the payment session shows of it. */
export interface Ending {
  readonly state: Extract<CheckoutState, 'failed' | 'canceled' | 'expired'>
  readonly problem: CheckoutProblem
  /** Null leaves the session as it was. */
  readonly session: { readonly status: PaymentSessionStatus; readonly data: Metadata } | null
  readonly by: Actor
  readonly now: number
}

/** Everything held goes back and the cart is the shopper's again. */
export function endWithoutOrder(checkout: Checkout, cart: Cart, ending: Ending): readonly Change[] {
  const open = { ...thawed(cart, ending.session, ending.now), version: cart.version + 1 }
  return [...endAttempt(checkout, ending), { kind: 'save-cart', cart: open }]
}

/** The attempt did not work out: everything held goes back, and its cart, which is still there, is open again. */
export function failAttempt(checkout: Checkout, books: Books, ending: Omit<Ending, 'state'>): readonly Change[] {
  const cart = books.cart(checkout.cartId)
  invariant(cart, 'the cart of a live attempt is there')
  return endWithoutOrder(checkout, cart, { ...ending, state: 'failed' })
}

/** The attempt's own end; the cart is somebody else's to save. */
export function endAttempt(checkout: Checkout, { state, problem, by, now }: Ending): readonly Change[] {
  const ended: Checkout = { ...checkout, state, problem, nextAction: null, updatedAt: now }
  return [
    { kind: 'move-checkout', from: checkout.state, checkout: ended, why: problem.message, by },
    { kind: 'release-holds', checkoutId: checkout.id },
  ]
}

/** The cart as the shopper gets it back, not yet counted as a change. */
export function thawed(cart: Cart, session: Ending['session'], now: number): Cart {
  const open: Cart = { ...cart, stage: 'open' }
  return session ? settleSession(open, session.status, session.data, now) : open
}

/** The cart becomes its order: the frozen snapshot, paid. */
export function placeOrder(checkout: Checkout, books: Books, newId: NewId, now: number): readonly Change[] {
  invariant(checkout.state === 'authorized', 'only an authorized attempt becomes an order')
  const orderId = newId('order')
  const cart = completedCart(checkout, orderId, newId, now)
  const order = orderOf(checkout, cart, orderId, books, now)
  return [
    { kind: 'save-cart', cart: { ...cart, version: (books.cart(cart.id)?.version ?? 0) + 1 } },
    { kind: 'place-order', order },
    ...takenByOrder(checkout, cart, orderId, newId, now),
    {
      kind: 'move-checkout',
      from: 'authorized',
      checkout: { ...checkout, state: 'completed', orderId, nextAction: null, updatedAt: now },
      why: `order ${order.displayId}`,
      by: 'job',
    },
  ]
}

/** Holds become sales and bought gift cards come to life; an order made for a test takes nothing and brings nothing. */
function takenByOrder(
  { id: checkoutId }: Checkout,
  cart: Cart,
  orderId: string,
  newId: NewId,
  now: number,
): readonly Change[] {
  if (cart.isTest) return [{ kind: 'release-holds', checkoutId }]
  const issued = giftCardsBought(cart, orderId, newId, now)
  return [
    { kind: 'settle-holds', checkoutId, orderId },
    ...issued.map((giftCard) => ({ kind: 'issue-gift-card', giftCard }) as const),
  ]
}

function completedCart({ cart, payment }: Checkout, orderId: string, newId: NewId, now: number): Cart {
  const paid: Payment | null = payment && {
    id: newId('pay'),
    providerId: payment.providerId,
    reference: payment.reference ?? payment.key,
    orderId,
    amount: payment.amount,
    currencyCode: payment.currencyCode,
    amountRefunded: 0 as Payment['amountRefunded'],
    data: payment.data,
    capturedAt: null,
    canceledAt: null,
    createdAt: now,
    updatedAt: now,
  }
  const settled = payment ? settleSession(cart, 'authorized', payment.data, now) : cart
  return { ...settled, stage: 'completed', payment: paid, paymentAuthorizedAt: now, completedAt: now, updatedAt: now }
}

function orderOf(checkout: Checkout, cart: Cart, orderId: string, books: Books, now: number): Order {
  const region = books.region(cart.regionId)
  invariant(region, `the region ${cart.regionId} of a frozen cart is there`)
  invariant(cart.email, 'an accepted cart has an e-mail address')
  return {
    id: orderId,
    displayId: books.nextDisplayId(),
    cartId: cart.id,
    checkoutId: checkout.id,
    status: 'pending',
    paymentStatus: 'awaiting',
    customerId: cart.customerId,
    email: cart.email,
    cart,
    bill: checkout.bill,
    region,
    discounts: cart.discounts
      .map(({ id }) => books.discount(id))
      .filter((discount): discount is Discount => discount !== null),
    giftCards: cart.giftCards.map(({ id }) => books.giftCard(id)).filter((card): card is GiftCard => card !== null),
    payments: cart.payment ? [cart.payment] : [],
    actions: [],
    createdAt: now,
    updatedAt: now,
    canceledAt: null,
  }
}

/** One new gift card per piece bought, worth what a piece costs. */
function giftCardsBought(cart: Cart, orderId: string, newId: NewId, now: number): readonly GiftCard[] {
  return cart.lines
    .filter(({ isGiftcard }) => isGiftcard)
    .flatMap((line) =>
      Array.from({ length: line.quantity }, () => {
        const id = newId('gift')
        return {
          id,
          code: codeOf(newId('gift')),
          value: line.unitPrice,
          balance: line.unitPrice,
          regionId: cart.regionId,
          orderId,
          isDisabled: false,
          endsAt: null,
          metadata: line.metadata,
          createdAt: now,
          updatedAt: now,
        }
      }),
    )
}

/** Four groups of four from the random end of an id: a code to type, with 80 bits nobody guesses. */
function codeOf(id: string): string {
  return id.slice(-16).replace(/(.{4})(?!$)/g, '$1-')
}
