import type { Shop } from '../commands/shop.ts'
import { Refusal } from '../refusal.ts'
import { type Feed, type Line, openFeed } from './feed.ts'
import type { Health } from './health.ts'
import { type Overview, overviewOf } from './overview.ts'

/** Consoles open at once; a shop has few operators, and each stream costs a look a second. */
export const overviewStreamsMax = 100

/** Looks are at least so far apart, however much happens. */
const lookEveryMs = 1_000

/** Looking takes at most one part in so many of the time, however large the database is. */
const lookShare = 20

/** The longest rest between two looks, so that a stop is not held up by one who sleeps. */
const restMaxMs = 4_000

/** How often the figures are told although nothing moved: ages and health go on by themselves. */
const tellAnywayMs = 10_000

const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }

/** The overview as it changes, told as server-sent events; all streams share one look. */
export interface OverviewStreams {
  open(request: Request): Response
  /** Ends them all, and begins no more. */
  close(): void
}

export function openOverviewStreams(shop: Shop, health: Health): OverviewStreams {
  const feeds = new Set<Feed>()
  const look = sharedLook(() => overviewOf(shop, health))
  let isClosed = false

  function open(request: Request): Response {
    if (isClosed) throw new Refusal('not-ready', 'The shop is closing.')
    if (feeds.size >= overviewStreamsMax) {
      throw new Refusal('not-ready', `As many as ${overviewStreamsMax} consoles are open already.`)
    }
    const feed = openFeed((line) => follow(line, look))
    feeds.add(feed)
    void feed.ended.then(() => feeds.delete(feed))
    request.signal.addEventListener('abort', feed.end)
    return new Response(feed.body, { headers })
  }

  function close(): void {
    isClosed = true
    for (const feed of feeds) feed.end()
  }

  return { open, close }
}

interface Look {
  readonly overview: Overview
  /** When the next look is due. */
  readonly nextAt: number
}

/** What one stream saw, the others see for as long as the look is good. */
function sharedLook(see: () => Promise<Overview>): () => Promise<Look> {
  let nextAt = Number.NEGATIVE_INFINITY
  let last: Promise<Look> | null = null
  return () => {
    if (last !== null && performance.now() < nextAt) return last
    nextAt = performance.now() + lookEveryMs
    last = looked(see).then((look) => {
      nextAt = look.nextAt
      return look
    })
    return last
  }
}

async function looked(see: () => Promise<Overview>): Promise<Look> {
  const begun = performance.now()
  const overview = await see()
  const tookMs = performance.now() - begun
  return { overview, nextAt: begun + Math.max(lookEveryMs, tookMs * lookShare) }
}

/** Work may be done by other processes, so it looks; it tells what is new, and from time to time that nothing is. */
async function follow(line: Line, look: () => Promise<Look>): Promise<void> {
  let told = ''
  let toldAt = Number.NEGATIVE_INFINITY
  for (let number = 1; !line.isOver; number += 1) {
    const seen = await look().catch(() => null)
    const now = performance.now()
    const figures = seen && JSON.stringify(figuresOf(seen.overview))
    if (seen && (figures !== told || now - toldAt >= tellAnywayMs)) {
      line.tell({ id: String(number), event: 'overview', data: JSON.stringify(seen.overview) })
      told = figures ?? ''
      toldAt = now
    }
    await line.orOver(Bun.sleep(Math.min(Math.max(lookEveryMs / 2, (seen?.nextAt ?? 0) - now), restMaxMs)))
  }
}

/** What counts as news. */
function figuresOf({ health, checkouts, queues, deliveries }: Overview): object {
  return { statuses: Object.values(health.checks).map(({ status }) => status), checkouts, queues, deliveries }
}
