import type { Context } from 'elysia'
import type { Shown } from '../../commands/receipts.ts'
import type { Shop } from '../../commands/shop.ts'
import { etagOf, isFresh } from '../../http/etag.ts'
import { Refusal } from '../../refusal.ts'
import { refusalAnswer, retryAfter, unknownError, type Words } from './errors.ts'

/** What is sent back. */
export interface Reply extends Shown {
  readonly replayed?: boolean
  readonly headers?: Readonly<Record<string, string>>
}

/** An answer with status 200. */
export function ok(json: unknown): Shown {
  return { status: 200, body: JSON.stringify(json) }
}

/** Sends it; to who has this very answer already, only that. */
export function send(reply: Reply, request: Request, set: Context['set']): string | null {
  set.status = reply.status
  Object.assign(set.headers, reply.headers)
  if (reply.replayed) set.headers['idempotent-replayed'] = 'true'
  if (reply.status === 204) return null
  const etag = etagOf(reply.body)
  set.headers['etag'] = etag
  if (reply.status === 200 && isRead(request) && isFresh(request, etag)) {
    set.status = 304
    return null
  }
  set.headers['content-type'] ??= 'application/json; charset=utf-8'
  return reply.body
}

/** Express sends the whole answer to who says `no-cache`, as the clients of Node do whenever they compare ETags themselves. */
function isRead({ method, headers }: Request): boolean {
  return (method === 'GET' || method === 'HEAD') && !/\bno-cache\b/i.test(headers.get('cache-control') ?? '')
}

/** A refusal in Medusa's words; anything else is ours to know, and only logged. */
export function sendError(error: unknown, shop: Shop, words: Words, set: Context['set']): string {
  const refusal = error instanceof Refusal ? error : null
  if (!refusal) shop.log('medusa-request-failed', { error })
  const shown = refusal ? refusalAnswer(refusal, words) : unknownError
  const retry = refusal && retryAfter(refusal)
  if (retry) set.headers['retry-after'] = retry
  set.status = shown.status
  const isJson = shown.body.startsWith('{')
  set.headers['content-type'] = isJson ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8'
  if (isJson) set.headers['etag'] = etagOf(shown.body)
  return shown.body
}
