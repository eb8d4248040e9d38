/** What in the file does not add up, or has been left behind. */
export type FaultKind =
  | 'file-damaged'
  | 'reference-broken'
  | 'stock-miscounted'
  | 'discount-miscounted'
  | 'gift-card-miscounted'
  | 'hold-left-behind'
  | 'cart-left-frozen'
  | 'order-unmatched'
  | 'checkout-stuck'
  | 'job-dead'

export interface Fault {
  readonly kind: FaultKind
  /** The id of the row that it is about; of `file-damaged` and `reference-broken`, a table or nothing. */
  readonly subject: string
  readonly message: string
}

/** A counter that said something else than the rows that it counts. */
export interface Correction {
  readonly subject: string
  readonly message: string
}

/** How long an attempt may stay where it is until somebody should look; the shopper's own time comes on top. */
export interface Patience {
  readonly stuckAfterMs: number
  readonly shopperMs: number
}

/** Looks at the whole file, for people who doubt it. */
export interface Audit {
  /** Reads everything at one moment, so it takes its time; nobody waits for it. */
  examine(now: number, patience: Patience): Promise<readonly Fault[]>
  /** Brings every counter to what its rows say, in one transaction; a row that may not be brought there stays as it is. */
  recount(): Promise<readonly Correction[]>
}
