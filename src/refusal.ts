/** Every "no" the shop can say. A dialect that leaves one out of its answers does not compile. */
export type RefusalCode =
  // not there
  | 'cart-not-found'
  | 'line-not-found'
  | 'variant-not-found'
  | 'product-not-found'
  | 'collection-not-found'
  | 'region-not-found'
  | 'shipping-option-not-found'
  | 'order-not-found'
  | 'checkout-not-found'
  | 'job-not-found'
  | 'delivery-not-found'
  | 'customer-not-found'
  | 'address-not-found'
  | 'discount-not-found'
  | 'gift-card-not-found'
  | 'payment-session-not-found'
  | 'channel-not-found'
  | 'api-key-not-found'
  | 'country-unknown'
  | 'route-unknown'
  | 'entry-not-found'
  // not now
  | 'cart-completed'
  | 'cart-frozen'
  | 'cart-merged'
  | 'checkout-settled'
  | 'job-settled'
  | 'delivery-settled'
  | 'checkout-outdated'
  | 'session-over'
  | 'region-locked'
  | 'version-mismatch'
  | 'line-fixed'
  | 'entry-taken'
  | 'purchasing-off'
  | 'order-settled'
  | 'order-busy'
  | 'refund-invalid'
  // not so
  | 'quantity-invalid'
  | 'price-missing'
  | 'insufficient-stock'
  | 'country-outside-region'
  | 'region-missing'
  | 'limit-exceeded'
  | 'discount-disabled'
  | 'discount-expired'
  | 'discount-not-started'
  | 'discount-used-up'
  | 'discount-wrong-region'
  | 'gift-card-disabled'
  | 'gift-card-expired'
  | 'gift-card-wrong-region'
  | 'shipping-wrong-region'
  | 'shipping-requirement-unmet'
  | 'shipping-incomplete'
  | 'payment-provider-unknown'
  | 'shipping-provider-unknown'
  | 'possible-card-data'
  // not with this cart, on complete
  | 'payment-session-missing'
  | 'cart-empty'
  | 'email-missing'
  | 'out-of-stock'
  | 'gift-card-short'
  | 'tax-unavailable'
  | 'address-untaxable'
  | 'total-changed'
  | 'payment-declined'
  | 'payment-error'
  | 'checkout-canceled'
  | 'checkout-expired'
  // not said rightly
  | 'body-invalid'
  | 'body-broken'
  | 'body-too-large'
  | 'body-too-deep'
  | 'query-invalid'
  | 'key-invalid'
  | 'key-reused'
  | 'key-busy'
  // not by you, not like this
  | 'unauthorized'
  | 'forbidden'
  | 'email-taken'
  | 'rate-limited'
  | 'storage-full'
  | 'catalog-invalid'
  | 'not-ready'

/** What a dialect may need for its own words: ids, codes, names. Never a secret. */
export type RefusalDetails = Readonly<Record<string, string | number | readonly string[]>>

/** An expected "no" that the caller caused and is told about; everything else that is thrown is our bug. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: RefusalCode
  readonly details: RefusalDetails

  constructor(code: RefusalCode, sentence: string, details: RefusalDetails = {}) {
    super(sentence)
    this.code = code
    this.details = details
  }
}
