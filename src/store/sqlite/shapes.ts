import { type Cart, cartShape } from '../../cart/cart.ts'
import type { Checkout } from '../../checkout/checkout.ts'
import type { Draft } from '../../checkout/draft.ts'
import type { Order } from '../../checkout/order.ts'
import { invariant } from '../../invariant.ts'

/** One step per shape, from it to the next; pure, and kept as long as a stored document may have that shape. */
const steps: readonly ((older: Cart) => Cart)[] = [
  // What the shop's own people may do to a cart came second.
  (older) => ({
    ...older,
    manualDiscounts: [],
    locale: null,
    customerMessage: '',
    lines: older.lines.map((line) => ({ ...line, isPriceGiven: false })),
  }),
  // Test data and merged carts came third.
  (older) => ({ ...older, isTest: false, mergedInto: null }),
  // Nothing had been counted yet, and nobody had come for a visit.
  (older) => ({ ...older, revision: 1, visit: null, lines: older.lines.map((line) => ({ ...line, revision: 1 })) }),
]

/** The cart in a stored document, brought to today's shape; refuses one that a newer program wrote. */
export function readCart(json: string, shape: number): Cart {
  return upgraded(JSON.parse(json) as Cart, shape)
}

/** The attempt in a stored document, with the cart inside brought to today's shape. */
export function readCheckout(json: string, shape: number): Checkout {
  const checkout = JSON.parse(json) as Checkout
  return shape === cartShape ? checkout : { ...checkout, cart: upgraded(checkout.cart, shape) }
}

/** The draft in a stored document, with the cart inside brought to today's shape. */
export function readDraft(json: string, shape: number): Draft {
  const draft = JSON.parse(json) as Draft
  return shape === cartShape ? draft : { ...draft, cart: upgraded(draft.cart, shape) }
}

/** The order in a stored document, with the cart inside brought to today's shape. */
export function readOrder(json: string, shape: number): Order {
  // An order placed before anything could be asked of it says nothing of that.
  const stored = JSON.parse(json) as Omit<Order, 'actions'> & Partial<Pick<Order, 'actions'>>
  const order: Order = { ...stored, actions: stored.actions ?? [] }
  return shape === cartShape ? order : { ...order, cart: upgraded(order.cart, shape) }
}

function upgraded(cart: Cart, shape: number): Cart {
  if (shape === cartShape) return cart
  invariant(
    shape >= 1 && shape < cartShape,
    `a cart of shape ${shape} cannot be read; the newest known is ${cartShape}`,
  )
  return steps.slice(shape - 1).reduce((older, step) => step(older), cart)
}
