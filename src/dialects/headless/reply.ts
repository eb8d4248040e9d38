import type { Context } from 'elysia'
import type { Shown } from '../../commands/receipts.ts'
import type { Shop } from '../../commands/shop.ts'
import { etagOf, isFresh } from '../../http/etag.ts'
import { Refusal } from '../../refusal.ts'
import { DoorError, doorErrorAnswer, refusalAnswer, retryAfter, unknownError } from './errors.ts'

/** What is sent back. */
export interface Reply extends Shown {
  readonly replayed?: boolean
  readonly headers?: Readonly<Record<string, string>>
}

export function ok(json: unknown): Shown {
  return { status: 200, body: JSON.stringify(json) }
}

export function created(json: unknown): Shown {
  return { status: 201, body: JSON.stringify(json) }
}

/** Done, with nothing to tell. */
export const done: Shown = { status: 204, body: '' }

/** Sends it; to who has this very answer already, only that. */
export function send(reply: Reply, request: Request, set: Context['set']): string | null {
  set.status = reply.status
  Object.assign(set.headers, reply.headers)
  if (reply.replayed) set.headers['idempotent-replayed'] = 'true'
  if (reply.status === 204) return null
  if (reply.status === 200 && (request.method === 'GET' || request.method === 'HEAD')) {
    const etag = etagOf(reply.body)
    set.headers['etag'] = etag
    if (isFresh(request, etag)) {
      set.status = 304
      return null
    }
  }
  set.headers['content-type'] = 'application/json; charset=utf-8'
  return reply.body
}

/** A refusal in this API's words; anything else is ours to know, and only logged. */
export function sendError(error: unknown, shop: Shop, set: Context['set']): string {
  const shown = shownFor(error, shop)
  const retry = error instanceof Refusal ? retryAfter(error) : null
  if (retry !== null) set.headers['retry-after'] = retry
  set.status = shown.status
  set.headers['content-type'] = 'application/json; charset=utf-8'
  return shown.body
}

function shownFor(error: unknown, shop: Shop): Shown {
  if (error instanceof DoorError) return doorErrorAnswer(error)
  if (error instanceof Refusal) return refusalAnswer(error)
  shop.log('headless-request-failed', { error })
  return unknownError
}
