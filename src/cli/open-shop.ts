import { join } from 'node:path'
import { migrations } from '../../db/migrations.ts'
import { openDatabase } from '../../db/open.ts'
import { resolveBySystem } from '../announcements/post.ts'
import { createWebhooks } from '../announcements/webhooks.ts'
import type { Shop } from '../commands/shop.ts'
import { createWaiting } from '../commands/waiting.ts'
import type { Config } from '../config.ts'
import { makeId, type NewId } from '../id.ts'
import type { Log } from '../operations/log.ts'
import { measuredBy, meteredGateways, meteredTaxes, meterOn } from '../operations/metrics/metered.ts'
import type { Metrics } from '../operations/metrics/metrics.ts'
import { openStore } from '../store/sqlite/open-store.ts'
import { openTestCharges } from '../store/sqlite/test-charges.ts'
import { makeDataDirectory } from './data-directory.ts'
import { openGateways } from './open-payments.ts'
import { openTaxes } from './open-taxes.ts'

const waitPollMs = 100

/** The shop on its files, and what closes them. */
export interface OpenShop {
  readonly shop: Shop
  /** Everybody who waits for a checkout is answered with what there is. */
  readonly hurry: () => void
  readonly close: () => Promise<void>
}

export function databaseFile({ dataDir }: Config): string {
  return join(dataDir, 'cartwright.db')
}

/** Opens the data directory, bringing the database up to date; nothing runs yet. */
export function openShop(config: Config, log: Log, logDetails: () => object, metrics: Metrics | null = null): OpenShop {
  makeDataDirectory(config.dataDir)
  const connection = openDatabase(databaseFile(config), { migrations, now: Date.now() })
  const note: Shop['log'] = (event, details) => {
    const level = 'error' in details ? 'error' : 'info'
    log[level](event, { ...details, ...logDetails() })
  }
  const store = openStore(connection, {
    now: Date.now,
    newToken: () => crypto.randomUUID(),
    log: note,
    ...measuredBy(metrics),
  })
  const charges = openTestCharges(join(config.dataDir, 'test-gateway.db'), Date.now)
  const waiting = createWaiting(store)
  const gateways = openGateways(config.payments, charges)
  const taxes = openTaxes(config.taxes, { store, now: Date.now, log: note })
  const shop: Shop = {
    store,
    gateways: metrics ? meteredGateways(gateways, metrics) : gateways,
    taxes: metrics ? meteredTaxes(taxes, metrics) : taxes,
    ...(metrics && { meter: meterOn(metrics) }),
    announcer: createWebhooks(config.webhooks, resolveBySystem),
    now: Date.now,
    newId: idMaker(),
    settings: {
      cartTtlMs: config.cartTtlMs,
      checkoutWaitMs: config.checkoutWaitMs,
      idempotencyTtlMs: config.idempotencyTtlMs,
      waitPollMs,
    },
    waiting,
    log: note,
  }
  const close = async (): Promise<void> => {
    await store.close()
    charges.close()
  }
  return { shop, hurry: waiting.close, close }
}

/** Random bytes are fetched for many ids at once, since asking for them costs more than making an id. */
function idMaker(): NewId {
  const bytesPerId = 10
  const pool = new Uint8Array(bytesPerId * 400)
  let used = pool.length
  return (prefix) => {
    if (used === pool.length) {
      crypto.getRandomValues(pool)
      used = 0
    }
    used += bytesPerId
    return makeId(prefix, Date.now(), pool.subarray(used - bytesPerId, used))
  }
}
