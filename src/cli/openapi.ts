import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appOf } from '../app.ts'
import type { Shop } from '../commands/shop.ts'
import { readConfig } from '../config.ts'
import { openCheckoutStreams } from '../operations/checkout-streams.ts'
import { documentOf } from '../operations/docs/document.ts'
import { openHealth } from '../operations/health.ts'
import { openLog } from '../operations/log.ts'
import { createMetrics } from '../operations/metrics/metrics.ts'
import { openScrape } from '../operations/metrics/scrape.ts'
import { openOverviewStreams } from '../operations/overview-streams.ts'
import { type Call, exitDone } from './call.ts'
import { openShop } from './open-shop.ts'
import { buildOf } from './version.ts'

/** Prints the OpenAPI document that a server shows at `/docs/json`; no shop is opened but an empty one for the moment. */
export async function openapi({ voice }: Call): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cartwright-openapi-'))
  try {
    const config = readConfig({ env: { DATA_DIR: dataDir }, flags: new Map(), readFile: () => '' })
    const log = openLog('error', 2, voice.isTerminal)
    const { shop, close } = openShop(config, log, () => ({}))
    try {
      const document = await documentOf(appWithoutServer(shop, { config, log, dataDir }), buildOf())
      voice.out(JSON.stringify(document, null, 2))
    } finally {
      await close()
    }
    return exitDone
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

interface Around {
  readonly config: ReturnType<typeof readConfig>
  readonly log: ReturnType<typeof openLog>
  readonly dataDir: string
}

/** Nobody is ever answered by it, so its secrets may be anything. */
function appWithoutServer(shop: Shop, { config, log, dataDir }: Around) {
  const queueServer = () => null
  const health = openHealth(shop, { dataDir, migration: '', queueServer })
  const scrape = openScrape(shop, createMetrics(), { dataDir, ...buildOf(), queueServer })
  const secrets = { jwtSecret: crypto.randomUUID(), cookieSecret: crypto.randomUUID(), adminToken: crypto.randomUUID() }
  const options = { ...config, ...secrets, ...buildOf(), health, scrape, log, trustsProxy: false, requestId: () => '' }
  const streams = { streams: openCheckoutStreams(shop), overviews: openOverviewStreams(shop, health) }
  return appOf(shop, options, streams)
}
