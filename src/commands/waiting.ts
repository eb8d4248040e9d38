import type { Books } from '../checkout/books.ts'
import type { Store } from '../store/store.ts'
import type { Shop } from './shop.ts'

/** How a request waits for what a job does, here or in another process. */
export interface Waiting {
  /** Resolves at the next commit about the topic (an attempt's, a cart's or an order's id), after `ms` at the latest, or when closed. */
  next(topic: string, ms: number): Promise<void>
  /** Nobody waits any more: everybody looks once more and answers with what there is. */
  close(): void
  readonly closed: boolean
}

/** Listens to the store's commits on behalf of all waiting requests. */
export function createWaiting(store: Store): Waiting {
  const sleepers = new Map<string, Set<() => void>>()
  let closed = false
  const wake = (topic: string): void => {
    for (const rise of sleepers.get(topic) ?? []) rise()
  }
  const stopListening = store.onCommit((news) => {
    news.checkoutIds.forEach(wake)
    news.quotedCartIds.forEach(wake)
    news.orderIds.forEach(wake)
  })
  return {
    get closed() {
      return closed
    },
    next: (topic, ms) => (closed ? Promise.resolve() : sleepUntilWoken(sleepers, topic, ms)),
    close: () => {
      closed = true
      stopListening()
      for (const topic of [...sleepers.keys()]) wake(topic)
    },
  }
}

/** Looks until there is something to see, for at most `waitMs`; null when the time is up. */
export async function waitFor<Seen>(
  shop: Shop,
  topic: string,
  waitMs: number,
  look: (books: Books) => Seen | null,
): Promise<Seen | null> {
  const until = performance.now() + waitMs
  for (;;) {
    const seen = await shop.store.read(look)
    const leftMs = until - performance.now()
    if (seen !== null || leftMs <= 0 || shop.waiting.closed) return seen
    await shop.waiting.next(topic, Math.min(leftMs, shop.settings.waitPollMs))
  }
}

function sleepUntilWoken(sleepers: Map<string, Set<() => void>>, topic: string, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const sharing = sleepers.get(topic) ?? new Set<() => void>()
    const rise = (): void => {
      clearTimeout(timer)
      sharing.delete(rise)
      if (!sharing.size) sleepers.delete(topic)
      resolve()
    }
    const timer = setTimeout(rise, ms)
    sleepers.set(topic, sharing.add(rise))
  })
}
