import type { Metadata } from '../catalog/product.ts'

/** What others are told of; the words that receivers match on, so never renamed. */
export type AnnouncementType =
  | 'cart.created'
  | 'cart.expired'
  | 'cart.deleted'
  | 'checkout.completed'
  | 'checkout.failed'
  | 'checkout.canceled'
  | 'checkout.expired'
  | 'order.placed'
  | 'order.captured'
  | 'order.refunded'
  | 'order.canceled'
  | 'customer.password_token'
  | 'order.claim_token'

/** One thing that happened, under one id for everybody and for every try to tell them. */
export interface Announcement {
  readonly id: string
  readonly type: AnnouncementType
  /** The id of what it is about. An order is announced as placed once: a second time breaks a unique index. */
  readonly subject: string
  /** What receivers get as `data`, in their spelling; null once it was forgotten. */
  readonly data: Metadata | null
  /** Of data that must not be kept: forgotten at that time, or as soon as nobody is left to be told. */
  readonly secretUntil: number | null
  readonly at: number
}

/**
 * Whether one endpoint was told: `waiting` until it took it, `delivered`, `refused` by an endpoint that wants no more of
 * it (410), `dropped` because there is nobody or nothing to tell any more, `failed` after the last try.
 */
export type DeliveryState = 'waiting' | 'delivered' | 'refused' | 'dropped' | 'failed'

export interface Delivery {
  readonly id: string
  readonly announcementId: string
  readonly endpointId: string
  readonly state: DeliveryState
  readonly createdAt: number
  readonly updatedAt: number
}

/** One try at telling, for people to look at. */
export interface DeliveryAttempt {
  /** From 1. */
  readonly attempt: number
  /** The receiver's HTTP status, if it answered. */
  readonly status: number | null
  /** Why it was not taken; null when it was. Never anything the receiver wrote. */
  readonly error: string | null
  readonly durationMs: number
  readonly at: number
}
