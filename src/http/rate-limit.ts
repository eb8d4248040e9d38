import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { Refusal } from '../refusal.ts'

/** Tries are counted in this many slots, and no more: whoever invents keys shares slots, and takes up no memory. */
const slotCount = 16_384

/** So many tries in so many seconds, counted from the first. */
export interface Limit {
  readonly tries: number
  readonly perSeconds: number
}

/** Counts the tries of everybody who is told apart by a key. */
export interface RateLimit {
  /** Takes one try; refuses with `rate-limited` (details: seconds) when there is none left. */
  take(key: string): Promise<void>
  /** Gives a try back that turned out to be none. */
  giveBack(key: string): Promise<void>
}

export function createRateLimit({ tries, perSeconds }: Limit): RateLimit {
  const limiter = new RateLimiterMemory({ points: tries, duration: perSeconds })
  // Chosen anew in every process, so that nobody can pick a key that shares somebody else's slot.
  const [seed = 0] = crypto.getRandomValues(new Uint32Array(1))
  const slotOf = (key: string): number => Number(Bun.hash.xxHash64(key, BigInt(seed)) % BigInt(slotCount))
  return {
    async take(key) {
      try {
        await limiter.consume(slotOf(key))
      } catch (error) {
        if (error instanceof RateLimiterRes) throw tooMany(error)
        throw error
      }
    },
    async giveBack(key) {
      await limiter.reward(slotOf(key))
    },
  }
}

/** A limit, and by which key somebody's tries are counted. */
export type Count = readonly [limit: RateLimit, key: string]

/** What came of a guess. */
export type Outcome<Done> = { readonly done: Done } | { readonly refused: unknown }

/**
 * Carries it out if every limit has a try left, and leaves it counted only when it was wrong. Counted before that is known,
 * so that many at the same moment are not all let in.
 */
export async function guess<Done>(
  counts: readonly Count[],
  carryOut: () => Promise<Done>,
  isWrong: (outcome: Outcome<Done>) => boolean,
): Promise<Done> {
  const taken: Count[] = []
  let isCounted = false
  try {
    for (const count of counts) {
      const [limit, key] = count
      await limit.take(key)
      taken.push(count)
    }
    const outcome = await carryOut().then(
      (done) => ({ done }),
      (refused: unknown) => ({ refused }),
    )
    isCounted = isWrong(outcome)
    if ('refused' in outcome) throw outcome.refused
    return outcome.done
  } finally {
    if (!isCounted) for (const [limit, key] of taken) await limit.giveBack(key)
  }
}

/** How a caller stands who may ask so often within a window of time. */
export interface Standing {
  readonly quota: number
  readonly left: number
  readonly windowMs: number
  readonly resetMs: number
  readonly isOver: boolean
}

/** Counts requests per caller, and says with each how many are left. */
export function createQuota({ tries, perSeconds }: Limit): (key: string) => Promise<Standing> {
  const limiter = new RateLimiterMemory({ points: tries, duration: perSeconds })
  const standing = ({ remainingPoints, msBeforeNext }: RateLimiterRes, isOver: boolean): Standing => {
    return { quota: tries, left: remainingPoints, windowMs: perSeconds * 1000, resetMs: msBeforeNext, isOver }
  }
  return async (key) => {
    try {
      return standing(await limiter.consume(key), false)
    } catch (error) {
      if (error instanceof RateLimiterRes) return standing(error, true)
      throw error
    }
  }
}

/** For benchmarks and tests: nobody ever comes nearer to the end of it. */
export function endlessQuota({ tries, perSeconds }: Limit): (key: string) => Promise<Standing> {
  const windowMs = perSeconds * 1000
  return async () => ({ quota: tries, left: tries, windowMs, resetMs: windowMs, isOver: false })
}

/** For benchmarks and tests: counts nothing. */
export const noLimit: RateLimit = { take: async () => {}, giveBack: async () => {} }

/** A caller's address as far as one caller cannot change it: of IPv6, the network that a household or a server gets. */
export function callerKey(address: string | null): string {
  if (address === null) return 'unknown'
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped) return mapped[1] ?? address
  return address.includes(':') ? networkOf(address) : address
}

/** The first 64 bits (RFC 4291 §2.5.1); the text itself when it is no address. */
function networkOf(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after]
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}

function tooMany({ msBeforeNext }: RateLimiterRes): Refusal {
  const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000))
  return new Refusal('rate-limited', `Too many tries; the next one is possible in ${seconds} s.`, { seconds })
}
