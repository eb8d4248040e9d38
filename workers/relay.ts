import type { Shop } from '../src/commands/shop.ts'
import type { CommitNews } from '../src/store/store.ts'
import type { Queues, Ring } from './queues.ts'
import { textOf } from './run-job.ts'

/** A due job that nobody took for this long after it was rung is rung again: the ring was lost, or its worker was. */
const ringAgainAfterMs = 5_000

/** Most jobs rung again in one go. */
const ringsMax = 500

/** Carries the news of the jobs table to the queues. */
export interface Relay {
  /** After a commit, never within a request's wait: whoever asked has nothing to do with Redis. */
  hear(news: CommitNews): void
  /** Rings for what was never rung, and what was rung in vain; says when the next job comes due. */
  ringAgain(): Promise<number | null>
  /** Redis is there anew: what was rung before may be forgotten. */
  doubt(): void
}

export function openRelay(shop: Shop, queues: Queues): Relay {
  let isInDoubt = true

  function hear(news: CommitNews): void {
    if (news.promised.length === 0) return
    const now = shop.now()
    void ring(news.promised.map((job) => ({ ...job, delayMs: Math.max(0, job.runAt - now) })))
  }

  /** A ring that fails is made up for by `ringAgain`. */
  async function ring(rings: readonly Ring[]): Promise<void> {
    try {
      await queues.ring(rings)
    } catch (error) {
      shop.log('ring-failed', { jobs: rings.length, error: textOf(error) })
    }
  }

  async function ringAgain(): Promise<number | null> {
    if (!queues.state().up) return null
    const dueAt = await shop.store.jobs.nextDueAt()
    if (dueAt !== null && dueAt <= shop.now()) await ringUnheard()
    return dueAt
  }

  async function ringUnheard(): Promise<void> {
    const now = shop.now()
    const rungBefore = isInDoubt ? now : now - ringAgainAfterMs
    isInDoubt = false
    let unheard = 0
    do {
      const jobs = await shop.store.jobs.ringAgain(now, rungBefore, ringsMax)
      if (jobs.length > 0) await ring(jobs.map((job) => ({ ...job, delayMs: 0 })))
      unheard = jobs.length
    } while (unheard === ringsMax && queues.state().up)
  }

  function doubt(): void {
    isInDoubt = true
  }

  return { hear, ringAgain, doubt }
}
