import type { Fault, Trial } from './fault.ts'
import { type Purchase, remember } from './purchase.ts'
import { scarce } from './shelf.ts'
import type { Wish } from './wishes.ts'

/** How many completes of one cart go out at the same moment. */
const completesPerCart = 50
/** How many carts want the same scarce thing. */
const rivals = 200
const couponRivals = 100
const giftCardRivals = 50
/** How many carts are filled at the same time. */
const fillers = 16

/** F16: the shopper's finger, their impatience and their network all press at once. */
export const pressedFiftyTimes: Fault = {
  name: 'F16',
  says: `${completesPerCart} parallel completes on one cart`,
  counts: { test: 20, release: 500 },
  atOnce: 125,
  runners: ['embedded', 'redis'],
  isCalm: true,
  happen: async ({ front, witness, dice, isWanted, did }) => {
    while (isWanted()) {
      const purchase = await front.fill({ skus: ['TEE', 'CAP', 'MUG'], region: 'test', ships: true })
      // Half of them under the cart's one key, the others without any.
      const keys = dice.shuffled(Array.from({ length: completesPerCart }, (_, at) => (at % 2 ? purchase.key : null)))
      const answers = await Promise.all(keys.map((key) => front.complete(purchase, 10, key)))
      const texts = new Set(
        answers.map((answer) => (answer.kind === 'answer' ? `${answer.status} ${answer.text}` : '')),
      )
      if (texts.size > 1 || purchase.orderId === null) {
        const says = `${completesPerCart} completes of one cart have one answer, not ${texts.size}`
        witness.accuse('F16', says, [purchase.cartId])
      }
      did()
    }
  },
}

/** F17: the last one, and the last 37, are sold as often as they are there. */
export const lastUnits: Fault = {
  name: 'F17',
  says: `${rivals} carts for the last unit, ${rivals} carts for ${scarce.fewCount} units`,
  counts: { test: 2, release: 50 },
  runners: ['embedded', 'redis'],
  isCalm: true,
  place: (rounds) => ({ rounds }),
  happen: async (trial) => {
    for (let round = 0; trial.isWanted(); round += 1) {
      await contend(trial, { skus: [scarce.last(round)], region: 'test' }, rivals, 1)
      await contend(trial, { skus: [scarce.few(round)], region: 'test' }, rivals, scarce.fewCount)
      trial.did()
    }
  },
}

/** F18: what may be used once is used once, and a gift card pays what it holds. */
export const lastCoupons: Fault = {
  name: 'F18',
  says: `a coupon for one among ${couponRivals} carts, a gift card of 100.00 among ${giftCardRivals} carts of 30.00`,
  counts: { test: 2, release: 50 },
  runners: ['embedded', 'redis'],
  isCalm: true,
  place: (rounds) => ({ rounds }),
  happen: async (trial) => {
    for (let round = 0; trial.isWanted(); round += 1) {
      const withCoupon = { skus: ['TEE'], region: 'test', discounts: [scarce.coupon(round)] } as const
      await contend(trial, withCoupon, couponRivals, 1)
      const withCard = { skus: ['THIRTY'], region: 'plain', giftCards: [scarce.giftCard(round)] } as const
      await contend(trial, withCard, giftCardRivals, 3)
      trial.did()
    }
  },
}

/** F19: the shopper goes on putting things into a cart that is being completed. */
export const editsMeanwhile: Fault = {
  name: 'F19',
  says: 'edits during completion',
  counts: { test: 50, release: 1_000 },
  runners: ['embedded', 'redis'],
  isCalm: true,
  happen: async (trial) => {
    while (trial.isWanted()) {
      await Promise.all(Array.from({ length: 5 }, () => editWhileCompleting(trial)))
      trial.did(5)
    }
  },
}

const edits = 6

/** Each edit makes a line of its own, so that none that was acknowledged may be missing in the end, order or not. */
async function editWhileCompleting({ front, dice, witness }: Trial): Promise<void> {
  const data = { outcome: dice.pick(['authorize', 'decline', 'requires_action']), delay_ms: dice.pick([0, 20, 100]) }
  const purchase = await front.fill({ skus: ['TEE'], region: 'test', data })
  const path = `/store/carts/${purchase.cartId}/line-items`
  const editing = Array.from({ length: edits }, async (_, edit) => {
    await Bun.sleep(dice.below(60))
    const body = { variant_id: front.variant('CAP'), quantity: 1, metadata: { edit } }
    purchase.edits.set(edit, performance.now())
    const { status, text } = await front.change({ method: 'POST', path, body })
    if (status === 200) remember(purchase, JSON.parse(text).cart)
    else if (status !== 409)
      witness.accuse('F19', `an edit is done or refused with 409, not ${status}`, [purchase.cartId])
  })
  await Bun.sleep(dice.below(30))
  await Promise.all([...editing, front.finish(purchase)])
}

/** All of them complete at the same moment; so many have to get an order, the others a clear no and their cart. */
async function contend({ front, witness }: Trial, wish: Wish, count: number, winnersWanted: number): Promise<void> {
  const all: Purchase[] = []
  const filling = Array.from({ length: fillers }, async (_, filler) => {
    for (let at = filler; at < count; at += fillers) all.push(await front.fill(wish))
  })
  await Promise.all(filling)
  await Promise.all(all.map((purchase) => front.finish(purchase)))
  const winners = all.filter(({ outcome }) => outcome === 'ordered')
  const losers = all.filter(({ outcome }) => outcome === 'refused')
  if (winners.length !== winnersWanted || losers.length !== count - winnersWanted) {
    const says = `of ${count} carts ${winnersWanted} are ordered, not ${winners.length}, the others refused (${losers.length})`
    witness.accuse(
      'I4',
      says,
      winners.slice(0, 5).map(({ cartId }) => cartId),
    )
  }
  for (const { cartId } of losers.slice(0, 5)) {
    const answer = await front.change({
      method: 'POST',
      path: `/store/carts/${cartId}`,
      body: { context: { back: true } },
    })
    if (answer.status !== 200) witness.accuse('I11', 'a refused cart is open again', [cartId])
  }
}
