import { Database } from 'bun:sqlite'
import { join } from 'node:path'
import { readEndpoints, readSecrets } from '../../src/announcements/endpoints.ts'
import { createWebhooks } from '../../src/announcements/webhooks.ts'
import type { Metadata } from '../../src/catalog/product.ts'
import { type CompleteOutcome, completeCart } from '../../src/commands/checkouts.ts'
import type { Shop } from '../../src/commands/shop.ts'
import { createEmbeddedRunner } from '../../workers/embedded.ts'
import { handlers } from '../../workers/handlers.ts'
import type { Runner } from '../../workers/runner.ts'
import { openStockedShop, readyCart, type StockedShop } from '../support/shop.ts'
import { secret } from './receiver.ts'

/** A stocked shop with an embedded runner that tells `urls`. */
export interface TellingShop extends StockedShop {
  /** Everything that was logged, as one text. */
  logged(): string
  start(): Promise<void>
  stop(): Promise<void>
  /** Has a cart completed to its end. */
  buy(data?: Metadata | null): Promise<CompleteOutcome['kind']>
  /** What a person would find in the tables. */
  rows<Row>(sql: string): readonly Row[]
}

export async function openTellingShop(urls: readonly string[], secrets = secret): Promise<TellingShop> {
  const stocked = await openStockedShop()
  const endpoints = readEndpoints(urls.join(), [])
  const announcer = createWebhooks({ endpoints, secrets: readSecrets(secrets, []), reach: 'private' }, async () => [])
  const logs: unknown[] = []
  const settings = { ...stocked.shop.settings, checkoutWaitMs: 5_000 }
  const shop: Shop = { ...stocked.shop, announcer, settings, log: (...entry) => void logs.push(entry) }
  let runner: Runner | null = null

  async function stop(): Promise<void> {
    await runner?.stop()
    runner = null
  }

  return {
    ...stocked,
    shop,
    logged: () => JSON.stringify(logs),
    start: async () => {
      runner = createEmbeddedRunner(shop, { handlers, random: () => 0, drainMs: 100 })
      await runner.start()
    },
    stop,
    buy: (data = null) => buy(shop, data),
    rows: <Row>(sql: string) => {
      const database = new Database(join(stocked.dataDir, 'cartwright.db'), { readonly: true })
      try {
        return database.query<Row, []>(sql).all()
      } finally {
        database.close()
      }
    },
    close: async () => {
      await stop()
      await stocked.close()
    },
  }
}

async function buy(shop: Shop, data: Metadata | null): Promise<CompleteOutcome['kind']> {
  const cart = await readyCart(shop, { sku: 'PRODUCT-01-S', quantity: 1, data })
  const show = ({ kind }: CompleteOutcome) => ({ status: 200, body: kind })
  const completed = await completeCart(shop, cart.id, { keyed: null, signedInAs: null, waitMs: 5_000, show })
  if (completed.kind === 'pending') throw new Error(`${completed.checkout.id} did not end in time`)
  return completed.answer.body as CompleteOutcome['kind']
}
