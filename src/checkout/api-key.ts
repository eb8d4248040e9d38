/** What a key opens: storefronts, everything, or BigCommerce's management API. */
export type ApiKeyKind = 'publishable' | 'secret' | 'management'

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
