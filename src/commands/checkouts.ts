import type { Cart } from '../cart/cart.ts'
import { acceptCart } from '../checkout/acceptance.ts'
import type { Books } from '../checkout/books.ts'
import { type Checkout, type CheckoutProblem, isTerminal } from '../checkout/checkout.ts'
import type { Change, Decision } from '../checkout/decision.ts'
import type { Order } from '../checkout/order.ts'
import { invariant } from '../invariant.ts'
import { billOf } from './bills.ts'
import { checkoutOf, readCheckout } from './cancellation.ts'
import { startedAs } from './drafts.ts'
import { cartFor, cartMerged } from './editing.ts'
import { isLasting, kept, once, receiptOf } from './idempotency.ts'
import { countingShortage } from './meter.ts'
import type { Answer, Keyed, Shown, Sight } from './receipts.ts'
import type { Shop } from './shop.ts'
import { waitFor } from './waiting.ts'

/** How an attempt stands when there is something to tell. */
export type CompleteOutcome =
  | { readonly kind: 'order'; readonly order: Order }
  | { readonly kind: 'requires-action'; readonly cart: Cart; readonly checkout: Checkout }
  | { readonly kind: 'failed'; readonly problem: CheckoutProblem; readonly cart: Cart }

export interface AskedToComplete extends Sight {
  readonly keyed: Keyed | null
  readonly signedInAs: string | null
  /** Who asks runs the shop and has the order paid elsewhere; absent: with what the region offers. */
  readonly paidElsewhere?: boolean
  /** How long to wait for the outcome before answering that it is on its way. */
  readonly waitMs: number
  readonly show: (outcome: CompleteOutcome, books: Books) => Shown
  /** Whether what is shown is the key's answer for ever; absent: everything but a server's error. */
  readonly isFinal?: (shown: Shown) => boolean
  /** The attempt is the one that this draft announced; refused when the cart buys something else by now. */
  readonly draftId?: string
}

export type Completed =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'pending'; readonly checkout: Checkout }

/**
 * Turns the cart into an order, once: begins an attempt, joins the one that runs, resumes the one that waited for the
 * shopper, or shows the order that is there. What keeps the attempt from beginning is thrown as a `Refusal`.
 */
export async function completeCart(shop: Shop, cartId: string, asked: AskedToComplete): Promise<Completed> {
  const begun = await countingShortage(
    shop.meter,
    shop.store.change((books) => begin(shop, cartId, asked, books)),
  )
  if ('answer' in begun) return { kind: 'answer', answer: begun.answer }
  const { checkoutId } = begun
  const until = performance.now() + asked.waitMs
  for (;;) {
    const leftMs = Math.max(0, until - performance.now())
    const outcome = await waitFor(shop, checkoutId, leftMs, (books) => outcomeOf(checkoutId, books))
    if (!outcome) return { kind: 'pending', checkout: await readCheckout(shop, checkoutId) }
    const answer = await answered(shop, checkoutId, asked)
    if (answer) return { kind: 'answer', answer }
  }
}

type Begun = { readonly answer: Answer } | { readonly checkoutId: string }

function begin(shop: Shop, cartId: string, asked: AskedToComplete, books: Books): Decision<Begun> {
  const now = shop.now()
  const cart = cartFor(books, cartId, asked.signedInAs, asked)
  const earlier = asked.keyed && receiptOf(shop, books, asked.keyed)
  if (earlier?.answer) {
    shop.meter?.happened('idempotency-replay', 1)
    return { result: { answer: { ...earlier.answer, replayed: true } }, changes: [] }
  }
  if (earlier?.checkoutId && !hasFailedHere(earlier.checkoutId, asked, books)) {
    return { result: { checkoutId: earlier.checkoutId }, changes: [] }
  }
  if (cart.stage === 'completed') return shownAtOnce(shop, orderOfCart(cartId, books), asked, books)
  if (cart.stage === 'merged') throw cartMerged(cart)
  const live = cart.stage === 'frozen' ? books.liveCheckout(cartId) : null
  if (!live) {
    const checkoutId = asked.draftId === undefined ? shop.newId('chk') : startedAs(asked.draftId, cart, books)
    const paidElsewhere = asked.paidElsewhere ?? false
    const acceptance = { checkoutId, jobId: shop.newId('job'), now, paidElsewhere }
    const changes = acceptCart(cart, billOf(cart, books, 'due'), books, acceptance)
    return running(shop, checkoutId, changes, asked, books)
  }
  const changes = live.state === 'requires_action' ? resumed(shop, live, cart, now) : []
  return running(shop, live.id, changes, asked, books)
}

/** A server's error is nobody's answer for ever: whoever comes again with the same key may try again. */
function hasFailedHere(checkoutId: string, asked: AskedToComplete, books: Books): boolean {
  const outcome = outcomeOf(checkoutId, books)
  return outcome?.kind === 'failed' && !isLasting(asked.show(outcome, books), asked.isFinal)
}

/** The shopper has acted: the same provider is asked again, with what its payment session says now. */
function resumed(shop: Shop, checkout: Checkout, cart: Cart, now: number): readonly Change[] {
  const asked = checkout.payment?.providerId
  const payment = checkout.payment && {
    ...checkout.payment,
    data: cart.paymentSessions.find(({ providerId }) => providerId === asked)?.data ?? checkout.payment.data,
  }
  const moved: Checkout = { ...checkout, state: 'authorizing', payment, nextAction: null, updatedAt: now }
  return [
    { kind: 'move-checkout', from: 'requires_action', checkout: moved, why: 'completed again', by: 'shopper' },
    {
      kind: 'promise',
      job: {
        id: shop.newId('job'),
        payload: { kind: 'authorize-payment', cartId: cart.id, checkoutId: checkout.id },
        runAt: now,
      },
    },
  ]
}

function running(
  shop: Shop,
  checkoutId: string,
  changes: readonly Change[],
  { keyed }: AskedToComplete,
  books: Books,
): Decision<Begun> {
  const receipt = kept(shop, books, keyed, { checkoutId, answer: null })
  return { result: { checkoutId }, changes: [...changes, ...receipt] }
}

function shownAtOnce(shop: Shop, order: Order, asked: AskedToComplete, books: Books): Decision<Begun> {
  const { result, changes } = once(shop, books, asked.keyed, () => ({
    result: asked.show({ kind: 'order', order }, books),
    changes: [],
  }))
  return { result: { answer: result }, changes }
}

/**
 * Shows the outcome and, under a key, keeps what was shown: whoever comes first decides the bytes. Null when there is
 * none any more: somebody else completed again an attempt that waited for the shopper.
 */
function answered(shop: Shop, checkoutId: string, asked: AskedToComplete): Promise<Answer | null> {
  const { keyed } = asked
  const show = (books: Books): Answer | null => {
    const outcome = outcomeOf(checkoutId, books)
    return outcome && { ...asked.show(outcome, books), replayed: false }
  }
  if (!keyed) return shop.store.read(show)
  return shop.store.change<Answer | null>((books) => {
    const earlier = receiptOf(shop, books, keyed)?.answer
    if (earlier) return { result: { ...earlier, replayed: true }, changes: [] }
    const answer = show(books)
    if (!answer || !isLasting(answer, asked.isFinal)) return { result: answer, changes: [] }
    return { result: answer, changes: kept(shop, books, keyed, { checkoutId, answer }) }
  })
}

/** Null while the attempt runs. */
function outcomeOf(checkoutId: string, books: Books): CompleteOutcome | null {
  const checkout = checkoutOf(books, checkoutId)
  if (checkout.state === 'completed') return { kind: 'order', order: orderOfCart(checkout.cartId, books) }
  const cart = books.cart(checkout.cartId)
  if (checkout.state === 'requires_action' && cart) return { kind: 'requires-action', cart, checkout }
  if (!isTerminal(checkout.state)) return null
  invariant(checkout.problem, 'an attempt that ended without an order says why')
  return { kind: 'failed', problem: checkout.problem, cart: cart ?? checkout.cart }
}

function orderOfCart(cartId: string, books: Books): Order {
  const order = books.orderOfCart(cartId)
  invariant(order, 'a completed cart has an order')
  return order
}
