import { createEmbeddedRunner } from '../../workers/embedded.ts'
import { handlers } from '../../workers/handlers.ts'
import { createRedisRunner } from '../../workers/redis-runner.ts'
import type { Runner } from '../../workers/runner.ts'
import type { Shop } from '../commands/shop.ts'
import type { Config } from '../config.ts'

/** How long running jobs may take to end; with the rest of a stop well below the 10 s that supervisors wait. */
const drainMs = 5_000

export interface Duties {
  /** Whether Redis's jobs are run here. */
  readonly workers: boolean
  /** Whether promises are kept here while Redis is away. */
  readonly carry: boolean
}

/** The runner that the settings ask for. */
export function openRunner(shop: Shop, jobs: Config['jobs'], duties: Duties): Runner {
  const options = { handlers, random: Math.random, drainMs }
  if (jobs.runner === 'embedded') return createEmbeddedRunner(shop, options)
  return createRedisRunner(shop, { ...options, ...duties, redisUrl: jobs.redisUrl })
}
