import type { Metadata } from '../catalog/product.ts'
import type { Books } from '../checkout/books.ts'
import { isTerminal } from '../checkout/checkout.ts'
import { Refusal } from '../refusal.ts'
import { type AskedToComplete, type Completed, completeCart } from './checkouts.ts'
import { payWith } from './payments.ts'
import { orderOf } from './reads.ts'
import type { Shop } from './shop.ts'

/** What the shopper's side knows of a payment that it has confirmed. */
export interface Confirmation {
  /** An order's, or that of the attempt that waits for the shopper. */
  readonly orderId: string
  readonly paymentKey: string
  readonly amount: number
  /** Null: whoever it is. */
  readonly providerId: string | null
}

/** The payment is settled, or how completing went now that the shopper has acted. */
export type Confirmed =
  | { readonly kind: 'settled'; readonly orderId: string }
  | { readonly kind: 'completed'; readonly completed: Completed }

/** What the bank of tests is told in place of a shopper's own bank. */
const shopperAgreed: Metadata = { outcome: 'authorize' }

/**
 * The shopper says that they have acted: the attempt goes on and the provider is asked, whose word alone counts. Refuses
 * another payment's key, and an amount that is not the one that was asked for.
 */
export async function confirmPayment(shop: Shop, wanted: Confirmation, asked: AskedToComplete): Promise<Confirmed> {
  const found = await shop.store.read((books) => waitingFor(wanted, asked.isTest ?? false, books))
  if (found.kind === 'settled') return found
  if (found.providerId === 'test') {
    const show = () => ({ status: 200, body: '' })
    await payWith(shop, found.cartId, { providerId: 'test', data: shopperAgreed }, { ...asked, keyed: null, show })
  }
  return { kind: 'completed', completed: await completeCart(shop, found.cartId, asked) }
}

type Waiting =
  | { readonly kind: 'settled'; readonly orderId: string }
  | {
      /** Null unless it is the shopper who is waited for. */ readonly kind: 'waiting'
      readonly cartId: string
      readonly providerId: string | null
    }

function waitingFor(wanted: Confirmation, isTest: boolean, books: Books): Waiting {
  const checkout = books.checkout(wanted.orderId)
  const order = checkout?.orderId
    ? books.order(checkout.orderId)
    : checkout
      ? null
      : orderOf(books, wanted.orderId, isTest)
  const attempt = checkout ?? (order && books.checkout(order.checkoutId))
  if (!attempt || attempt.cart.isTest !== isTest)
    throw new Refusal('order-not-found', 'There is no such order.', { orderId: wanted.orderId })
  const { payment } = attempt
  if (payment && ![payment.reference, payment.key, order?.payments[0]?.reference].includes(wanted.paymentKey))
    throw new Refusal('body-invalid', 'payment_key is not that of the order’s payment')
  if (wanted.amount !== attempt.bill.total) throw new Refusal('body-invalid', 'amount is not what the order comes to')
  if (payment && wanted.providerId !== null && wanted.providerId !== payment.providerId)
    throw new Refusal('body-invalid', 'provider is not the one that the order is paid with')
  if (order) return { kind: 'settled', orderId: order.id }
  if (isTerminal(attempt.state))
    throw new Refusal('checkout-settled', `The checkout has ${attempt.state}; check out again.`, {
      checkoutId: attempt.id,
    })
  return {
    kind: 'waiting',
    cartId: attempt.cartId,
    providerId: attempt.state === 'requires_action' ? (payment?.providerId ?? null) : null,
  }
}
