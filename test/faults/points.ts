import type { Announcer } from '../../src/announcements/announcer.ts'
import type { CheckoutState } from '../../src/checkout/checkout.ts'
import type { Change } from '../../src/checkout/decision.ts'
import type { OrderAction } from '../../src/checkout/order.ts'
import type { Shop } from '../../src/commands/shop.ts'
import type { Gateway } from '../../src/payments/gateway.ts'
import type { JobBook, Store } from '../../src/store/store.ts'
import type { TaxProvider } from '../../src/taxes/tax-provider.ts'
import { scheduledJob } from '../../workers/runner.ts'

/** Whatever the program does for good, by what it is about; in the order in which a decision is named. */
const commits: Readonly<Record<string, (change: Change) => boolean>> = {
  accepted: ({ kind }) => kind === 'begin-checkout',
  completed: ({ kind }) => kind === 'place-order',
  taxed: movesTo('taxed'),
  asking: movesTo('authorizing'),
  authorized: movesTo('authorized'),
  unknown: movesTo('payment_unknown'),
  'asks-shopper': movesTo('requires_action'),
  failed: movesTo('failed'),
  canceled: movesTo('canceled'),
  delivered: ({ kind }) => kind === 'save-delivery',
  'given-back': (change) => change.kind === 'retire' && change.job.payload.kind === 'cancel-payment',
  answered: (change) => change.kind === 'save-receipt' && change.receipt.checkoutId !== null,
  cart: ({ kind }) => kind === 'save-cart',
}

/** The same for what operators ask of orders: written down, and answered. */
const orderCommits: typeof commits = {
  'order-asked': (change) => change.kind === 'save-order' && change.order.actions.some(isWaiting),
  'order-settled': (change) => change.kind === 'save-order' && !change.order.actions.some(isWaiting),
}

const calls = ['claimed', 'job-given-back', 'taxes', 'authorize', 'cancel', 'lookup', 'tell'] as const
const orderCalls = ['capture', 'refund', 'cancel'] as const

/** The bank has said yes, whatever else it said before, and nobody has written that down. */
const afterYes = 'after yes'

/** Every point at which a checkout's process can be told to end: before and after each commit and each word to somebody outside. */
export const pointNames: readonly string[] = [...bothSidesOf(Object.keys(commits)), ...bothSidesOf(calls), afterYes]

/** The same for what happens to an order later. */
export const orderPointNames: readonly string[] = [
  ...bothSidesOf(Object.keys(orderCommits)),
  ...bothSidesOf(orderCalls),
]

const named = Object.entries({ ...commits, ...orderCommits })

/** What only happens on behalf of a request, so that on Redis the server comes to it and not a worker. */
const requested = ['accepted', 'cart', 'canceled', 'answered', 'order-asked']

/** Which process comes to the point when workers have processes of their own. */
export function reachedBy(point: string): 'server' | 'worker' {
  return requested.some((name) => point.endsWith(` ${name}`)) ? 'server' : 'worker'
}

/** The shop as it was, but at the point of that name the process is gone. */
export function withPoint(shop: Shop, point: string): Shop {
  const reach = (name: string): void => {
    if (name === point) process.kill(process.pid, 'SIGKILL')
  }
  return {
    ...shop,
    store: pointedStore(shop.store, reach),
    taxes: pointedTaxes(shop.taxes, reach),
    announcer: pointedAnnouncer(shop.announcer, reach),
    gateways: new Map([...shop.gateways].map(([id, gateway]) => [id, pointedGateway(gateway, reach)])),
  }
}

type Reach = (name: string) => void

/** `before`: inside the transaction, with nothing saved yet. `after`: it is saved, and nobody was told. */
function pointedStore(store: Store, reach: Reach): Store {
  let hasPromised = false
  return {
    ...store,
    jobs: pointedJobs(store.jobs, reach, () => hasPromised),
    async change(decide) {
      let names: readonly string[] = []
      const result = await store.change((books) => {
        const decision = decide(books)
        names = named.filter(([, isIt]) => decision.changes.some(isIt)).map(([name]) => name)
        for (const name of names) reach(`before ${name}`)
        hasPromised ||= decision.changes.some(({ kind }) => kind === 'promise')
        return decision
      })
      for (const name of names) reach(`after ${name}`)
      return result
    },
  }
}

/** What comes round by itself is claimed at every start, when there is nothing to lose yet. */
function pointedJobs(jobs: JobBook, reach: Reach, hasPromised: () => boolean): JobBook {
  const isPromised = ({ id }: { readonly id: string }): boolean => id !== scheduledJob.id
  return {
    ...jobs,
    claimDue: async (...words) => {
      if (hasPromised()) reach('before claimed')
      const claimed = await jobs.claimDue(...words)
      if (claimed.some(isPromised)) reach('after claimed')
      return claimed
    },
    claim: async (id, now) => {
      if (isPromised({ id })) reach('before claimed')
      const claimed = await jobs.claim(id, now)
      if (claimed !== null && isPromised(claimed)) reach('after claimed')
      return claimed
    },
    giveBack: (...words) => around(reach, 'job-given-back', () => jobs.giveBack(...words)),
  }
}

function pointedGateway(gateway: Gateway, reach: Reach): Gateway {
  return {
    ...gateway,
    authorize: async (request) => {
      const outcome = await around(reach, 'authorize', () => gateway.authorize(request))
      if (outcome.kind === 'authorized') reach(afterYes)
      return outcome
    },
    cancel: (request) => around(reach, 'cancel', () => gateway.cancel(request)),
    lookup: (request) => around(reach, 'lookup', () => gateway.lookup(request)),
    capture: (request) => around(reach, 'capture', () => gateway.capture(request)),
    refund: (request) => around(reach, 'refund', () => gateway.refund(request)),
  }
}

function pointedTaxes(taxes: TaxProvider, reach: Reach): TaxProvider {
  return { ...taxes, calculate: (question) => around(reach, 'taxes', () => taxes.calculate(question)) }
}

function pointedAnnouncer(announcer: Announcer, reach: Reach): Announcer {
  return { ...announcer, tell: (telling) => around(reach, 'tell', () => announcer.tell(telling)) }
}

async function around<Result>(reach: Reach, name: string, act: () => Promise<Result>): Promise<Result> {
  reach(`before ${name}`)
  const result = await act()
  reach(`after ${name}`)
  return result
}

function isWaiting({ state }: OrderAction): boolean {
  return state === 'waiting'
}

function bothSidesOf(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => [`before ${name}`, `after ${name}`])
}

function movesTo(state: CheckoutState): (change: Change) => boolean {
  return (change) => change.kind === 'move-checkout' && change.checkout.state === state
}
