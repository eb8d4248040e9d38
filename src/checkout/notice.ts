/**
 * What a payment provider told by itself, kept until somebody looked into it. It is never believed: it only says where to
 * look.
 */
export interface Notice {
  readonly providerId: string
  /** The provider's name for it; the same when the same is told again. */
  readonly eventId: string
  readonly type: string
  /** Null for what is about none of our attempts. */
  readonly checkoutId: string | null
  /** The provider's name for the payment. */
  readonly reference: string | null
  readonly state: NoticeState
  readonly receivedAt: number
  /** Null while it waits. */
  readonly endedAt: number | null
}

export type NoticeState = 'waiting' | 'handled' | 'ignored'
