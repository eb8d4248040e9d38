import { Type } from 'typebox'
import type { Checkout, CheckoutEvent, CheckoutState } from '../../checkout/checkout.ts'
import { isTerminal, moves } from '../../checkout/checkout.ts'
import { cancelCheckout } from '../../commands/cancellation.ts'
import { readCheckoutHistory, retryCheckout } from '../../commands/operating.ts'
import type { Shop } from '../../commands/shop.ts'
import { checkoutJson } from '../checkout-json.ts'
import { jobJson } from './jobs.ts'
import { time } from './json.ts'
import { pageOf, pageQuery, textOf, wordsOf } from './page.ts'
import { type AdminCall, type AdminRoute, adminGet, adminPost } from './route.ts'

const states = Object.keys(moves) as CheckoutState[]
const liveStates = states.filter((state) => !isTerminal(state))

/** Jobs of one attempt that are shown with it. */
const jobsShown = 50

const listQuery = {
  ...pageQuery,
  state: Type.Optional(Type.String({ description: `${states.join(', ')}, or live: all that have not ended` })),
  q: Type.Optional(Type.String({ description: 'the beginning of a checkout’s, cart’s or order’s id, or an e-mail' })),
}

/** Attempts: found, shown with all that happened to them, pushed on, canceled. */
export function adminCheckoutRoutes(shop: Shop): readonly AdminRoute[] {
  return [
    adminGet('/checkouts', 'List checkouts; those that moved last come first', (call) => listed(shop, call), listQuery),
    adminGet('/checkouts/:id', 'Show a checkout with its history and its jobs', (call) => shown(shop, call)),
    adminPost('/checkouts/:id/retry', 'Begin at once what the checkout waits for', async (call) => {
      await retryCheckout(shop, call.param('id'))
      return shown(shop, call)
    }),
    adminPost('/checkouts/:id/cancel', 'Cancel a checkout while no payment is under way', async (call) => {
      await cancelCheckout(shop, call.param('id'), 'operator')
      return shown(shop, call)
    }),
  ]
}

/** An attempt as operators see it: more than whoever merely knows its id may see. */
export function adminCheckoutJson(checkout: Checkout): object {
  const { cart, bill, payment } = checkout
  return {
    ...checkoutJson(checkout),
    door: cart.door,
    email: cart.email,
    customer_id: cart.customerId,
    currency_code: bill.currencyCode,
    total: bill.total,
    payment: payment && {
      provider_id: payment.providerId,
      key: payment.key,
      reference: payment.reference,
      amount: payment.amount,
    },
  }
}

async function listed(shop: Shop, call: AdminCall): Promise<object> {
  const page = pageOf(call)
  const asked = call.query('state') === 'live' ? liveStates : wordsOf(call, 'state', states)
  const { items, count } = await shop.store.overview.checkouts({ states: asked, text: textOf(call, 'q'), ...page })
  return { checkouts: items.map(adminCheckoutJson), count, ...page }
}

async function shown(shop: Shop, { param }: AdminCall): Promise<object> {
  const { checkout, events } = await readCheckoutHistory(shop, param('id'))
  const about = { states: null, kind: null, text: checkout.id, offset: 0, limit: jobsShown }
  const { items } = await shop.store.overview.jobs(about)
  return {
    checkout: { ...adminCheckoutJson(checkout), events: events.map(eventJson), jobs: items.map(jobJson) },
  }
}

function eventJson({ id, from, to, why, by, at }: CheckoutEvent): object {
  return { id, from, to, why, by, at: time(at) }
}
