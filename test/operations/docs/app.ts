import { appOf } from '../../../src/app.ts'
import { openCheckoutStreams } from '../../../src/operations/checkout-streams.ts'
import { openHealth } from '../../../src/operations/health.ts'
import { openLog } from '../../../src/operations/log.ts'
import { createMetrics } from '../../../src/operations/metrics/metrics.ts'
import { openScrape } from '../../../src/operations/metrics/scrape.ts'
import { openOverviewStreams } from '../../../src/operations/overview-streams.ts'
import { openStockedShop } from '../../support/shop.ts'

/** Every door to a stocked shop, without a network in between. */
export interface App {
  /** What it answers, but for what answers every method that there is nothing. */
  readonly routes: readonly { readonly method: string; readonly path: string }[]
  ask(method: string, path: string, body?: object): Promise<Response>
  close(): Promise<void>
}

export async function openApp(): Promise<App> {
  const { shop, dataDir, close } = await openStockedShop()
  const queueServer = () => null
  const health = openHealth(shop, { dataDir, migration: 'none', queueServer })
  const build = { version: '1.2.3', commit: 'none' }
  const options = {
    ...build,
    adminToken: 'the token of tests',
    jwtSecret: 'jwt secret of tests',
    cookieSecret: 'cookie secret of tests',
    storeOrigins: [],
    adminOrigins: [],
    storeHash: 'demo',
    checkoutUrl: null,
    limitsAttempts: false,
    trustsProxy: false,
    requestId: () => 'req_1',
    health,
    scrape: openScrape(shop, createMetrics(), { dataDir, ...build, queueServer }),
    log: openLog('fatal', 2, false),
  }
  const streams = { streams: openCheckoutStreams(shop), overviews: openOverviewStreams(shop, health) }
  const app = appOf(shop, options, streams)
  return {
    routes: app.routes.filter(({ method }) => method !== 'ALL'),
    ask: (method, path, body) => {
      const sent = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
      return app.handle(new Request(`http://localhost${path}`, { method, ...sent }))
    },
    close: async () => {
      streams.streams.close()
      streams.overviews.close()
      await close()
    },
  }
}
