import type { Books } from '../checkout/books.ts'
import type { Decision, Receipt } from '../checkout/decision.ts'
import { Refusal } from '../refusal.ts'
import type { Answer, Keyed, Shown } from './receipts.ts'

/** Does it once per key: the second time the stored answer is all that happens. Without a key it is simply done. */
export function once(books: Books, keyed: Keyed | null, now: number, decide: () => Decision<Shown>): Decision<Answer> {
  const earlier = keyed && receiptOf(books, keyed)
  if (earlier?.answer) return { result: { ...earlier.answer, replayed: true }, changes: [] }
  if (earlier)
    throw new Refusal('key-busy', 'The request with this Idempotency-Key is still running.', { key: earlier.key })
  const { result, changes } = decide()
  const receipt = keyed && receiptFor(keyed, null, result, now)
  return {
    result: { ...result, replayed: false },
    changes: receipt ? [...changes, { kind: 'save-receipt', receipt }] : changes,
  }
}

/** The receipt under the key; a request that differs from the first one with the same key is refused. */
export function receiptOf(books: Books, keyed: Keyed): Receipt | null {
  const receipt = keyed.isNew ? null : books.receipt(keyed.scope, keyed.key)
  if (receipt && receipt.fingerprint !== keyed.fingerprint) {
    throw new Refusal('key-reused', 'This Idempotency-Key was used for another request.', { key: keyed.key })
  }
  return receipt
}

/** `answer` null: not known yet, the attempt runs. */
export function receiptFor(keyed: Keyed, checkoutId: string | null, answer: Shown | null, now: number): Receipt {
  const { scope, key, fingerprint } = keyed
  const kept = answer && { status: answer.status, body: answer.body }
  return { scope, key, fingerprint, checkoutId, answer: kept, createdAt: now }
}
