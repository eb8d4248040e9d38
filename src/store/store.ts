import type { Customer } from '../cart/customer.ts'
import type { Discount, GiftCard } from '../catalog/discount.ts'
import type { Collection, Product, ShippingProfile } from '../catalog/product.ts'
import type { Channel, Region, StoreProfile } from '../catalog/region.ts'
import type { ShippingOption } from '../catalog/shipping-option.ts'
import type { Books, CatalogView } from '../checkout/books.ts'
import type { Decision } from '../checkout/decision.ts'
import type { ClaimedJob, JobKind } from '../checkout/job.ts'
import type { Audit } from './audit.ts'
import type { Overview } from './overview.ts'

/**
 * Where carts, orders and promises live.
 *
 * `change` runs `decide` inside one immediate transaction, saves what it decided and resolves after the commit is
 * durable. `decide` is synchronous, so an `async` one does not compile; it may be run in one transaction with others
 * (each in a savepoint of its own), and when it throws nothing of it is saved and no other is harmed. A `Refusal` or any
 * other error thrown by it, or by saving, rejects the promise.
 */
export interface Store {
  change<Result>(decide: (books: Books) => Decision<Result>): Promise<Result>
  /** Looks without changing. */
  read<Result>(look: (books: Books) => Result): Promise<Result>
  readonly jobs: JobBook
  readonly catalog: CatalogBook
  readonly audit: Audit
  readonly overview: Overview
  /** Called after every commit that promised work or moved an attempt; returns what stops it. */
  onCommit(listener: (news: CommitNews) => void): () => void
  /** Answers no question any more; resolves when everything that was asked is saved. */
  close(): Promise<void>
}

/** What others may want to know of a commit. */
export interface CommitNews {
  readonly promised: readonly {
    readonly id: string
    readonly kind: JobKind
    readonly dispatch: number
    readonly runAt: number
  }[]
  readonly checkoutIds: readonly string[]
  readonly quotedCartIds: readonly string[]
  /** Of orders that were changed after they were placed. */
  readonly orderIds: readonly string[]
}

/** The promises, as runners see them. */
export interface JobBook {
  /** Takes due jobs, oldest first: available ones, and running ones whose lease ran out. */
  claimDue(limit: number, now: number, kinds: readonly JobKind[]): Promise<readonly ClaimedJob[]>
  /** Takes one by id if it is due; null when it is done, dead, not due or somebody else's. */
  claim(id: string, now: number): Promise<ClaimedJob | null>
  /** A run failed: available again at `runAt`, or dead when that is null. False when the claim was no longer valid. */
  giveBack(job: ClaimedJob, error: string, runAt: number | null, now: number): Promise<boolean>
  /**
   * Due jobs without a live lease that were last rung before `rungBefore`, each with its next dispatch number, which is
   * saved before they are returned.
   */
  ringAgain(
    now: number,
    rungBefore: number,
    limit: number,
  ): Promise<readonly { id: string; kind: JobKind; dispatch: number }[]>
  /**
   * For who knows that nobody else runs jobs: whatever is claimed may be claimed anew from `now` on. Says how many jobs
   * these are.
   */
  endLeases(now: number): Promise<number>
  /** When the next available job, or the next running one's lease end, is due; null when there is none. */
  nextDueAt(): Promise<number | null>
  /** Promises a job that exists once under a fixed id; nothing happens when it is there. */
  ensure(job: { readonly id: string; readonly kind: JobKind; readonly runAt: number }, now: number): Promise<void>
}

/** Everything of a catalog file, with ids; saved whole or not at all by natural key. */
export interface CatalogBook {
  /** Replaces what has the same id and adds the rest, in one transaction; `prepare` sees what is there. */
  save<Result>(
    prepare: (now: CatalogView) => { readonly catalog: CatalogRows; readonly result: Result },
  ): Promise<Result>
}

/** What to save. Each list is an upsert by id; what is not named stays. */
export interface CatalogRows {
  readonly profile: StoreProfile | null
  readonly channels: readonly Channel[]
  readonly regions: readonly Region[]
  readonly shippingProfiles: readonly ShippingProfile[]
  readonly shippingOptions: readonly ShippingOption[]
  readonly collections: readonly Collection[]
  readonly products: readonly Product[]
  /** What the file says is there; what was sold since the last import is taken off, what is new is added. */
  readonly stock: readonly { readonly variantId: string; readonly imported: number }[]
  readonly discounts: readonly Discount[]
  /** A card that is there keeps its balance. */
  readonly giftCards: readonly GiftCard[]
  readonly customers: readonly Customer[]
}
