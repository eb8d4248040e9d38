import type { Announcement } from '../checkout/announcement.ts'
import { invariant } from '../invariant.ts'
import type { Announcer, Telling, TellOutcome } from './announcer.ts'
import type { WebhookSettings } from './endpoints.ts'
import { OutOfReach, post, type Resolve } from './post.ts'
import { sign } from './signature.ts'

/** "The endpoint is gone": nothing of this announcement is sent there again. */
const gone = 410

/** Tells endpoints by HTTP, as Standard Webhooks 1.0 has it (https://www.standardwebhooks.com). */
export function createWebhooks({ endpoints, secrets, reach }: WebhookSettings, resolve: Resolve): Announcer {
  invariant(endpoints.length === 0 || secrets.length > 0, 'webhooks are never sent unsigned')
  const urls = new Map(endpoints.map(({ id, url }) => [id, url]))

  async function tell({ endpointId, announcement, now, deadlineMs }: Telling): Promise<TellOutcome> {
    const url = urls.get(endpointId)
    if (!url) return { kind: 'unknown-endpoint' }
    const body = bodyOf(announcement)
    const headers = {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'Cartwright',
      ...sign({ id: announcement.id, at: now, body }, secrets),
    }
    try {
      return outcomeOf(await post({ url, headers, body, reach, resolve, deadlineMs }))
    } catch (error) {
      return { kind: 'failed', status: null, error: causeOf(error) }
    }
  }

  return { endpointIds: [...urls.keys()], tell }
}

/** The same bytes at every try. */
function bodyOf({ type, at, data }: Announcement): string {
  return JSON.stringify({ type, timestamp: new Date(at).toISOString(), data })
}

function outcomeOf(status: number): TellOutcome {
  if (status >= 200 && status < 300) return { kind: 'delivered', status }
  if (status === gone) return { kind: 'refused', status }
  const isRedirect = status >= 300 && status < 400
  return { kind: 'failed', status, error: `status ${status}${isRedirect ? ', and redirects are not followed' : ''}` }
}

/** A code where there is one, since messages may hold the address. */
function causeOf(error: unknown): string {
  if (error instanceof OutOfReach) return error.message
  if (!(error instanceof Error)) return 'no connection'
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'no answer in time'
  return 'code' in error && typeof error.code === 'string' ? `no connection (${error.code})` : 'no connection'
}
