import { redisGraceMs } from '../../workers/redis-runner.ts'
import type { Fault, Trial } from './fault.ts'
import { underLoad } from './load.ts'

const shoppers = 4

/** After the grace period, the rest of the way to an order. */
const wayMs = 5_000

/** F3: whatever Redis was told is forgotten, most of all what nobody has taken yet. */
export const flushes: Fault = {
  name: 'F3',
  says: 'Redis FLUSHALL under load',
  counts: { test: 5, release: 100 },
  runners: ['redis'],
  happen: async (trial) => {
    const { place, dice, isWanted, did } = trial
    await underLoad(trial, shoppers, async () => {
      while (isWanted()) {
        // With the worker stopped for a moment, jobs pile up that only Redis knows to be rung.
        const [worker] = place.workers()
        if (dice.chance(0.7)) worker?.pause()
        await Bun.sleep(dice.between(50, 250))
        place.faultsAt.push(Date.now())
        await place.redis?.flush()
        worker?.resume()
        await Bun.sleep(dice.between(100, 500))
        did()
      }
    })
  },
}

/** F4: Redis dies and comes back with nothing, while a checkout was begun in between. */
export const emptyRestarts: Fault = {
  name: 'F4',
  says: 'Redis kill -9, restarted empty',
  counts: { test: 3, release: 50 },
  atOnce: 25,
  runners: ['redis'],
  happen: async (trial) => {
    const { place, dice, isWanted, did } = trial
    await underLoad(trial, shoppers, async () => {
      while (isWanted()) {
        await Bun.sleep(dice.between(100, 400))
        place.faultsAt.push(Date.now())
        await place.redis?.kill9()
        const watching = buyAndWatch(trial, 'with Redis down, restarted empty', redisGraceMs)
        await Bun.sleep(dice.between(100, 1_500))
        await place.redis?.restart()
        await watching
        did()
      }
    })
  },
}

const outageMs = { test: 20_000, release: 60_000 }

/** F5: first Redis answers nobody, then nobody is there. */
export const outages: Fault = {
  name: 'F5',
  says: 'Redis stopped, then refusing, 20 s (60 s before a release)',
  counts: { test: 1, release: 10 },
  atOnce: 2,
  runners: ['redis'],
  happen: async (trial) => {
    const { place, isWanted, isRelease, did } = trial
    const half = (isRelease ? outageMs.release : outageMs.test) / 2
    while (isWanted()) {
      await underLoad(trial, 2, async () => {
        place.faultsAt.push(Date.now())
        place.redis?.pause()
        await Promise.all([Bun.sleep(half), buyAndWatch(trial, 'with Redis stopped', redisGraceMs + wayMs)])
        place.redis?.resume()
        await place.redis?.kill9()
        await Promise.all([Bun.sleep(half), buyAndWatch(trial, 'with Redis gone', redisGraceMs + wayMs)])
        await place.redis?.restart()
      })
      did()
    }
  },
}

/** A checkout that has to end in an order in time, as seen by whoever only knows its id. */
async function buyAndWatch({ front, witness }: Trial, when: string, withinMs: number): Promise<void> {
  const purchase = await front.fill({ skus: ['TEE', 'MUG'], region: 'test' })
  await front.complete(purchase, 0)
  const { checkoutId, cartId } = purchase
  const tookMs = checkoutId === null ? null : await front.watch(checkoutId, withinMs)
  const state = checkoutId === null ? null : await front.look(checkoutId)
  if (tookMs === null || state?.state !== 'completed') {
    const says = `a checkout begun ${when} is an order within ${withinMs / 1_000} s, not ${state?.state}`
    witness.accuse('I7', says, [cartId])
  }
}
