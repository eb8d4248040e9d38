import { readConfig } from '../config.ts'
import { openLog } from '../operations/log.ts'
import { type Call, exitDone, UsageError } from './call.ts'
import { openShop } from './open-shop.ts'
import { openRunner } from './runners.ts'
import { stopAsked, stopWithin } from './stop.ts'

/** BullMQ workers alone: listens on no port, and waits for a Redis that is away. */
export async function work({ settings, voice }: Call): Promise<number> {
  const config = readConfig(settings)
  if (config.jobs.runner === 'embedded') throw new UsageError('work needs REDIS_URL')
  const stop = stopAsked()
  const log = openLog(config.logLevel, 1, voice.isTerminal)
  const { shop, close } = openShop(config, log, () => ({}))
  const runner = openRunner(shop, config, { workers: true, carry: false })
  await runner.start()
  log.info('working', { data: config.dataDir })
  log.info('stopping', { signal: await stop })
  const endedInTime = stopWithin(log)
  await runner.stop()
  await close()
  endedInTime()
  log.flush()
  return exitDone
}
