import { troubledBy } from './bank.ts'
import { dieAt } from './deaths.ts'
import type { Fault } from './fault.ts'
import { underLoad } from './load.ts'
import { pointNames } from './points.ts'
import { type RegionName, wholeDiscount } from './shelf.ts'
import type { Storefront } from './storefront.ts'

const shoppers = 5

/** F1: the process that answers, or on Redis one of the two, is gone at any moment. */
export const kills: Fault = {
  name: 'F1',
  says: 'kill -9 at random under load',
  counts: { test: 50, release: 1_000 },
  atOnce: 125,
  runners: ['embedded', 'redis'],
  happen: async (trial) => {
    const { place, dice, isWanted, did } = trial
    await underLoad(trial, shoppers, async () => {
      while (isWanted()) {
        await Bun.sleep(dice.between(10, 350))
        const isWorker = place.redis !== null && dice.chance(0.5)
        await (isWorker ? place.killWorker() : place.killServer())
        await Bun.sleep(dice.between(0, 50))
        await place.revive()
        did()
      }
    })
  },
}

/** F2: the process ends at the very place where it would hurt most. */
export const pointKills: Fault = {
  name: 'F2',
  says: 'kill -9 at each named point, before and after every commit and every word to somebody outside',
  counts: { test: 2, release: 20 },
  atOnce: 1,
  runners: ['embedded', 'redis'],
  // Twice no answer: only then the shop looks the payment up.
  place: () => ({ disturbBank: troubledBy([{ answer: 500, times: 2 }]) }),
  happen: async (trial) => {
    const shopping: Promise<unknown>[] = []
    while (trial.isWanted()) {
      for (const point of trial.dice.shuffled(pointNames))
        shopping.push(...(await dieAt(trial, point, (front) => [...somethingOfEverything(front)])))
      trial.did()
    }
    await trial.place.revive()
    await Promise.all(shopping)
  },
}

function* somethingOfEverything(front: Storefront): Generator<Promise<void>> {
  for (const outcome of ['authorize', 'decline', 'server_error_after_charge', 'wrong_amount']) {
    yield buy(front, 'test', { outcome })
  }
  yield buy(front, 'http', { token: 'good-card' })
  yield changeTheirMind(front)
}

async function buy(front: Storefront, region: RegionName, data: object): Promise<void> {
  const purchase = await front.fill({ skus: ['TEE', 'MUG'], region, data, discounts: [wholeDiscount.code] })
  await front.complete(purchase)
}

/** The bank asks for the shopper, who puts something else into the cart instead. */
async function changeTheirMind(front: Storefront): Promise<void> {
  const purchase = await front.fill({ skus: ['TEE'], region: 'test', data: { outcome: 'requires_action' } })
  await front.finish(purchase)
  const body = { variant_id: front.variant('CAP'), quantity: 1 }
  await front.change({ method: 'POST', path: `/store/carts/${purchase.cartId}/line-items`, body })
}
