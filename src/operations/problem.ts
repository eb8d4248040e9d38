import { Refusal, type RefusalCode } from '../refusal.ts'
import type { Log } from './log.ts'

/** HTTP's word for every no, outside the dialects. */
const statuses = {
  'cart-not-found': 404,
  'line-not-found': 404,
  'variant-not-found': 404,
  'product-not-found': 404,
  'region-not-found': 404,
  'shipping-option-not-found': 404,
  'collection-not-found': 404,
  'order-not-found': 404,
  'checkout-not-found': 404,
  'job-not-found': 404,
  'delivery-not-found': 404,
  'customer-not-found': 404,
  'address-not-found': 404,
  'discount-not-found': 404,
  'gift-card-not-found': 404,
  'payment-session-not-found': 404,
  'channel-not-found': 404,
  'api-key-not-found': 404,
  'country-unknown': 404,
  'route-unknown': 404,
  'entry-not-found': 404,
  'cart-completed': 409,
  'cart-frozen': 409,
  'cart-merged': 409,
  'checkout-settled': 409,
  'job-settled': 409,
  'delivery-settled': 409,
  'checkout-outdated': 409,
  'session-over': 403,
  'region-locked': 409,
  'version-mismatch': 409,
  'line-fixed': 409,
  'entry-taken': 409,
  'purchasing-off': 409,
  'order-settled': 409,
  'order-busy': 409,
  'refund-invalid': 422,
  'quantity-invalid': 400,
  'price-missing': 400,
  'insufficient-stock': 409,
  'country-outside-region': 400,
  'region-missing': 400,
  'limit-exceeded': 400,
  'discount-disabled': 400,
  'discount-expired': 400,
  'discount-not-started': 400,
  'discount-used-up': 409,
  'discount-wrong-region': 400,
  'gift-card-disabled': 400,
  'gift-card-expired': 400,
  'gift-card-wrong-region': 400,
  'shipping-wrong-region': 400,
  'shipping-requirement-unmet': 400,
  'shipping-incomplete': 409,
  'payment-provider-unknown': 400,
  'shipping-provider-unknown': 400,
  'possible-card-data': 422,
  'payment-session-missing': 409,
  'cart-empty': 409,
  'email-missing': 409,
  'out-of-stock': 409,
  'gift-card-short': 409,
  'tax-unavailable': 503,
  'address-untaxable': 422,
  'total-changed': 409,
  'payment-declined': 422,
  'payment-error': 422,
  'checkout-canceled': 409,
  'checkout-expired': 409,
  'body-invalid': 400,
  'body-broken': 400,
  'body-too-large': 413,
  'body-too-deep': 400,
  'query-invalid': 400,
  'key-invalid': 400,
  'key-reused': 422,
  'key-busy': 409,
  unauthorized: 401,
  forbidden: 403,
  'email-taken': 409,
  'rate-limited': 429,
  'storage-full': 507,
  'catalog-invalid': 422,
  'not-ready': 503,
} as const satisfies Record<RefusalCode, number>

/** What waiting may heal. */
const passing: ReadonlySet<RefusalCode> = new Set([
  'not-ready',
  'rate-limited',
  'key-busy',
  'order-busy',
  'tax-unavailable',
])

/** Says no in the words of RFC 9457; what is our own fault is logged whole and told as nothing but that. */
export function problemResponse(error: unknown, log: Log): Response {
  if (error instanceof Refusal) return refused(error)
  log.error('request-failed', { error })
  return problem(500, 'unknown_error', 'Something went wrong on our side.')
}

function refused({ code, message, details }: Refusal): Response {
  const response = problem(statuses[code], code.replaceAll('-', '_'), message)
  if (passing.has(code)) response.headers.set('retry-after', String(details['seconds'] ?? 1))
  // RFC 7617: this makes a browser ask its user.
  if (code === 'unauthorized') response.headers.set('www-authenticate', 'Basic realm="Operators", charset="UTF-8"')
  return response
}

function problem(status: number, code: string, detail: string): Response {
  return new Response(JSON.stringify({ type: 'about:blank', title: code.replaceAll('_', ' '), status, code, detail }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  })
}
