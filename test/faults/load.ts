import type { Dice } from './dice.ts'
import type { Trial } from './fault.ts'
import { anyWish } from './wishes.ts'

/** Between two carts of one shopper: the machine has others to serve. */
const restMinMs = 5
const restMaxMs = 40

/**
 * Lets something happen while shoppers go on buying: each of them fills a cart, asks to complete it without waiting long
 * for the end, and takes the next one.
 */
export async function underLoad(trial: Trial, shoppers: number, happens: () => Promise<void>): Promise<void> {
  const { front, witness, dice } = trial
  let isOver = false

  async function buy(own: Dice): Promise<void> {
    while (!isOver) {
      const purchase = await front.fill(anyWish(own))
      await front.complete(purchase, own.pick([0, 0, 1]))
      await Bun.sleep(own.between(restMinMs, restMaxMs))
    }
  }

  const own = dice.named('load')
  const all = Array.from({ length: shoppers }, (_, at) =>
    buy(own.named(`shopper ${at}`)).catch((error) => witness.accuse('a shopper', String(error))),
  )
  try {
    await happens()
  } finally {
    isOver = true
    await Promise.all(all)
  }
}
