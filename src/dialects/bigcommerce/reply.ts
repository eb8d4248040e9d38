import type { Context } from 'elysia'
import type { Shown } from '../../commands/receipts.ts'
import type { Shop } from '../../commands/shop.ts'
import { Refusal } from '../../refusal.ts'
import { refusalAnswer, retryAfter, unknownError } from './errors.ts'

/** What is sent back. */
export interface Reply extends Shown {
  readonly replayed?: boolean
  readonly headers?: Readonly<Record<string, string>>
}

/** What is the answer to most requests. */
export function ok(json: unknown, status = 200): Shown {
  return { status, body: JSON.stringify(json) }
}

export function send(reply: Reply, set: Context['set']): string | null {
  set.status = reply.status
  Object.assign(set.headers, reply.headers)
  if (reply.replayed) set.headers['idempotent-replayed'] = 'true'
  if (reply.status === 204) return null
  set.headers['content-type'] ??= 'application/json; charset=utf-8'
  return reply.body
}

/** A refusal in BigCommerce's words; anything else is ours to know, and only logged. */
export function sendError(
  error: unknown,
  shop: Shop,
  set: Context['set'],
  word: (refusal: Refusal) => Shown = refusalAnswer,
): string {
  const refusal = error instanceof Refusal ? error : null
  if (!refusal) shop.log('bigcommerce-request-failed', { error })
  const retry = refusal && retryAfter(refusal)
  if (retry) set.headers['retry-after'] = retry
  const { status, body } = refusal ? word(refusal) : unknownError
  set.status = status
  set.headers['content-type'] = 'application/json; charset=utf-8'
  return body
}
