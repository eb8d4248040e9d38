import type { StripeFault } from '../support/stripe-stand-in.ts'
import { type Trouble, troubledBy } from './bank.ts'
import { letTimePass, sweepNow } from './books.ts'
import type { Fault, Trial } from './fault.ts'
import type { Purchase } from './purchase.ts'
import type { Wish } from './wishes.ts'

/** How many pay at the same time. */
const crowd = 25

/** I7: how long after the last fault an attempt may take to end. */
const endsWithinMs = 60_000

const somethingNice = { skus: ['TEE', 'SOCKS'] } as const
const goodCard = { region: 'http', data: { token: 'good-card' }, ...somethingNice } as const satisfies Wish
const goodStripeCard = {
  region: 'stripe',
  data: { payment_method: 'pm_card_visa' },
  ...somethingNice,
} as const satisfies Wish
const atTestBank = (outcome: string): Wish => ({ region: 'test', data: { outcome }, ...somethingNice })

/** F11: the money is set aside, and nobody says so. */
export const silence: Fault = {
  name: 'F11',
  says: 'the provider times out after charging: the test bank, a provider of one’s own, Stripe',
  counts: { test: 50, release: 1_000 },
  atOnce: 125,
  runners: ['embedded', 'redis'],
  isCalm: true,
  place: () => ({ disturbBank: troubledBy([{ answer: 'silence', times: 1 }]) }),
  happen: (trial) => {
    const wishes = [...Array<Wish>(5).fill(atTestBank('timeout_after_charge')), goodCard, goodStripeCard]
    return inCrowds(trial, wishes, ['silent-after'], 'completed')
  },
}

const troubles: readonly Trouble[] = [
  { answer: 500, times: 1 },
  { answer: 500, times: Number.POSITIVE_INFINITY },
  { answer: 409, times: 2 },
  { answer: 429, times: 1 },
  { answer: 'half', times: 1 },
]

/** F12: the money is set aside, and something else is said; some of it kept, and said again for ever. */
export const wrongWords: Fault = {
  name: 'F12',
  says: 'the provider answers 500 after charging, a stored 500, 409, 429, half an answer',
  counts: { test: 50, release: 1_000 },
  atOnce: 250,
  runners: ['embedded', 'redis'],
  isCalm: true,
  place: () => ({ disturbBank: troubledBy(troubles) }),
  happen: (trial) => {
    const wishes = [atTestBank('server_error_after_charge'), goodCard, goodCard, goodStripeCard, goodStripeCard]
    return inCrowds(trial, wishes, ['stored-500-after', 'rate-limited', 'cut-after'], 'completed')
  },
}

/** Each of them in turn wishes for the next; Stripe does the next of its faults to whoever comes next. */
async function inCrowds(
  trial: Trial,
  wishes: readonly Wish[],
  stripeFaults: readonly StripeFault[],
  wanted: string,
): Promise<void> {
  const { place, dice, count, isWanted, did } = trial
  while (isWanted()) {
    const size = Math.min(crowd, count)
    const some = Array.from({ length: size }, (_, at) => wishes[at % wishes.length] ?? goodCard)
    const atStripe = some.filter(({ region }) => region === 'stripe')
    place.stripe.fail(...atStripe.map(() => dice.pick(stripeFaults)))
    await Promise.all(some.map((wish) => buyToTheEnd(trial, wish, wanted)))
    did(size)
  }
}

async function buyToTheEnd({ front, witness }: Trial, wish: Wish, wanted: string): Promise<Purchase> {
  const purchase = await front.fill(wish)
  await front.complete(purchase, 0)
  const { checkoutId, cartId } = purchase
  if (checkoutId === null) throw new Error(`the checkout of ${cartId} was not acknowledged`)
  await front.watch(checkoutId, endsWithinMs)
  const state = (await front.look(checkoutId))?.state
  if (state !== wanted) {
    const says = `a checkout paid at ${wish.region} is ${wanted} after ${endsWithinMs / 1_000} s, not ${state}`
    witness.accuse('I7', says, [checkoutId])
  }
  return purchase
}

/** F14: the bank says no, or asks for a shopper who has gone. */
export const shoppersGone: Fault = {
  name: 'F14',
  says: 'a decline; 3-D Secure abandoned',
  counts: { test: 50, release: 1_000 },
  runners: ['embedded', 'redis'],
  isCalm: true,
  happen: async (trial) => {
    while (trial.isWanted()) {
      const size = Math.min(crowd, trial.count)
      const declined = Array.from({ length: Math.ceil(size / 2) }, (_, at) => beDeclined(trial, at))
      const gone = Array.from({ length: Math.floor(size / 2) }, (_, at) => goAway(trial, at))
      await Promise.all([...declined, ...gone])
      trial.did(size)
    }
  },
}

const declines: readonly Wish[] = [
  atTestBank('decline'),
  { ...goodCard, data: { token: 'bad-card' } },
  { ...goodStripeCard, data: { payment_method: 'pm_card_chargeDeclined' } },
]

/** No order; the cart is the shopper's, and with another card it is bought. */
async function beDeclined(trial: Trial, at: number): Promise<void> {
  const wish = declines[at % declines.length] ?? goodCard
  const purchase = await buyToTheEnd(trial, wish, 'failed')
  const { region } = wish
  const data = { test: { outcome: 'authorize' }, http: goodCard.data, stripe: goodStripeCard.data, plain: {} }[region]
  const { front, witness } = trial
  const path = `/store/carts/${purchase.cartId}/payment-sessions/${region}`
  const { status } = await front.change({ method: 'POST', path, body: { data } })
  if (status !== 200)
    witness.accuse('F14', `after a decline another card may be given, not ${status}`, [purchase.cartId])
  // What was answered under the first key stays its answer.
  const again = await front.complete(purchase, 10, `${purchase.key}-again`)
  if (again.kind !== 'answer' || again.status !== 200) {
    witness.accuse('F14', 'after a decline another card buys the cart', [purchase.cartId])
  }
}

const questions: readonly Wish[] = [
  atTestBank('requires_action'),
  { ...goodCard, data: { token: 'ask-me' } },
  { ...goodStripeCard, data: { payment_method: 'pm_card_threeDSecure2Required' } },
]

/** Longer than an attempt waits for its shopper. */
const awayMs = 61 * 60_000
/** How often the work that comes round by itself is made to come round. */
const sweepEveryMs = 2_000

/** They cancel, change the cart, or are never seen again; whatever was begun at the bank is given back. */
async function goAway({ place, front, witness }: Trial, at: number): Promise<void> {
  const purchase = await front.fill(questions[at % questions.length] ?? goodCard)
  await front.complete(purchase, 0)
  const checkoutId = purchase.checkoutId ?? ''
  await front.watch(checkoutId, endsWithinMs, 'requires_action')
  const way = ['canceled', 'edited', 'gone'][Math.floor(at / questions.length) % 3]
  if (way === 'canceled') await front.change({ method: 'POST', path: `/checkouts/${checkoutId}/cancel` })
  if (way === 'edited') {
    const body = { variant_id: front.variant('CAP'), quantity: 1 }
    await front.change({ method: 'POST', path: `/store/carts/${purchase.cartId}/line-items`, body })
  }
  if (way === 'gone') letTimePass(place, checkoutId, awayMs)
  for (let looks = 0; looks < 30 && (await front.watch(checkoutId, sweepEveryMs)) === null; looks += 1) sweepNow(place)
  const state = (await front.look(checkoutId))?.state
  const wanted = way === 'gone' ? 'expired' : 'canceled'
  if (state !== wanted)
    witness.accuse('F14', `a checkout whose shopper is ${way} is ${wanted}, not ${state}`, [checkoutId])
}
