import { join } from 'node:path'
import { createEmbeddedRunner } from '../../workers/embedded.ts'
import { handlers } from '../../workers/handlers.ts'
import { createRedisRunner } from '../../workers/redis-runner.ts'
import { textOf } from '../../workers/run-job.ts'
import type { Runner } from '../../workers/runner.ts'
import type { Shop } from '../commands/shop.ts'
import type { Config } from '../config.ts'
import { arrive, type Presence } from '../store/sqlite/presence.ts'

/** How long running jobs may take to end; with the rest of a stop well below the 10 s that supervisors wait. */
const drainMs = 5_000

export interface Duties {
  /** Whether Redis's jobs are run here. */
  readonly workers: boolean
  /** Whether promises are kept here while Redis is away. */
  readonly carry: boolean
}

/** The runner that the settings ask for; what was claimed by processes that died is due as soon as it starts. */
export function openRunner(shop: Shop, { jobs, dataDir }: Config, duties: Duties): Runner {
  const options = { handlers, random: Math.random, drainMs }
  const runner =
    jobs.runner === 'embedded'
      ? createEmbeddedRunner(shop, options)
      : createRedisRunner(shop, { ...options, ...duties, redisUrl: jobs.redisUrl })
  return present(shop, runner, join(dataDir, 'runners.lock'))
}

/** A runner that is among those present for as long as it may claim anything. */
function present(shop: Shop, runner: Runner, file: string): Runner {
  let presence: Presence | null = null
  return {
    ...runner,
    start: async () => {
      presence = await arrive(file, () => inherit(shop))
      await runner.start()
    },
    stop: async () => {
      await runner.stop()
      presence?.leave()
    },
  }
}

/** What a killed process was about to do is done now. Where that cannot be written, its leases run out instead. */
async function inherit(shop: Shop): Promise<void> {
  try {
    const count = await shop.store.jobs.endLeases(shop.now())
    if (count > 0) shop.log('jobs-inherited', { jobs: count })
  } catch (error) {
    shop.log('jobs-not-inherited', { error: textOf(error) })
  }
}
