import { migrations } from '../../db/migrations.ts'
import { openQueueBoard } from '../../workers/queue-board.ts'
import { createApiKey } from '../commands/api-keys.ts'
import { importDemo } from '../commands/catalog.ts'
import type { Shop } from '../commands/shop.ts'
import { readConfig } from '../config.ts'
import { openHealth } from '../operations/health.ts'
import { openLog } from '../operations/log.ts'
import { createMetrics } from '../operations/metrics/metrics.ts'
import { openScrape } from '../operations/metrics/scrape.ts'
import { boardPath } from '../operations/queues/board.ts'
import { currentRequestId, startServer } from '../server.ts'
import { type Call, exitDone, UsageError } from './call.ts'
import { openShop } from './open-shop.ts'
import { openRunner } from './runners.ts'
import { openSecrets } from './secrets.ts'
import { stopAsked, stopWithin } from './stop.ts'
import { buildOf } from './version.ts'

/** How long requests may wait for their checkouts once a stop was asked for. */
const waitersMs = 1_000

/** The server: answers until it is asked to stop, then answers what was begun, then ends. */
export async function serve({ options, settings, voice }: Call): Promise<number> {
  const config = readConfig(settings)
  const runsJobs = !options.has('--no-workers')
  if (!runsJobs && config.jobs.runner === 'embedded') {
    throw new UsageError('--no-workers needs REDIS_URL: without Redis nobody else would do the work')
  }
  const stop = stopAsked()
  const log = openLog(config.logLevel, 1, voice.isTerminal)
  const metrics = createMetrics()
  const { shop, hurry, close } = openShop(config, log, requestDetails, metrics)
  if (config.demo) await demo(shop, log)
  const runner = openRunner(shop, config, { workers: runsJobs, carry: true })
  const migration = migrations.at(-1)?.name ?? 'none'
  const health = openHealth(shop, { dataDir: config.dataDir, migration, queueServer: runner.queueServer })
  const { dataDir } = config
  const scrape = openScrape(shop, metrics, { dataDir, ...buildOf(), queueServer: runner.queueServer })
  await runner.start()
  const secrets = openSecrets(config, (token) => voice.error(`Operators sign in with ${token} (shown once)`))
  const queueBoard = config.jobs.runner === 'embedded' ? null : openQueueBoard(config.jobs.redisUrl, boardPath)
  const board = queueBoard && { queueBoard }
  const server = startServer(shop, { ...config, ...secrets, ...buildOf(), health, metrics, scrape, log, ...board })
  log.info('listening', { url: server.url, data: config.dataDir, jobs: config.jobs.runner })

  log.info('stopping', { signal: await stop })
  const answeredInTime = stopWithin(log)
  health.stop()
  const waiters = setTimeout(hurry, waitersMs)
  await server.stop()
  queueBoard?.close()
  clearTimeout(waiters)
  await runner.stop()
  await close()
  answeredInTime()
  log.info('stopped')
  log.flush()
  return exitDone
}

function requestDetails(): object {
  const request = currentRequestId()
  return request === undefined ? {} : { request }
}

async function demo(shop: Shop, log: ReturnType<typeof openLog>): Promise<void> {
  const report = await importDemo(shop)
  if (report === null) return
  log.info('demo-imported', { products: report.nouns['products']?.created ?? 0 })
  // Publishable and for tests alone, so it may stand in a log.
  const { key } = await createApiKey(shop, { kind: 'publishable', isTest: true, name: 'demo shop' })
  log.info('demo-key', { key, for: '/v1/storefront' })
}
