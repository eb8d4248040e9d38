import type { CheckoutState, Job, LiveCheckouts } from './shapes.ts'

/** How something does: fine, on its way, to be watched, in need of a person, over. */
export type Tone = 'fine' | 'busy' | 'slow' | 'bad' | 'quiet'

interface Wording {
  readonly word: string
  readonly tone: Tone
}

const checkoutWords: Readonly<Record<CheckoutState, Wording>> = {
  accepted: { word: 'Accepted', tone: 'busy' },
  taxed: { word: 'Taxed', tone: 'busy' },
  authorizing: { word: 'Authorizing', tone: 'busy' },
  requires_action: { word: 'Shopper’s turn', tone: 'slow' },
  payment_unknown: { word: 'Payment unknown', tone: 'bad' },
  authorized: { word: 'Paid', tone: 'busy' },
  completed: { word: 'Completed', tone: 'fine' },
  failed: { word: 'Failed', tone: 'bad' },
  canceled: { word: 'Canceled', tone: 'quiet' },
  expired: { word: 'Expired', tone: 'quiet' },
}

export function checkoutWording(state: CheckoutState): Wording {
  return checkoutWords[state]
}

const jobKindWords: Readonly<Record<string, string>> = {
  'calculate-taxes': 'Work out taxes',
  'authorize-payment': 'Ask for the payment',
  'complete-cart': 'Place the order',
  'cancel-payment': 'Give back a payment',
  'look-at-payment': 'Look at a payment',
  'settle-order': 'Capture, refund, cancel',
  'deliver-webhook': 'Deliver a webhook',
  'expire-carts': 'Clear away what is old',
}

export function jobKindWord(kind: string): string {
  return jobKindWords[kind] ?? kind
}

/** What the kinds are called in lists to choose from. */
export const jobKinds: readonly string[] = Object.keys(jobKindWords)

export function jobWording({ state, run_at }: Pick<Job, 'state' | 'run_at'>): Wording {
  if (state === 'running') return { word: 'Running', tone: 'busy' }
  if (state === 'done') return { word: 'Done', tone: 'fine' }
  if (state === 'dead') return { word: 'Failed', tone: 'bad' }
  return Date.parse(run_at) > Date.now() ? { word: 'Delayed', tone: 'slow' } : { word: 'Waiting', tone: 'slow' }
}

const deliveryWords: Readonly<Record<string, Wording>> = {
  waiting: { word: 'Waiting', tone: 'slow' },
  delivered: { word: 'Delivered', tone: 'fine' },
  refused: { word: 'Refused', tone: 'quiet' },
  dropped: { word: 'Dropped', tone: 'quiet' },
  failed: { word: 'Failed', tone: 'bad' },
}

export function deliveryWording(state: string): Wording {
  return deliveryWords[state] ?? { word: state, tone: 'quiet' }
}

const paymentWords: Readonly<Record<string, Wording>> = {
  awaiting: { word: 'To be captured', tone: 'slow' },
  captured: { word: 'Captured', tone: 'fine' },
  partially_refunded: { word: 'Partly refunded', tone: 'busy' },
  refunded: { word: 'Refunded', tone: 'quiet' },
  canceled: { word: 'Canceled', tone: 'quiet' },
}

export function paymentWording(status: string): Wording {
  return paymentWords[status] ?? { word: status, tone: 'quiet' }
}

const orderWords: Readonly<Record<string, Wording>> = {
  pending: { word: 'Open', tone: 'busy' },
  completed: { word: 'Completed', tone: 'fine' },
  canceled: { word: 'Canceled', tone: 'quiet' },
}

export function orderWording(status: string): Wording {
  return orderWords[status] ?? { word: status, tone: 'quiet' }
}

const providerNames: Readonly<Record<string, string>> = {
  stripe: 'Stripe',
  manual: 'the manual payment',
  test: 'the test bank',
  http: 'your payment provider',
}

export function providerName(id: string | null): string {
  return id === null ? 'nobody’s payment' : (providerNames[id] ?? id)
}

/** What checkouts in that state wait for, after "17 checkouts". */
export function waitSentence({ state, provider_id, count }: LiveCheckouts): string {
  const wait = count === 1 ? 'waits' : 'wait'
  const who = providerName(provider_id)
  if (state === 'accepted') return `${wait} for taxes`
  if (state === 'taxed')
    return provider_id === null ? `${wait} to become ${ordersWord(count)}` : `${wait} to ask ${who}`
  if (state === 'authorizing') return `${wait} for ${who}`
  if (state === 'requires_action') return `${wait} for the shopper to confirm the payment`
  if (state === 'payment_unknown') return `${wait} to learn whether ${who} took the money`
  return `${count === 1 ? 'is' : 'are'} paid and ${wait} to become ${ordersWord(count)}`
}

/** Whoever moved a checkout. */
export function actorWord(by: string): string {
  const words: Readonly<Record<string, string>> = {
    shopper: 'the shopper',
    job: 'a job',
    webhook: 'the payment provider',
    operator: 'an operator',
  }
  return words[by] ?? by
}

/** "1 checkout", "2 checkouts". */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString()} ${count === 1 ? noun : `${noun}s`}`
}

function ordersWord(count: number): string {
  return count === 1 ? 'an order' : 'orders'
}
