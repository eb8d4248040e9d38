import { lockBooks } from './books.ts'
import type { Fault, Trial } from './fault.ts'
import { underLoad } from './load.ts'
import { stretched } from './patience.ts'
import type { Purchase } from './purchase.ts'
import { mountSmallDisk, noSmallDisk } from './small-disk.ts'
import { ask } from './wire.ts'

const shoppers = 4

/** How long it may take until the last free pages of the file itself are used up. */
const fullWithinMs = 30_000
/** How long the disk stays full once somebody noticed. */
const staysFullMs = 1_500

/** F20: nothing can be saved any more, which everybody is told; then there is room again. */
export const diskFull: Fault = {
  name: 'F20',
  says: 'disk full, then freed',
  counts: { test: 1, release: 10 },
  runners: ['embedded', 'redis'],
  missing: noSmallDisk,
  place: () => ({ disk: mountSmallDisk() }),
  happen: async (trial) => {
    const { place, front, dice, isWanted, did } = trial
    const shown = await front.fill({ skus: ['TEE'], region: 'test' })
    await underLoad(trial, shoppers, async () => {
      while (isWanted()) {
        await Bun.sleep(dice.between(100, 500))
        place.faultsAt.push(Date.now())
        place.disk?.fill()
        try {
          await untilRefused(trial)
          await Bun.sleep(staysFullMs)
          await readsGoOn(trial, shown, 'with the disk full')
        } finally {
          place.disk?.free()
        }
        did()
      }
    })
  },
}

async function untilRefused({ place, witness }: Trial): Promise<void> {
  const from = performance.now()
  while (performance.now() - from < stretched(fullWithinMs)) {
    const heard = await ask(place.base, {
      method: 'POST',
      path: '/store/carts',
      body: { context: { note: 'x'.repeat(2_000) } },
    })
    if (heard.kind === 'answer' && heard.status === 507) return
    if (heard.kind === 'answer' && heard.status !== 200) {
      witness.accuse('F20', `a full disk is answered with 507, not ${heard.status} ${heard.text}`)
    }
  }
  witness.accuse('F20', 'somebody is told that the disk is full')
}

const lockMinMs = 1_000
const lockMaxMs = 10_000

/** F21: somebody else keeps the write lock; who wants to write waits, who wants to read does not. */
export const strangersLock: Fault = {
  name: 'F21',
  says: 'another process holds the write lock for 1 to 10 s',
  counts: { test: 2, release: 20 },
  atOnce: 5,
  runners: ['embedded', 'redis'],
  isCalm: true,
  happen: async (trial) => {
    const { place, front, dice, isWanted, did } = trial
    const shown = await front.fill({ skus: ['TEE'], region: 'test' })
    await underLoad(trial, shoppers, async () => {
      while (isWanted()) {
        await Bun.sleep(dice.between(100, 500))
        place.faultsAt.push(Date.now())
        const lock = lockBooks(place)
        try {
          await Bun.sleep(dice.between(lockMinMs, lockMaxMs))
          await readsGoOn(trial, shown, 'with the file locked')
        } finally {
          lock.release()
        }
        did()
      }
    })
  },
}

const readWithinMs = 1_000

async function readsGoOn({ place, witness }: Trial, { cartId }: Purchase, when: string): Promise<void> {
  const from = performance.now()
  const heard = await ask(place.base, { method: 'GET', path: `/store/carts/${cartId}` })
  const tookMs = performance.now() - from
  if (heard.kind !== 'answer' || heard.status !== 200 || tookMs > stretched(readWithinMs)) {
    const answer = heard.kind === 'answer' ? heard.status : heard.kind
    witness.accuse('reads', `${when} a cart is shown at once, not ${answer} after ${Math.round(tookMs)} ms`)
  }
}
