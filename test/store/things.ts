import type { Cart } from '../../src/cart/cart.ts'
import type { Checkout } from '../../src/checkout/checkout.ts'
import type { Change } from '../../src/checkout/decision.ts'
import type { Order } from '../../src/checkout/order.ts'
import type { NewId } from '../../src/id.ts'
import { minor, zero } from '../../src/money/money.ts'
import type { Bill } from '../../src/pricing/bill.ts'
import type { Store } from '../../src/store/store.ts'
import { cartWith, lineWith, noon } from '../support/carts.ts'
import { region } from './catalog-things.ts'

const dated = { createdAt: noon, updatedAt: noon }
export function newCart(newId: NewId, more: Partial<Cart> = {}): Cart {
  return cartWith([lineWith(newId('item'))], { id: newId('cart'), ...more })
}

/** The cart with one more version: what a rule would return. */
export function changed(cart: Cart, more: Partial<Cart> = {}): Cart {
  return { ...cart, version: cart.version + 1, ...more }
}

const bill: Bill = {
  currencyCode: 'eur',
  lines: [],
  shipping: [],
  giftCards: [],
  subtotal: minor(1000),
  discountTotal: zero,
  shippingTotal: zero,
  itemTaxTotal: zero,
  shippingTaxTotal: zero,
  taxTotal: zero,
  giftCardTotal: zero,
  giftCardTaxTotal: zero,
  total: minor(1000),
}

export function attemptAt(cart: Cart, id: string, more: Partial<Checkout> = {}): Checkout {
  return {
    id,
    cartId: cart.id,
    state: 'accepted',
    cart,
    bill,
    taxes: null,
    payment: null,
    nextAction: null,
    orderId: null,
    problem: null,
    ...dated,
    ...more,
  }
}

export function orderFrom(checkout: Checkout, id: string, displayId: number): Order {
  return {
    id,
    displayId,
    cartId: checkout.cartId,
    checkoutId: checkout.id,
    status: 'pending',
    paymentStatus: 'awaiting',
    customerId: null,
    email: 'ada@example.com',
    cart: checkout.cart,
    bill: checkout.bill,
    region: region('reg_1'),
    discounts: [],
    giftCards: [],
    payments: [],
    actions: [],
    ...dated,
    canceledAt: null,
  }
}

export function begin(checkout: Checkout): Change {
  return { kind: 'begin-checkout', checkout, why: 'asked', by: 'shopper' }
}

export function move(checkout: Checkout, more: Partial<Checkout>): Change {
  return { kind: 'move-checkout', from: checkout.state, checkout: { ...checkout, ...more }, why: 'moved', by: 'job' }
}

/** Saves a cart with a running attempt, to which holds can belong. */
export async function acceptedCheckout(store: Store, newId: NewId): Promise<Checkout> {
  const cart = newCart(newId, { stage: 'frozen' })
  const checkout = attemptAt(cart, newId('chk'))
  await save(store, { kind: 'save-cart', cart }, begin(checkout))
  return checkout
}

export function save(store: Store, ...changes: readonly Change[]): Promise<null> {
  return store.change(() => ({ result: null, changes }))
}
