import type { Dice } from './dice.ts'
import { anyWish, type Storefront, type Wish } from './storefront.ts'

/** Shoppers that go on buying while something happens. */
export interface Load {
  /** No new carts; resolves when nobody asks any more. */
  stop(): Promise<void>
}

export interface LoadOptions {
  readonly shoppers: number
  readonly dice: Dice
  readonly wish?: (dice: Dice) => Wish
}

/** Between two carts of one shopper: the machine has others to serve. */
const restMinMs = 5
const restMaxMs = 40

/** Each of them fills a cart, asks to complete it without waiting long for the end, and takes the next one. */
export function startLoad(front: Storefront, { shoppers, dice, wish = anyWish }: LoadOptions): Load {
  let isOver = false
  const all = Array.from({ length: shoppers }, (_, at) => buy(dice.named(`shopper ${at}`)))

  async function buy(own: Dice): Promise<void> {
    while (!isOver) {
      const purchase = await front.fill(wish(own))
      await front.complete(purchase, own.pick([0, 0, 1]))
      await Bun.sleep(own.between(restMinMs, restMaxMs))
    }
  }

  return {
    stop: async () => {
      isOver = true
      await Promise.all(all)
    },
  }
}
