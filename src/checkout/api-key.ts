/** What a key opens: storefronts, everything, or BigCommerce's management API. */
export type ApiKeyKind = 'publishable' | 'secret' | 'management'

// Live and test data are apart, as users of such keys know it from their payment provider: what is made with a test key (carts,
// orders, accounts) is there for test keys alone and costs nobody money. A database of its own would have been the
// strictest way, but the catalog would have to be imported twice, and every job, backup and check would exist twice; ids of
// another shape would only hide things. So the cart and the customer say `isTest`, and the one place that fetches a cart,
// an order or an account for somebody compares. The catalog is one: a test shows what the shop really sells. Therefore a
// test order holds stock, codes and gift cards while it runs, so that a tester can meet a shortage, and gives them back
// at its end; a gift card bought in a test is never made. Payment is the test bank's or nobody's, whatever the region offers;
// live carts pay as the region says, through every door alike. Webhooks tell of test data with `"test": true`.

/** What a program says to be let in. Of the key itself only a hash is kept; it cannot be shown again. */
export interface ApiKey {
  readonly id: string
  readonly kind: ApiKeyKind
  /** Sees and makes test data only, and never moves money. */
  readonly isTest: boolean
  /** Whose it is, for people; null when nobody said. */
  readonly name: string | null
  /** SHA-256. */
  readonly keyHash: string
  /** How the key begins, so that people can tell theirs apart. */
  readonly prefix: string
  readonly createdAt: number
  /** Null: good. */
  readonly revokedAt: number | null
}
