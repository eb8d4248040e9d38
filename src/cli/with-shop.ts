import type { Shop } from '../commands/shop.ts'
import { readConfig } from '../config.ts'
import { openLog } from '../operations/log.ts'
import type { Call } from './call.ts'
import { openShop } from './open-shop.ts'

/** Opens the shop for one piece of work beside a running server, and closes it whatever happens; logs go to standard error. */
export async function withShop<Result>(
  { settings, voice }: Call,
  work: (shop: Shop) => Promise<Result>,
): Promise<Result> {
  const config = readConfig(settings)
  const log = openLog(config.logLevel, 2, voice.isTerminal)
  const { shop, close } = openShop(config, log, () => ({}))
  try {
    return await work(shop)
  } finally {
    await close()
    log.flush()
  }
}
