import { signature } from '../support/example-payment-provider.ts'
import { lockBooks, look } from './books.ts'
import type { Fault, Trial } from './fault.ts'
import { stretched } from './patience.ts'
import { bankSecret } from './place.ts'
import { ask } from './wire.ts'
import type { Wish } from './wishes.ts'

const endsWithinMs = 60_000
const crowd = 12

/** F13: what providers tell comes first, twice, the wrong way round, too late, of nobody, of another amount. */
export const disorderlyWebhooks: Fault = {
  name: 'F13',
  says: 'webhook first, twice, reversed, late, unknown attempt, wrong amount, and none thanked for before it is kept',
  counts: { test: 50, release: 1_000 },
  atOnce: 120,
  runners: ['embedded', 'redis'],
  happen: async (trial) => {
    await keptBeforeThanked(trial)
    trial.witness.calm = true
    for (let round = 0; trial.isWanted(); round += 1) {
      const stories = Array.from(
        { length: crowd },
        (_, at) => tellings[(round * crowd + at) % tellings.length] ?? first,
      )
      await Promise.all(stories.map((story) => story(trial)))
      trial.did(crowd)
    }
  },
}

const lostAnswer: Wish = { skus: ['TEE'], region: 'stripe', data: { payment_method: 'pm_card_visa' } }
const wrongAmount: Wish = { skus: ['TEE'], region: 'stripe', data: { payment_method: 'pm_card_wrongAmount' } }
const asksShopper: Wish = { skus: ['MUG'], region: 'http', data: { token: 'ask-me' } }
const charged = 'payment_intent.amount_capturable_updated'

const tellings: readonly ((trial: Trial) => Promise<void>)[] = [
  first,
  twiceAndReversed,
  late,
  ofNobody,
  ofAnotherAmount,
  fromOwnProvider,
]

/** Stripe tells of the payment while its own answer is still on the way. */
async function first(trial: Trial): Promise<void> {
  trial.place.stripe.fail('silent-after')
  const checkoutId = await begin(trial, lostAnswer)
  await tellOfStripe(trial, await intentOf(trial, checkoutId), [charged])
  await ends(trial, checkoutId, 'completed')
}

async function twiceAndReversed(trial: Trial): Promise<void> {
  const checkoutId = await begin(trial, lostAnswer)
  const intent = await intentOf(trial, checkoutId)
  await tellOfStripe(trial, intent, ['payment_intent.succeeded', charged, charged, 'payment_intent.created'])
  await ends(trial, checkoutId, 'completed')
}

async function late(trial: Trial): Promise<void> {
  const checkoutId = await begin(trial, lostAnswer)
  await ends(trial, checkoutId, 'completed')
  await tellOfStripe(trial, await intentOf(trial, checkoutId), ['payment_intent.canceled', charged])
  await ends(trial, checkoutId, 'completed')
}

async function ofNobody(trial: Trial): Promise<void> {
  const stranger = { event_id: `evt_nobody_${trial.dice.below(1e9)}`, type: 'authorized', checkout_id: 'chk_nobody' }
  await tellOfOwn(trial, stranger)
}

async function ofAnotherAmount(trial: Trial): Promise<void> {
  const checkoutId = await begin(trial, wrongAmount)
  await tellOfStripe(trial, await intentOf(trial, checkoutId), [charged])
  await ends(trial, checkoutId, 'failed')
}

/** The bank asks the shopper, who says yes and closes the browser: only the provider knows. */
async function fromOwnProvider(trial: Trial): Promise<void> {
  const checkoutId = await begin(trial, asksShopper)
  await trial.front.watch(checkoutId, endsWithinMs, 'requires_action')
  trial.place.bank.approve(`${checkoutId}-authorize`)
  const said = { type: 'payment.authorized', checkout_id: checkoutId, reference: `example_${checkoutId}-authorize` }
  const events = ['a', 'b'].map((name) => ({ ...said, event_id: `evt_${checkoutId}_${name}` }))
  const several = trial.dice.shuffled([...events, ...events])
  await Promise.all(several.map((event) => tellOfOwn(trial, event)))
  await ends(trial, checkoutId, 'completed')
}

async function begin({ front }: Trial, wish: Wish): Promise<string> {
  const purchase = await front.fill(wish)
  await front.complete(purchase, 0)
  if (purchase.checkoutId === null) throw new Error(`the checkout of ${purchase.cartId} was not acknowledged`)
  return purchase.checkoutId
}

async function ends({ front, witness }: Trial, checkoutId: string, wanted: string): Promise<void> {
  await front.watch(checkoutId, endsWithinMs)
  const state = (await front.look(checkoutId))?.state
  if (state !== wanted) witness.accuse('I7', `a checkout is ${wanted} whatever was told, not ${state}`, [checkoutId])
}

async function intentOf({ place: { stripe } }: Trial, checkoutId: string) {
  const from = performance.now()
  while (performance.now() - from < stretched(endsWithinMs)) {
    const intent = stripe.intents.find(({ metadata }) => metadata['checkout_id'] === checkoutId)
    if (intent) return intent
    await Bun.sleep(10)
  }
  throw new Error(`Stripe was never asked for ${checkoutId}`)
}

/** All at the same time; each is thanked for. */
async function tellOfStripe(trial: Trial, intent: Awaited<ReturnType<typeof intentOf>>, types: readonly string[]) {
  const telling = types.map(async (type) => {
    const { body, signature: signed } = await trial.place.stripe.event(type, intent, Date.now())
    await tell(trial, 'stripe', body, { 'stripe-signature': signed })
  })
  await Promise.all(telling)
}

async function tellOfOwn(trial: Trial, event: { readonly event_id: string }): Promise<void> {
  await tell(trial, 'http', JSON.stringify(event), signedNow(JSON.stringify(event)))
}

function signedNow(body: string): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(Date.now() / 1_000))
  return { 'cartwright-timestamp': timestamp, 'cartwright-signature': signature(body, bankSecret, timestamp) }
}

async function tell({ front, witness }: Trial, provider: string, body: string, headers: Record<string, string>) {
  const { status } = await front.change({ method: 'POST', path: `/webhooks/${provider}`, body, headers })
  if (status !== 200) witness.accuse('F13', `a webhook is taken with 200, not ${status}`)
}

/** Long enough for an answer, much shorter than the shop waits for the file. */
const thankedMs = 1_500

/** While nothing can be saved nobody is thanked; and what was thanked for is there, even if the process dies at once. */
async function keptBeforeThanked({ place, witness, dice }: Trial): Promise<void> {
  const eventId = `evt_under_lock_${dice.below(1e9)}`
  const body = JSON.stringify({ event_id: eventId, type: 'authorized', checkout_id: 'chk_nobody' })
  const lock = lockBooks(place)
  const telling = ask(place.base, { method: 'POST', path: '/webhooks/http', body, headers: signedNow(body) })
  const thanked = telling.then((heard) => heard.kind === 'answer' && heard.status === 200)
  const isThanked = await Promise.race([thanked, Bun.sleep(thankedMs).then(() => false)])
  await place.killServer()
  lock.release()
  const isKept = look(place, (shop) => shop.prepare('select 1 from inbox where event_id = ?').get(eventId) !== null)
  if (isThanked && !isKept) witness.accuse('I16', `the webhook ${eventId} was thanked for, and is not there`)
  await place.revive()
}
