import type { Books } from '../checkout/books.ts'
import type { Change, Decision, Receipt } from '../checkout/decision.ts'
import { Refusal } from '../refusal.ts'
import type { Answer, Keyed, Shown } from './receipts.ts'
import type { Shop } from './shop.ts'

const serverErrorMin = 500

/** Does it once per key: the second time the stored answer is all that happens. Without a key it is simply done. */
export function once(shop: Shop, books: Books, keyed: Keyed | null, decide: () => Decision<Shown>): Decision<Answer> {
  const earlier = keyed && receiptOf(shop, books, keyed)
  if (earlier?.answer) {
    shop.meter?.happened('idempotency-replay', 1)
    return { result: { ...earlier.answer, replayed: true }, changes: [] }
  }
  if (earlier)
    throw new Refusal('key-busy', 'The request with this Idempotency-Key is still running.', { key: earlier.key })
  const { result, changes } = decide()
  return {
    result: { ...result, replayed: false },
    changes: [...changes, ...kept(shop, books, keyed, { checkoutId: null, answer: result })],
  }
}

/**
 * The receipt under the key; a request that differs from the first one with the same key is refused. One whose time is
 * over is none, removed or not.
 */
export function receiptOf(shop: Shop, books: Books, keyed: Keyed): Receipt | null {
  const receipt = storedUnder(books, keyed)
  if (!receipt || isOver(shop, receipt)) return null
  if (receipt.fingerprint !== keyed.fingerprint) {
    shop.meter?.happened('idempotency-conflict', 1)
    throw new Refusal('key-reused', 'This Idempotency-Key was used for another request.', { key: keyed.key })
  }
  return receipt
}

/** What is kept under the key; an `answer` of null is not known yet, since the attempt runs. */
export interface Kept {
  readonly checkoutId: string | null
  readonly answer: Shown | null
}

/** What keeps it under the key, if there is one; a receipt whose time is over makes room. */
export function kept(shop: Shop, books: Books, keyed: Keyed | null, what: Kept): readonly Change[] {
  if (!keyed) return []
  const { scope, key, fingerprint } = keyed
  const { checkoutId, answer: shown } = what
  const answer = shown && { status: shown.status, body: shown.body }
  const receipt: Receipt = { scope, key, fingerprint, checkoutId, answer, createdAt: shop.now() }
  const former = storedUnder(books, keyed)
  const save: Change = { kind: 'save-receipt', receipt }
  return former && isOver(shop, former) ? [{ kind: 'drop-receipt', scope, key }, save] : [save]
}

function storedUnder(books: Books, { isNew, scope, key }: Keyed): Receipt | null {
  return isNew ? null : books.receipt(scope, key)
}

function isOver(shop: Shop, { createdAt }: Receipt): boolean {
  return createdAt + shop.settings.idempotencyTtlMs <= shop.now()
}

/** Whether an answer may be kept for ever: by default all but a server's error, which says nothing about the request. */
export function isLasting(shown: Shown, says?: (shown: Shown) => boolean): boolean {
  return says ? says(shown) : shown.status < serverErrorMin
}
