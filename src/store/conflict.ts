/** What is there once, or had moved on, when something was saved against it. */
export type ConflictKind =
  | 'cart-version'
  | 'cart-kept'
  | 'second-order'
  | 'announced-twice'
  | 'told-twice'
  | 'second-live-checkout'
  | 'checkout-moved'
  | 'receipt-answered'

/** Saving met a newer state than the decision knew of; nothing of the decision is saved. */
export class Conflict extends Error {
  override readonly name = 'Conflict'
  readonly kind: ConflictKind
  readonly id: string

  constructor(kind: ConflictKind, id: string) {
    super(`Not saved: ${kind} (${id}).`)
    this.kind = kind
    this.id = id
  }
}
