import type { Person } from './people.ts'

/** Somebody's things as a stranger might have got to know their ids. */
export interface Target extends Person {
  readonly email: string
  /** Theirs and open, with a line, a discount and a payment session; another one for each try of a route of carts. */
  readonly cartId: string
  readonly lineId: string
  readonly displayId: number
  /** The cart that became the order. */
  readonly orderedCartId: string
}

/** What a stranger has of their own. */
export interface Own {
  readonly cartId: string
  readonly password: string
  readonly variantId: string
  readonly optionId: string
}

/**
 * What must be as it was. `nothing`: nothing at all is written. `theirs`: every row in which an id of the target stands.
 * `account`: of those, the customer, their orders and sessions, for who has a cart's id and may therefore change the cart.
 */
export type Unchanged = 'nothing' | 'theirs' | 'account'

export interface Allowed {
  readonly status: number
  readonly unchanged: Unchanged
  /** What the answer must contain. */
  readonly shows?: object
}

/** A request with somebody else's ids, and what is to come of it. */
export interface Try {
  readonly path: string
  readonly body?: object
  /** For who is signed in as somebody else. */
  readonly customer: Allowed
  /** For who is not signed in. */
  readonly guest: Allowed
  /** The status for who may; proves that the request is one that would do something. */
  readonly owner?: number
}

const refused = (status: number): Allowed => ({ status, unchanged: 'nothing' })
const harmless: Allowed = { status: 200, unchanged: 'nothing' }
const ownAffair: Allowed = { status: 200, unchanged: 'theirs' }

/** Tied to a login: not there for another account, and 401 for nobody. */
const notYours = (status: number) => ({ customer: refused(status), guest: refused(401) })
/** The same for everybody who is not the target. */
const everybody = (allowed: Allowed) => ({ customer: allowed, guest: allowed })
/** In Medusa the id of a cart is all that a guest needs; another account is refused, which Medusa does not do. */
const byCartId = { customer: refused(404), guest: { status: 200, unchanged: 'account' } as Allowed, owner: 200 }
/** In Medusa the id of an order, or number and e-mail, is all that is needed; who the customer is, it does not say. */
const byOrder = { ...everybody({ ...harmless, shows: { order: { customer: null } } }), owner: 200 }

/** Reads of the catalog, with the target's cart where a cart may be named for its prices. */
const catalog = (path: string) => (target: Target) => [
  { path: path.replace(':cart', target.cartId), ...everybody(harmless) },
]
/** Nothing has such an id. */
const absent = (path: string) => (target: Target) => [
  { path: path.replace(':id', target.orderId).replace(':other', target.cartId), ...everybody(refused(404)) },
]

const cartTry =
  (path: string, body?: (target: Target, own: Own) => object) =>
  (target: Target, own: Own): readonly Try[] => [
    {
      path: path.replace(':id', target.cartId).replace(':line_id', target.lineId),
      ...(body && { body: body(target, own) }),
      ...byCartId,
    },
  ]

const completing =
  (path: string) =>
  (target: Target): readonly Try[] => [
    { path: path.replace(':id', target.cartId), ...byCartId, guest: { status: 202, unchanged: 'account' }, owner: 202 },
  ]

/** By method and path: every route is here, with what strangers may and may not. */
export const strangersTable: Readonly<Record<string, (target: Target, own: Own) => readonly Try[]>> = {
  'GET /regions': catalog('/regions'),
  'GET /regions/:id': absent('/regions/:id'),
  'GET /products': catalog('/products?cart_id=:cart'),
  'GET /products/:id': absent('/products/:id?cart_id=:other'),
  'POST /products/search': ({ email }) => [{ path: '/products/search', body: { q: email }, ...everybody(harmless) }],
  'GET /variants': catalog('/variants?cart_id=:cart'),
  'GET /variants/:id': absent('/variants/:id?cart_id=:other'),
  'GET /collections': catalog('/collections'),
  'GET /collections/:id': absent('/collections/:id'),
  'GET /product-tags': catalog('/product-tags'),
  'GET /product-types': catalog('/product-types'),
  'GET /product-categories': catalog('/product-categories'),
  'GET /product-categories/:id': absent('/product-categories/:id'),
  'GET /return-reasons': catalog('/return-reasons'),
  'GET /return-reasons/:id': absent('/return-reasons/:id'),
  'GET /shipping-options': catalog('/shipping-options'),
  'GET /gift-cards/:code': absent('/gift-cards/:id'),
  'GET /order-edits/:id': absent('/order-edits/:id'),
  'POST /order-edits/:id/decline': absent('/order-edits/:id/decline'),
  'POST /order-edits/:id/complete': absent('/order-edits/:id/complete'),
  'GET /payment-collections/:id': absent('/payment-collections/:id'),
  'POST /payment-collections/:id/sessions': absent('/payment-collections/:id/sessions'),
  'POST /payment-collections/:id/sessions/batch': absent('/payment-collections/:id/sessions/batch'),
  'POST /payment-collections/:id/sessions/batch/authorize': absent('/payment-collections/:id/sessions/batch/authorize'),
  'POST /payment-collections/:id/sessions/:session_id': absent('/payment-collections/:id/sessions/:other'),
  'POST /payment-collections/:id/sessions/:session_id/authorize': absent(
    '/payment-collections/:id/sessions/:other/authorize',
  ),

  'POST /carts': () => [{ path: '/carts', body: {}, ...everybody(ownAffair) }],
  'GET /carts/:id': cartTry('/carts/:id?expand=customer,billing_address'),
  'POST /carts/:id': (target, own) => [
    ...cartTry('/carts/:id', () => ({ email: 'thief@example.com' }))(target, own),
    ...['shipping_address', 'billing_address'].map((field) => ({
      path: `/carts/${own.cartId}`,
      body: { [field]: target.addressId },
      ...everybody(refused(404)),
    })),
    {
      path: `/carts/${own.cartId}?expand=customer`,
      body: { customer_id: target.customerId },
      customer: ownAffair,
      guest: { status: 200, unchanged: 'account', shows: { cart: { email: null, shipping_address: null } } },
    },
  ],
  'DELETE /carts/:id/discounts/:code': cartTry('/carts/:id/discounts/TENPERCENT'),
  'POST /carts/:id/line-items': cartTry('/carts/:id/line-items', (_, { variantId }) => ({
    variant_id: variantId,
    quantity: 1,
  })),
  'POST /carts/:id/line-items/:line_id': (target, own) => [
    ...cartTry('/carts/:id/line-items/:line_id', () => ({ quantity: 3 }))(target, own),
    {
      path: `/carts/${own.cartId}/line-items/${target.lineId}`,
      body: { quantity: 3 },
      ...everybody(refused(400)),
    },
  ],
  'DELETE /carts/:id/line-items/:line_id': (target, own) => [
    ...cartTry('/carts/:id/line-items/:line_id')(target, own),
    { path: `/carts/${own.cartId}/line-items/${target.lineId}`, ...everybody(harmless) },
  ],
  'POST /carts/:id/shipping-methods': cartTry('/carts/:id/shipping-methods', (_, { optionId }) => ({
    option_id: optionId,
  })),
  'GET /shipping-options/:cart_id': cartTry('/shipping-options/:id'),
  'POST /carts/:id/taxes': cartTry('/carts/:id/taxes'),
  'POST /carts/:id/payment-sessions': cartTry('/carts/:id/payment-sessions'),
  'POST /carts/:id/payment-session': cartTry('/carts/:id/payment-session', () => ({ provider_id: 'manual' })),
  'POST /carts/:id/payment-sessions/:provider_id': cartTry('/carts/:id/payment-sessions/manual', () => ({
    data: { by: 'thief' },
  })),
  'DELETE /carts/:id/payment-sessions/:provider_id': cartTry('/carts/:id/payment-sessions/manual'),
  'POST /carts/:id/payment-sessions/:provider_id/refresh': cartTry('/carts/:id/payment-sessions/manual/refresh'),
  'POST /carts/:id/complete': completing('/carts/:id/complete'),
  'POST /carts/:id/complete-cart': completing('/carts/:id/complete-cart'),

  'GET /orders': ({ displayId, email }) => [
    { path: `/orders?display_id=${displayId}&email=${email}&expand=customer,billing_address`, ...byOrder },
    { path: `/orders?display_id=${displayId}&email=other@example.com`, ...everybody(refused(404)) },
  ],
  'GET /orders/:id': ({ orderId }) => [{ path: `/orders/${orderId}?expand=customer`, ...byOrder }],
  'GET /orders/cart/:cart_id': ({ orderedCartId }) => [
    { path: `/orders/cart/${orderedCartId}?expand=customer`, ...byOrder },
  ],
  // Granted by a token that goes to the order's e-mail alone.
  'POST /orders/batch/customer/token': ({ orderId }) => [
    {
      path: '/orders/batch/customer/token',
      body: { order_ids: [orderId] },
      customer: { status: 200, unchanged: 'account' },
      guest: refused(401),
    },
  ],
  'POST /orders/customer/confirm': ({ orderId }) => [
    { path: '/orders/customer/confirm', body: { token: orderId }, ...everybody(refused(400)) },
  ],

  'POST /auth': ({ email }, { password }) => [{ path: '/auth', body: { email, password }, ...everybody(refused(401)) }],
  'POST /auth/token': ({ email }, { password }) => [
    { path: '/auth/token', body: { email, password }, ...everybody(refused(401)) },
  ],
  'GET /auth': () => [{ path: '/auth', customer: harmless, guest: refused(401) }],
  'DELETE /auth': () => [{ path: '/auth', ...everybody(ownAffair) }],
  'GET /auth/:email': ({ email }) => [
    { path: `/auth/${email}`, ...everybody({ ...harmless, shows: { exists: true } }) },
  ],
  'POST /customers': ({ email }, { password }) => [
    {
      path: '/customers',
      body: { first_name: 'T', last_name: 'T', email, password },
      ...everybody(refused(422)),
    },
  ],
  // The token goes to their e-mail alone.
  'POST /customers/password-token': ({ email }) => [
    {
      path: '/customers/password-token',
      body: { email },
      ...everybody({ status: 204, unchanged: 'account' }),
    },
  ],
  'POST /customers/password-reset': ({ email, customerId }) => [
    {
      path: '/customers/password-reset',
      body: { email, token: customerId, password: 'thief' },
      ...everybody(refused(401)),
    },
  ],
  'GET /customers/me': () => [{ path: '/customers/me', customer: harmless, guest: refused(401) }],
  'POST /customers/me': ({ addressId, email }) => [
    { path: '/customers/me', body: { billing_address: addressId }, ...notYours(404) },
    { path: '/customers/me', body: { email }, ...notYours(422) },
  ],
  'GET /customers/me/payment-methods': () => [
    { path: '/customers/me/payment-methods', customer: harmless, guest: refused(401) },
  ],
  'POST /customers/me/addresses': ({ addressId }) => [
    { path: '/customers/me/addresses', body: { address: { id: addressId } }, ...notYours(400) },
  ],
  'POST /customers/me/addresses/:address_id': ({ addressId }) => [
    { path: `/customers/me/addresses/${addressId}`, body: { city: 'Elsewhere' }, ...notYours(400), owner: 200 },
  ],
  'DELETE /customers/me/addresses/:address_id': ({ addressId }) => [
    { path: `/customers/me/addresses/${addressId}`, customer: harmless, guest: refused(401) },
  ],
  'GET /customers/me/orders': ({ orderId, orderedCartId, email, displayId }) =>
    [`id=${orderId}`, `cart_id=${orderedCartId}`, `email=${email}`, `q=${email}`, `display_id=${displayId}`].map(
      (query) => ({
        path: `/customers/me/orders?${query}`,
        customer: { ...harmless, shows: { orders: [], count: 0 } },
        guest: refused(401),
      }),
    ),
}
