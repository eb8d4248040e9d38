import type { Context } from 'elysia'
import type { Shown } from '../../commands/receipts.ts'
import { etagOf, isFresh } from '../../http/etag.ts'
import { Refusal } from '../../refusal.ts'
import { refusalAnswer, retryAfter, unknownError } from './errors.ts'
import type { Door } from './route.ts'

const contentType = 'application/json; charset=utf-8'

/** What is sent back. */
export interface Reply extends Shown {
  readonly replayed?: boolean
  readonly headers?: Readonly<Record<string, string>>
}

/** An answer with status 200, which Brink gives to everything that went well. */
export function ok(json: object): Shown {
  return { status: 200, body: JSON.stringify(json) }
}

/**
 * Puts tokens in front of an answer that went well. They are not in what is kept under an Idempotency-Key: whoever can
 * read the database is not let into sessions by it.
 */
export function withTokens(reply: Reply, tokens: Readonly<Record<string, string>>): Reply {
  if (reply.status >= 300) return reply
  const front = JSON.stringify(tokens).slice(0, -1)
  return { ...reply, body: `${front},${reply.body.slice(1)}` }
}

/** Sends it; to who has this very answer already, only that. */
export function send(reply: Reply, request: Request, set: Context['set']): string | null {
  set.status = reply.status
  Object.assign(set.headers, reply.headers)
  if (reply.replayed) set.headers['idempotent-replayed'] = 'true'
  set.headers['content-type'] = contentType
  if ((request.method === 'GET' || request.method === 'HEAD') && reply.status === 200) {
    const etag = etagOf(reply.body)
    set.headers['etag'] = etag
    set.headers['cache-control'] = 'no-cache'
    if (isFresh(request, etag)) {
      set.status = 304
      return null
    }
  }
  return reply.body
}

/** A refusal in Brink's words; anything else is ours to know, and only logged. */
export function sendError(error: unknown, { shop, requestId }: Door, set: Context['set']): string {
  const refusal = error instanceof Refusal ? error : null
  if (!refusal) shop.log('brink-request-failed', { error })
  const shown = refusal ? refusalAnswer(refusal, requestId()) : unknownError(requestId())
  const retry = refusal && retryAfter(refusal)
  if (retry) set.headers['retry-after'] = retry
  set.status = shown.status
  set.headers['content-type'] = contentType
  return shown.body
}
