import type { CheckoutProblem } from '../../checkout/checkout.ts'
import type { Shown } from '../../commands/receipts.ts'
import type { Refusal, RefusalCode } from '../../refusal.ts'
import type { Json } from './json.ts'

/** Where BigCommerce explains its statuses; every error says so. */
const errorType = 'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes'

const conflictTitle =
  'The request cannot be processed due to a possible conflict. Please review the changes and try again.'
const absentTitle = 'The resource at that URL is not found.'

/** Every refusal's status. What names a resource in the path is 404; what names something in the body is 422. */
const statuses = {
  'cart-not-found': 404,
  'line-not-found': 404,
  'entry-not-found': 404,
  'route-unknown': 404,
  'order-not-found': 404,
  'checkout-not-found': 404,
  'variant-not-found': 422,
  'product-not-found': 422,
  'collection-not-found': 422,
  'region-not-found': 400,
  'shipping-option-not-found': 422,
  'customer-not-found': 422,
  'address-not-found': 404,
  'discount-not-found': 422,
  'gift-card-not-found': 422,
  'payment-session-not-found': 422,
  'channel-not-found': 422,
  'api-key-not-found': 404,
  'country-unknown': 422,
  'cart-completed': 409,
  'cart-frozen': 409,
  'cart-merged': 409,
  'checkout-settled': 409,
  'checkout-outdated': 409,
  'session-over': 404,
  'region-locked': 409,
  'version-mismatch': 409,
  'line-fixed': 422,
  'entry-taken': 409,
  'purchasing-off': 403,
  'order-settled': 409,
  'order-busy': 409,
  'refund-invalid': 422,
  'quantity-invalid': 422,
  'price-missing': 422,
  'insufficient-stock': 409,
  'country-outside-region': 422,
  'region-missing': 422,
  'limit-exceeded': 422,
  'discount-disabled': 422,
  'discount-expired': 422,
  'discount-not-started': 422,
  'discount-used-up': 409,
  'discount-wrong-region': 422,
  'gift-card-disabled': 422,
  'gift-card-expired': 422,
  'gift-card-wrong-region': 422,
  'shipping-wrong-region': 422,
  'shipping-requirement-unmet': 422,
  'shipping-incomplete': 422,
  'payment-provider-unknown': 422,
  'shipping-provider-unknown': 422,
  'possible-card-data': 422,
  'payment-session-missing': 422,
  'cart-empty': 422,
  'email-missing': 422,
  'out-of-stock': 409,
  'gift-card-short': 409,
  'tax-unavailable': 503,
  'address-untaxable': 422,
  'total-changed': 409,
  'payment-declined': 422,
  'payment-error': 422,
  'checkout-canceled': 409,
  'checkout-expired': 409,
  'body-invalid': 422,
  'body-broken': 400,
  'body-too-large': 413,
  'body-too-deep': 400,
  'query-invalid': 422,
  'key-invalid': 400,
  'key-reused': 422,
  'key-busy': 409,
  unauthorized: 401,
  'delivery-not-found': 404,
  'delivery-settled': 409,
  'job-not-found': 404,
  'job-settled': 409,
  forbidden: 403,
  'email-taken': 409,
  'rate-limited': 429,
  'storage-full': 507,
  'catalog-invalid': 422,
  'not-ready': 503,
} as const satisfies Record<RefusalCode, number>

const titles: Partial<Readonly<Record<RefusalCode, string>>> = {
  'cart-not-found': absentTitle,
  'line-not-found': absentTitle,
  'entry-not-found': absentTitle,
  'route-unknown': absentTitle,
  'version-mismatch': conflictTitle,
  unauthorized: 'Unauthorized',
}

/** What waiting may heal, with the seconds to wait. */
export function retryAfter({ code, details }: Refusal): string | null {
  if (code === 'rate-limited') return String(details['seconds'] ?? 1)
  return code === 'cart-frozen' || code === 'key-busy' || code === 'tax-unavailable' || code === 'not-ready'
    ? '1'
    : null
}

/** An error as BigCommerce says it. */
export function errorAnswer(status: number, title: string, errors: Json | null = null): Shown {
  return { status, body: JSON.stringify({ status, title, type: errorType, ...(errors && { errors }) }) }
}

/** What went wrong without the caller's doing says nothing about why. */
export const unknownError: Shown = errorAnswer(500, 'An unexpected error occurred.')

/** A refusal as BigCommerce says it, field by field where fields are to blame. */
export function refusalAnswer(refusal: Refusal | CheckoutProblem): Shown {
  const { code, message } = refusal
  return errorAnswer(statuses[code], titles[code] ?? message, fieldsOf(refusal))
}

/** As `refusalAnswer`; a checkout that is not there is told once more as a list, as the checkout API does. */
export function checkoutRefusalAnswer(refusal: Refusal): Shown {
  if (refusal.code !== 'cart-not-found') return refusalAnswer(refusal)
  const said = { status: 404, title: absentTitle, type: errorType }
  return { status: 404, body: JSON.stringify({ ...said, errors: [{ ...said, detail: 'There is no such checkout.' }] }) }
}

/** One refusal among several, in an answer about many things. */
export function errorEntry(refusal: Refusal, at: number): Json {
  const { status, body } = refusalAnswer(refusal)
  return { status, title: JSON.parse(body).title, type: errorType, errors: { [at]: refusal.message } }
}

/** Where the fields at fault are listed, `fields` and `texts` belong together. */
function fieldsOf({ message, details, code }: Refusal | CheckoutProblem): Json | null {
  const { field, fields, texts } = details
  if (Array.isArray(fields) && Array.isArray(texts)) {
    return Object.fromEntries(fields.map((name: string, at) => [name, texts[at] ?? message]))
  }
  if (typeof field === 'string') return { [field]: message }
  return code === 'version-mismatch' || code === 'entry-not-found' ? { message } : null
}
