import { Redis } from 'ioredis'
import { within } from './deadline.ts'

/** Longest time to wait for a Redis that is asked for its settings. */
const answerMs = 2_000

/** How a Redis is set up, as far as jobs have to do with it; null where it does not say. */
export interface RedisSettings {
  /** Anything but `noeviction` may throw jobs away to make room. */
  readonly evictionPolicy: string | null
  /** Whether it writes down each change, so that a restart does not empty it. */
  readonly appendsToFile: boolean | null
}

/** The only eviction policy under which a queue is safe. */
export const safePolicy = 'noeviction'

/** Asks by INFO, which providers that forbid CONFIG still answer. */
export async function settingsOf(redis: Redis, deadlineMs: number): Promise<RedisSettings> {
  const [memory, persistence] = await within(deadlineMs, Promise.all([redis.info('memory'), redis.info('persistence')]))
  const appends = valueIn(persistence, 'aof_enabled')
  return {
    evictionPolicy: valueIn(memory, 'maxmemory_policy'),
    appendsToFile: appends === null ? null : appends === '1',
  }
}

/** Asks once and goes; null when nobody answers. */
export async function askRedis(redisUrl: string): Promise<RedisSettings | null> {
  const redis = new Redis(redisUrl, { lazyConnect: true, connectTimeout: answerMs, retryStrategy: () => null })
  redis.on('error', () => {})
  try {
    await within(answerMs, redis.connect())
    return await settingsOf(redis, answerMs)
  } catch {
    return null
  } finally {
    redis.disconnect()
  }
}

function valueIn(info: string, name: string): string | null {
  return new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1] ?? null
}
