import { isTerminal } from '../checkout/checkout.ts'
import { historyAfter, type Moment } from '../commands/checkout-history.ts'
import type { Shop } from '../commands/shop.ts'
import { readQuery } from '../http/query.ts'
import { Refusal } from '../refusal.ts'
import { checkoutJson, pollAfterMs } from './checkout-json.ts'
import { type Feed, type Line, openFeed, type ServerEvent } from './feed.ts'

/** Streams at once; whoever comes then asks for the attempt itself from time to time, which costs less. */
export const streamsMax = 1_000

/** One attempt is watched by a shopper or two: the rest is somebody who takes the places of others. */
export const streamsPerCheckoutMax = 16

/** Not kept, and sent on at once by proxies that would rather gather. */
const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }

/** Attempts as they move, told as server-sent events. */
export interface CheckoutStreams {
  /** Every move since the one that the caller saw last, and those to come. */
  open(request: Request, checkoutId: string): Promise<Response>
  /** Ends them all, and begins no more. */
  close(): void
}

export function openCheckoutStreams(shop: Shop): CheckoutStreams {
  const feeds = new Map<Feed, string>()
  let isClosed = false

  async function open(request: Request, checkoutId: string): Promise<Response> {
    const seen = lastSeen(request)
    const history = await shop.store.read((books) => historyAfter(books, checkoutId, seen))
    if (!history) throw new Refusal('checkout-not-found', `There is no checkout ${checkoutId}.`, { checkoutId })
    // An event source that gets 204 does not come back (HTML standard, 9.2.1).
    if (isTerminal(history.state) && history.moments.length === 0) return new Response(null, { status: 204 })
    if (request.method !== 'GET') return new Response(null, { headers })
    assertRoom(checkoutId)
    const feed = openFeed((line) => follow(shop, checkoutId, seen, line))
    feeds.set(feed, checkoutId)
    void feed.ended.then(() => feeds.delete(feed))
    request.signal.addEventListener('abort', feed.end)
    return new Response(feed.body, { headers })
  }

  function assertRoom(checkoutId: string): void {
    if (isClosed) throw new Refusal('not-ready', 'The shop is closing.')
    const instead = `ask for /checkouts/${checkoutId} from time to time instead.`
    if ([...feeds.values()].filter((id) => id === checkoutId).length >= streamsPerCheckoutMax) {
      throw new Refusal('rate-limited', `This checkout is watched by ${streamsPerCheckoutMax} already; ${instead}`)
    }
    if (feeds.size >= streamsMax) {
      throw new Refusal('not-ready', `As many as ${streamsMax} checkouts are watched already; ${instead}`)
    }
  }

  function close(): void {
    isClosed = true
    for (const feed of feeds.keys()) feed.end()
  }

  return { open, close }
}

/** Tells what is new whenever there is something, until nothing more can come. Another process may move the attempt, so it looks. */
async function follow(shop: Shop, checkoutId: string, seenBefore: number, line: Line): Promise<void> {
  let seen = seenBefore
  while (!line.isOver && !shop.waiting.closed) {
    const history = await shop.store.read((books) => historyAfter(books, checkoutId, seen)).catch(() => null)
    if (!history) return
    for (const moment of history.moments) {
      line.tell(eventOf(moment))
      seen = moment.number
    }
    const restMs = pollAfterMs(history)
    if (restMs === null) return
    await line.orOver(shop.waiting.next(checkoutId, restMs))
  }
}

function eventOf({ number, checkout }: Moment): ServerEvent {
  return { id: String(number), event: 'state', data: JSON.stringify(checkoutJson(checkout)) }
}

/** What an event source says when it comes back; in the query for clients that cannot set headers. Anything else is nothing. */
function lastSeen(request: Request): number {
  const said = request.headers.get('last-event-id') ?? readQuery(request).one('last_event_id') ?? ''
  return /^\d{1,9}$/.test(said) ? Number(said) : 0
}
