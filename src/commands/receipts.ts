import type { Cart } from '../cart/cart.ts'
import type { Books } from '../checkout/books.ts'
import type { Change } from '../checkout/decision.ts'

/** An Idempotency-Key as a dialect read it, with what it must be compared with. */
export interface Keyed {
  readonly scope: string
  readonly key: string
  /** A hash of method, path and body. */
  readonly fingerprint: string
  /** Made by us for this very request: nobody can have used it before. */
  readonly isNew: boolean
}

/** What is sent: kept under the key, if there is one, to the very byte. */
export interface Shown {
  readonly status: number
  readonly body: string
}

/** `replayed`: the stored answer of an earlier request with the same key. */
export interface Answer extends Shown {
  readonly replayed: boolean
}

/** What of the asker decides which carts there are for them. */
export type Sight = Pick<Asked, 'isTest' | 'isOwnOnly'>

/** Who asks, and how the answer is to look; `show` runs inside the transaction and sees what was decided. */
export interface Asked {
  readonly keyed: Keyed | null
  /** The signed-in customer's id. */
  readonly signedInAs: string | null
  /** How long to wait for a tax provider, where one has to be asked first; otherwise as long as the shop does by itself. */
  readonly waitMs?: number | undefined
  /** With a test key, which sees test data alone; absent: live data alone. */
  readonly isTest?: boolean
  /** A cart that belongs to an account is there for nobody else, not even for who knows its id. */
  readonly isOwnOnly?: boolean
  /** Another change of the lines keeps the chosen shipping where it still fits; absent: it has to be chosen again. */
  readonly keepsShipping?: boolean
  readonly show: (cart: Cart, books: Books) => Shown
  /** What is to be saved together with it, once it is known which cart it is about. */
  readonly alongside?: (cart: Cart) => readonly Change[]
}
