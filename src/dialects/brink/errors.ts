import type { CheckoutProblem } from '../../checkout/checkout.ts'
import type { Shown } from '../../commands/receipts.ts'
import type { Refusal, RefusalCode } from '../../refusal.ts'

/** A status, and what Brink's storefronts read as `error`; the refusal's own sentence is the `message`. */
type Answer = readonly [status: number, error: string]

const invalid: Answer = [400, 'validation error']
const notFound: Answer = [404, 'not found']
const conflict: Answer = [409, 'conflict']
const outOfStock: Answer = [409, 'out of stock error']
const discountError: Answer = [400, 'discount code error']
const giftCardError: Answer = [400, 'gift card error']
const locked: Answer = [409, 'session locked']
const ended: Answer = [409, 'checkout ended']
const paymentError: Answer = [422, 'payment error']
const unavailable: Answer = [503, 'service unavailable']

/** Every refusal as Brink says it, or would: most of its statuses are documented nowhere. */
const answers = {
  'cart-not-found': notFound,
  'line-not-found': notFound,
  'variant-not-found': notFound,
  'product-not-found': notFound,
  'collection-not-found': notFound,
  'region-not-found': notFound,
  'shipping-option-not-found': notFound,
  'order-not-found': notFound,
  'checkout-not-found': notFound,
  'job-not-found': notFound,
  'delivery-not-found': notFound,
  'customer-not-found': notFound,
  'address-not-found': notFound,
  'discount-not-found': notFound,
  'gift-card-not-found': notFound,
  'payment-session-not-found': notFound,
  'channel-not-found': notFound,
  'country-unknown': notFound,
  'api-key-not-found': notFound,
  'entry-not-found': notFound,
  'route-unknown': notFound,

  'cart-completed': locked,
  'cart-frozen': locked,
  'cart-merged': locked,
  'checkout-settled': ended,
  'job-settled': ended,
  'delivery-settled': ended,
  'checkout-outdated': [409, 'checkout outdated'],
  'session-over': [403, 'session ended'],
  'region-locked': conflict,
  'version-mismatch': conflict,
  'entry-taken': conflict,
  'line-fixed': conflict,
  'purchasing-off': conflict,
  'order-settled': conflict,
  'order-busy': conflict,
  'refund-invalid': invalid,

  'quantity-invalid': invalid,
  'price-missing': notFound,
  'insufficient-stock': outOfStock,
  'country-outside-region': invalid,
  'region-missing': invalid,
  'limit-exceeded': invalid,
  'discount-disabled': discountError,
  'discount-expired': discountError,
  'discount-not-started': discountError,
  'discount-used-up': discountError,
  'discount-wrong-region': discountError,
  'gift-card-disabled': giftCardError,
  'gift-card-expired': giftCardError,
  'gift-card-wrong-region': giftCardError,
  'shipping-wrong-region': invalid,
  'shipping-requirement-unmet': invalid,
  'shipping-incomplete': invalid,
  'payment-provider-unknown': invalid,
  'shipping-provider-unknown': invalid,
  'possible-card-data': [400, 'possible_card_data'],

  'payment-session-missing': conflict,
  'cart-empty': invalid,
  'email-missing': invalid,
  'out-of-stock': outOfStock,
  'gift-card-short': [409, 'gift card error'],
  'tax-unavailable': unavailable,
  'address-untaxable': [422, 'tax error'],
  'total-changed': [409, 'total changed'],
  'payment-declined': [422, 'payment declined'],
  'payment-error': paymentError,
  'checkout-canceled': ended,
  'checkout-expired': ended,

  'body-invalid': invalid,
  'body-broken': invalid,
  'body-too-large': [413, 'body too large'],
  'body-too-deep': invalid,
  'query-invalid': invalid,
  'key-invalid': invalid,
  'key-reused': [422, 'idempotency error'],
  'key-busy': [409, 'idempotency error'],

  unauthorized: [401, 'unauthorized'],
  forbidden: [403, 'forbidden'],
  'email-taken': conflict,
  'rate-limited': [429, 'too many requests'],
  'storage-full': [507, 'storage full'],
  'catalog-invalid': invalid,
  'not-ready': unavailable,
} as const satisfies Record<RefusalCode, Answer>

/** `{requestId, error, message}`: all that a storefront is told of a no. */
export function refusalAnswer({ code, message }: Refusal | CheckoutProblem, requestId: string): Shown {
  const [status, error] = answers[code]
  return { status, body: JSON.stringify({ requestId, error, message }) }
}

/** What goes wrong without the caller's doing says nothing about why. */
export function unknownError(requestId: string): Shown {
  const body = { requestId, error: 'internal error', message: 'Something went wrong on our side.' }
  return { status: 500, body: JSON.stringify(body) }
}

/** Seconds after which trying again may help. */
export function retryAfter({ code, details }: Refusal): string | null {
  if (code === 'rate-limited') return String(details['seconds'] ?? 1)
  const isPassing = code === 'cart-frozen' || code === 'key-busy' || answers[code][0] === 503
  return isPassing ? '1' : null
}
