import type { TimeRange } from './books.ts'

/** Which metafields; null asks for nothing. Only what the reader may read is found. */
export interface MetafieldQuery {
  readonly cartId: string | null
  /** The API key that asks. */
  readonly readerId: string
  /** Of test carts alone, or of live ones alone. */
  readonly isTest: boolean
  readonly keys: readonly string[] | null
  readonly namespaces: readonly string[] | null
  readonly created: TimeRange
  readonly updated: TimeRange
  readonly isDescending: boolean
  /** Numbers above, and below. */
  readonly after: number | null
  readonly before: number | null
  readonly offset: number
  readonly limit: number
}
