import type { Fault, Trial } from './fault.ts'
import { underLoad } from './load.ts'
import { stretched } from './patience.ts'

const shoppers = 4

/** What process supervisors wait before they kill. */
const stopWithinMs = 10_000

/** F24: asked to stop, it answers what it has begun and ends, whatever else is down. */
export const orderlyStops: Fault = {
  name: 'F24',
  says: 'SIGTERM under load, also with Redis down',
  counts: { test: 5, release: 50 },
  atOnce: 13,
  runners: ['embedded', 'redis'],
  happen: async (trial) => {
    const { place, dice, isWanted, did } = trial
    await underLoad(trial, shoppers, async () => {
      await place.workersListen()
      for (let round = 0; isWanted(); round += 1) {
        await Bun.sleep(dice.between(100, 400))
        const isRedisDown = place.redis !== null && round % 2 === 1
        if (isRedisDown) await place.redis?.kill9()
        await stopAll(trial, isRedisDown ? 'with Redis down' : '')
        if (isRedisDown) await place.redis?.restart()
        await place.revive()
        await place.workersListen()
        did()
      }
    })
  },
}

async function stopAll({ place, witness }: Trial, when: string): Promise<void> {
  place.faultsAt.push(Date.now())
  const running = [place.server(), ...place.workers()]
  const stopping = running.map(async (process, at) => {
    const from = performance.now()
    const status = await process?.stop()
    const tookMs = Math.round(performance.now() - from)
    if (status !== 0 || tookMs > stretched(stopWithinMs)) {
      const who = at === 0 ? 'the server' : 'a worker'
      witness.accuse('F24', `${who}, asked to stop ${when}, ended with ${status} after ${tookMs} ms`)
    }
  })
  await Promise.all(stopping)
}
