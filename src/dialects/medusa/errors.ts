import type { CheckoutProblem } from '../../checkout/checkout.ts'
import type { Shown } from '../../commands/receipts.ts'
import type { Refusal, RefusalCode, RefusalDetails } from '../../refusal.ts'

/** How Medusa says one no. The class of the status and `type` are what its clients act on. */
interface Answer {
  readonly status: number
  readonly type: ErrorType
  readonly code?: string
  /** Medusa's words; the refusal's own sentence where it has none. */
  readonly message?: string | ((details: RefusalDetails) => string)
}

type ErrorType =
  | 'not_found'
  | 'invalid_data'
  | 'not_allowed'
  | 'conflict'
  | 'duplicate_error'
  | 'payment_authorization_error'
  | 'unexpected_state'
  | 'database_error'
  | 'unauthorized'

/** Words that differ on one route. */
export type Words = Partial<Readonly<Record<RefusalCode, Answer>>>

const invalid = (message?: Answer['message']): Answer => answer(400, 'invalid_data', message)
const notAllowed = (message?: Answer['message']): Answer => answer(400, 'not_allowed', message)
const absent = (message?: Answer['message']): Answer => answer(404, 'not_found', message)
const locked: Answer = { status: 409, type: 'not_allowed', code: 'invalid_state_error' }

const shortOf = (details: RefusalDetails): string =>
  details['while'] === 'set'
    ? "Inventory doesn't cover the desired quantity"
    : `Variant with id: ${details['variantId']} does not have the required inventory`

const missingArguments = 'Unable to generate the line item because one or more required argument(s) are missing.'

/** Every refusal in Medusa's words. What a retry may heal is 409 with type `conflict`, 429 or 503: its client retries those. */
const answers = {
  'cart-not-found': absent(({ cartId }) => `Cart with ${cartId} was not found`),
  'line-not-found': invalid('Could not find the line item'),
  'variant-not-found': invalid(({ variantId }) =>
    variantId === ''
      ? `${missingArguments} Ensure variant id is passed`
      : `Unable to generate the line items, some variant has not been found: ${variantId}`,
  ),
  'product-not-found': absent(({ productId }) => `Product with id: ${productId} was not found`),
  'collection-not-found': absent(({ collectionId }) => `Product collection with id: ${collectionId} was not found`),
  'region-not-found': absent(({ regionId }) => `Region with ${regionId} was not found`),
  'shipping-option-not-found': absent(({ optionId }) => `Shipping Option with ${optionId} was not found`),
  'order-not-found': absent(),
  'checkout-not-found': absent(),
  'job-not-found': absent(),
  'delivery-not-found': absent(),
  'customer-not-found': absent(({ customerId }) => `Customer with id: ${customerId} was not found`),
  'address-not-found': absent(({ addressId }) => `Address with id ${addressId} was not found`),
  'discount-not-found': absent(({ code }) => `Discounts with code [${code}] was not found`),
  'gift-card-not-found': absent(({ code }) => `Gift card with code: ${code} was not found`),
  'payment-session-not-found': absent('Could not find payment session'),
  'channel-not-found': absent(({ channelId }) => `Sales channel with id: ${channelId} was not found`),
  'api-key-not-found': absent(),
  'country-unknown': absent(({ countryCode }) =>
    countryCode === '' ? 'null' : `Country with country_code ${countryCode} does not exist.`,
  ),
  'route-unknown': absent(),
  'entry-not-found': absent(),

  'cart-completed': locked,
  'cart-frozen': { status: 409, type: 'conflict', code: 'invalid_state_error' },
  'cart-merged': locked,
  'checkout-settled': locked,
  'job-settled': locked,
  'delivery-settled': locked,
  'checkout-outdated': locked,
  'session-over': locked,
  'version-mismatch': { status: 409, type: 'conflict' },
  'line-fixed': notAllowed(),
  'entry-taken': { status: 409, type: 'duplicate_error' },
  'purchasing-off': notAllowed(),
  'region-locked': notAllowed('Cannot change the region of a completed cart'),
  'order-settled': notAllowed(),
  'order-busy': { status: 409, type: 'conflict' },
  'refund-invalid': notAllowed(),

  'quantity-invalid': invalid(({ quantity }) =>
    quantity === '0'
      ? `${missingArguments} Ensure quantity, regionId, and variantId are passed`
      : `${quantity} is not a quantity that a line can have`,
  ),
  'price-missing': invalid(
    ({ title, variantId }) => `Cannot generate line item for variant "${title ?? variantId}" without a price`,
  ),
  'insufficient-stock': { ...notAllowed(shortOf), code: 'insufficient_inventory' },
  'country-outside-region': (details) => (details['while'] === 'moving' ? notAllowed() : invalid()),
  'region-missing': invalid(),
  'limit-exceeded': notAllowed(),
  'discount-disabled': notAllowed(({ code }) => `The discount code ${code} is disabled`),
  'discount-expired': notAllowed(({ code }) => `Discount ${code} is expired`),
  'discount-not-started': notAllowed(({ code }) => `Discount ${code} is not valid yet`),
  'discount-used-up': notAllowed(({ code }) => `Discount ${code} has been used maximum allowed times`),
  'discount-wrong-region': invalid('The discount is not available in current region'),
  'gift-card-disabled': notAllowed('The gift card is disabled'),
  'gift-card-expired': notAllowed('The gift card is expired'),
  'gift-card-wrong-region': invalid('The gift card cannot be used in the current region'),
  'shipping-wrong-region': invalid("The shipping option is not available in the cart's region"),
  'shipping-requirement-unmet': notAllowed("The Cart does not satisfy the shipping option's requirements"),
  'shipping-incomplete': invalid(),
  'payment-provider-unknown': notAllowed('The payment method is not available in this region'),
  'shipping-provider-unknown': notAllowed(),
  'possible-card-data': { ...invalid(), code: 'possible_card_data' },

  'payment-session-missing': notAllowed('You cannot complete a cart without a payment session.'),
  'cart-empty': invalid('Cannot create order from empty cart'),
  'email-missing': invalid('Cannot create an order from the cart without a customer'),
  'out-of-stock': { status: 409, type: 'not_allowed', code: 'insufficient_inventory' },
  'gift-card-short': notAllowed(),
  'tax-unavailable': answer(503, 'unexpected_state'),
  'address-untaxable': invalid(),
  'total-changed': { status: 409, type: 'not_allowed', code: 'total_changed' },
  'payment-declined': answer(422, 'payment_authorization_error'),
  'payment-error': invalid('Cart payment not authorized'),
  'checkout-canceled': locked,
  'checkout-expired': locked,

  'body-invalid': invalid(),
  'body-broken': invalid(),
  'body-too-large': answer(413, 'invalid_data'),
  'body-too-deep': invalid(),
  'query-invalid': invalid(),
  'key-invalid': invalid(),
  'key-reused': { status: 422, type: 'duplicate_error', code: 'invalid_request_error' },
  'key-busy': { status: 409, type: 'conflict', code: 'invalid_state_error' },

  unauthorized: answer(401, 'unauthorized'),
  forbidden: answer(403, 'not_allowed'),
  'email-taken': {
    ...answer(422, 'duplicate_error', 'A customer with the given email already has an account. Log in instead'),
    code: 'invalid_request_error',
  },
  'rate-limited': answer(429, 'not_allowed'),
  'storage-full': { status: 507, type: 'database_error', code: 'api_error' },
  'catalog-invalid': invalid(),
  'not-ready': answer(503, 'unexpected_state'),
} as const satisfies Record<RefusalCode, Answer | ((details: RefusalDetails) => Answer)>

/** What goes wrong without the caller's doing says nothing about why. */
export const unknownError: Shown = {
  status: 500,
  body: JSON.stringify({ code: 'unknown_error', type: 'unknown_error', message: 'An unknown error occurred.' }),
}

/** A refusal as Medusa says it; on some routes in other words. Short stock on complete is a list, as from Medusa. */
export function refusalAnswer(refusal: Refusal | CheckoutProblem, words: Words = {}): Shown {
  const { code, message, details } = refusal
  if (code === 'unauthorized') return { status: 401, body: 'Unauthorized' }
  if (code === 'out-of-stock') return { status: 409, body: JSON.stringify({ errors: shortages(details) }) }
  const usual: Answer | ((details: RefusalDetails) => Answer) = answers[code]
  const said = words[code] ?? (typeof usual === 'function' ? usual(details) : usual)
  const sentence = typeof said.message === 'function' ? said.message(details) : (said.message ?? message)
  return { status: said.status, body: JSON.stringify({ code: said.code, type: said.type, message: sentence }) }
}

/** Seconds after which trying again may help. */
export function retryAfter({ code, details }: Refusal): string | null {
  if (code === 'rate-limited') return String(details['seconds'] ?? 1)
  return code === 'cart-frozen' || code === 'key-busy' || code === 'tax-unavailable' || code === 'not-ready'
    ? '1'
    : null
}

function shortages({ variantIds }: RefusalDetails): readonly object[] {
  const ids = Array.isArray(variantIds) ? variantIds : []
  return ids.map((variantId) => ({
    message: shortOf({ variantId }),
    type: 'not_allowed',
    code: 'insufficient_inventory',
  }))
}

function answer(status: number, type: ErrorType, message?: Answer['message']): Answer {
  return message === undefined ? { status, type } : { status, type, message }
}
