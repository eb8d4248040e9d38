import type Stripe from 'stripe'
import type { PaymentRequest } from './gateway.ts'
import { remaining } from './http-deadline.ts'
import type { OpenStripe } from './stripe-client.ts'
import { keyName } from './stripe-intents.ts'

/** Stripe's largest page, and how many of them one look reads before it turns to the search. */
const pageSize = 100
const pagesMax = 3

/** Stripe's clock and ours may differ; no payment of an attempt is older than the attempt less this. */
const clockSkewMs = 600_000

/** What a payment is found by. */
export type Sought = Pick<PaymentRequest, 'reference' | 'begunAt' | 'deadlineMs'> & { readonly authorizeKey: string }

export type Found =
  | { readonly kind: 'intent'; readonly intent: Stripe.PaymentIntent }
  /** Stripe's whole list since the attempt began does not have it. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'unclear' }

/**
 * Finds the PaymentIntent that was made under a key. The list is Stripe's present truth, so only a list read to its end
 * says that there is none; the search lags behind by up to an hour, and only adds what the list was too long for.
 * https://docs.stripe.com/search#data-freshness
 */
export async function findIntent(open: OpenStripe, sought: Sought): Promise<Found> {
  const left = remaining(sought.deadlineMs)
  const stripe = await open()
  if (sought.reference !== null) {
    return { kind: 'intent', intent: await stripe.paymentIntents.retrieve(sought.reference, {}, { timeout: left() }) }
  }
  const listed = await inList(stripe, sought, left)
  if (listed !== 'too-long') return listed
  const query = `metadata['${keyName}']:'${sought.authorizeKey}'`
  const { data } = await stripe.paymentIntents.search({ query }, { timeout: left() })
  const [hit] = data
  if (!hit) return { kind: 'unclear' }
  return { kind: 'intent', intent: await stripe.paymentIntents.retrieve(hit.id, {}, { timeout: left() }) }
}

async function inList(
  stripe: Stripe,
  { authorizeKey, begunAt }: Sought,
  left: () => number,
): Promise<Found | 'too-long'> {
  const since = Math.max(0, Math.floor((begunAt - clockSkewMs) / 1_000))
  let after: string | undefined
  for (let page = 0; page < pagesMax; page += 1) {
    const asked = {
      created: { gte: since },
      limit: pageSize,
      ...(after === undefined ? {} : { starting_after: after }),
    }
    const { data, has_more } = await stripe.paymentIntents.list(asked, { timeout: left() })
    const intent = data.find(({ metadata }) => metadata[keyName] === authorizeKey)
    if (intent) return { kind: 'intent', intent }
    after = data.at(-1)?.id
    if (!has_more || after === undefined) return { kind: 'absent' }
  }
  return 'too-long'
}
