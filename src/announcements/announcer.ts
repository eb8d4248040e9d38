import type { Announcement } from '../checkout/announcement.ts'

/** Those who are told what happens in the shop. */
export interface Announcer {
  /** Names that stay the same over restarts, whatever the order of the settings; none: nothing is announced. */
  readonly endpointIds: readonly string[]
  /** Tells one of them, once; never throws, since everything that goes wrong is the receiver's or the network's. */
  tell(telling: Telling): Promise<TellOutcome>
}

export interface Telling {
  readonly endpointId: string
  readonly announcement: Announcement
  /** When this try is made (milliseconds since 1970): receivers refuse what is minutes old. */
  readonly now: number
  readonly deadlineMs: number
}

export type TellOutcome =
  | { readonly kind: 'delivered'; readonly status: number }
  /** The endpoint says that it is gone for good. */
  | { readonly kind: 'refused'; readonly status: number }
  /** May work another time; it may even have worked. */
  | { readonly kind: 'failed'; readonly status: number | null; readonly error: string }
  /** No longer among those who are told. */
  | { readonly kind: 'unknown-endpoint' }
