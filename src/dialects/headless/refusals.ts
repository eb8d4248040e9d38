import type { RefusalCode, RefusalDetails } from '../../refusal.ts'

/** How headlesscommerce.io says one no: its SDK makes an error of status, `code`, `message` and `details`. */
export interface Answer {
  readonly status: number
  readonly type: ErrorType
  readonly code: string
  /** The refusal's own sentence where it has none. */
  readonly message?: (details: RefusalDetails) => string
  /** The field of the request that is at fault. */
  readonly field?: string
}

type ErrorType =
  | 'invalid_request'
  | 'authentication_error'
  | 'permission_error'
  | 'not_found'
  | 'conflict'
  | 'payment_error'
  | 'rate_limit'
  | 'server_error'

export const invalid = (field?: string): Answer => ({
  status: 400,
  type: 'invalid_request',
  code: 'VALIDATION_ERROR',
  ...(field !== undefined && { field }),
})
const conflict = (code: string): Answer => ({ status: 409, type: 'conflict', code })
const invalidTransition = conflict('INVALID_STATE_TRANSITION')
const notActive = conflict('CART_NOT_ACTIVE')
const payment = (code: string): Answer => ({ status: 402, type: 'payment_error', code })
export const server = (status: number, code: string): Answer => ({ status, type: 'server_error', code })

/** headlesscommerce.io's sentence for what is not there. */
function absent(noun: string, key: string, by = 'id'): Answer {
  const message = (details: RefusalDetails): string => `${noun} with ${by} '${details[key] ?? ''}' not found`
  return { status: 404, type: 'not_found', code: 'RESOURCE_NOT_FOUND', message }
}

/** Every refusal in headlesscommerce.io's words; codes that it does not document are made like those that it does. */
export const answers = {
  'cart-not-found': ({ sessionId }) =>
    sessionId === undefined ? absent('Cart', 'cartId') : absent('Cart', 'sessionId', 'session_id'),
  'line-not-found': absent('CartItem', 'lineId'),
  'variant-not-found': absent('Variant', 'variantId'),
  'product-not-found': absent('Product', 'productId'),
  'collection-not-found': absent('Collection', 'collectionId'),
  'region-not-found': absent('Region', 'regionId'),
  'shipping-option-not-found': absent('ShippingMethod', 'optionId'),
  'order-not-found': absent('Order', 'orderId'),
  'checkout-not-found': absent('Checkout', 'checkoutId'),
  'customer-not-found': absent('Customer', 'customerId'),
  'address-not-found': absent('Address', 'addressId'),
  'discount-not-found': absent('Discount', 'code', 'code'),
  'gift-card-not-found': absent('GiftCard', 'code', 'code'),
  'payment-session-not-found': invalid('payment_method'),
  'channel-not-found': absent('Channel', 'channelId'),
  'api-key-not-found': absent('ApiKey', 'keyId'),
  'country-unknown': invalid('shipping_address.country'),
  'route-unknown': { status: 404, type: 'not_found', code: 'RESOURCE_NOT_FOUND' },
  'delivery-not-found': absent('Delivery', 'deliveryId'),
  'job-not-found': absent('Job', 'jobId'),
  'entry-not-found': { status: 404, type: 'not_found', code: 'RESOURCE_NOT_FOUND' },

  'cart-completed': notActive,
  'cart-frozen': conflict('CHECKOUT_IN_PROGRESS'),
  'cart-merged': notActive,
  'checkout-settled': invalidTransition,
  'checkout-outdated': invalidTransition,
  'session-over': notActive,
  'region-locked': notActive,
  'version-mismatch': conflict('VERSION_MISMATCH'),
  'line-fixed': invalidTransition,
  'entry-taken': invalidTransition,
  'purchasing-off': conflict('PRODUCT_NOT_AVAILABLE'),
  'delivery-settled': invalidTransition,
  'job-settled': invalidTransition,
  'order-settled': invalidTransition,
  'order-busy': invalidTransition,
  'refund-invalid': invalidTransition,

  'quantity-invalid': invalid('quantity'),
  'price-missing': invalid('variant_id'),
  'insufficient-stock': conflict('INSUFFICIENT_STOCK'),
  'country-outside-region': invalid('shipping_address.country'),
  'region-missing': server(503, 'STORE_NOT_READY'),
  'limit-exceeded': invalid(),
  'discount-disabled': conflict('DISCOUNT_NOT_ACTIVE'),
  'discount-expired': conflict('DISCOUNT_EXPIRED'),
  'discount-not-started': conflict('DISCOUNT_NOT_ACTIVE'),
  'discount-used-up': conflict('DISCOUNT_USAGE_LIMIT_REACHED'),
  'discount-wrong-region': conflict('DISCOUNT_NOT_APPLICABLE'),
  'gift-card-disabled': conflict('GIFT_CARD_NOT_ACTIVE'),
  'gift-card-expired': conflict('GIFT_CARD_EXPIRED'),
  'gift-card-wrong-region': conflict('GIFT_CARD_NOT_APPLICABLE'),
  'shipping-wrong-region': invalid('shipping_method_id'),
  'shipping-requirement-unmet': invalid('shipping_method_id'),
  'shipping-incomplete': ({ field }) => invalid(typeof field === 'string' ? field : 'shipping_method_id'),
  'payment-provider-unknown': invalid('payment_method'),
  'shipping-provider-unknown': invalid('shipping_method_id'),
  'possible-card-data': { status: 422, type: 'invalid_request', code: 'POSSIBLE_CARD_DATA' },

  'payment-session-missing': invalid('payment_method'),
  'cart-empty': invalid('items'),
  'email-missing': invalid('email'),
  'out-of-stock': conflict('INSUFFICIENT_STOCK'),
  'gift-card-short': conflict('GIFT_CARD_BALANCE'),
  'tax-unavailable': server(503, 'TAX_UNAVAILABLE'),
  'address-untaxable': invalid('shipping_address'),
  'total-changed': conflict('TOTAL_CHANGED'),
  'payment-declined': payment('PAYMENT_DECLINED'),
  'payment-error': payment('PAYMENT_FAILED'),
  'checkout-canceled': invalidTransition,
  'checkout-expired': invalidTransition,

  'body-invalid': invalid(),
  'body-broken': invalid(),
  'body-too-large': { status: 413, type: 'invalid_request', code: 'BODY_TOO_LARGE' },
  'body-too-deep': invalid(),
  'query-invalid': invalid(),
  'key-invalid': invalid('Idempotency-Key'),
  'key-reused': { status: 422, type: 'invalid_request', code: 'IDEMPOTENCY_KEY_REUSED' },
  'key-busy': conflict('IDEMPOTENCY_KEY_IN_USE'),

  unauthorized: { status: 401, type: 'authentication_error', code: 'INVALID_CUSTOMER_TOKEN' },
  forbidden: { status: 403, type: 'permission_error', code: 'PERMISSION_DENIED' },
  'email-taken': conflict('EMAIL_ALREADY_EXISTS'),
  'rate-limited': { status: 429, type: 'rate_limit', code: 'RATE_LIMIT_EXCEEDED' },
  'storage-full': server(507, 'STORAGE_FULL'),
  'catalog-invalid': invalid(),
  'not-ready': server(503, 'NOT_READY'),
} as const satisfies Record<RefusalCode, Answer | ((details: RefusalDetails) => Answer)>
