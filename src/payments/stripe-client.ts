import type Stripe from 'stripe'
import { readCapped } from './http-answer.ts'

/** Characters of an answer; a page of a hundred payments has about 300,000. */
const answerBytesMax = 4_000_000

export interface StripeAccess {
  readonly secretKey: string
  /** Another place than Stripe's own, for stand-ins. */
  readonly apiBase: URL | null
}

/** Loads Stripe's client when it is first needed, so that who does not take cards there does not wait for it. */
export type OpenStripe = () => Promise<Stripe>

/**
 * Stripe's official client, with our own deadlines and no retries of its own: the same key and the promise behind it are
 * what makes a question safe to repeat.
 */
export function stripeOpener({ secretKey, apiBase }: StripeAccess): OpenStripe {
  let client: Promise<Stripe> | null = null
  return () => {
    client ??= import('stripe').then(({ Stripe }) => {
      const httpClient = Stripe.createFetchHttpClient(Object.assign(fetchWhole, { preconnect: fetch.preconnect }))
      const place = apiBase && { host: apiBase.hostname, port: portOf(apiBase), protocol: protocolOf(apiBase) }
      return new Stripe(secretKey, { ...place, httpClient, maxNetworkRetries: 0, telemetry: false })
    })
    return client
  }
}

/**
 * Reads the answer whole and no further than its limit. A lost connection is told without its code, since Stripe's client
 * would ask again by itself on seeing some of them, past our deadline.
 */
async function fetchWhole(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  try {
    const answer = await fetch(input, { ...init, redirect: 'manual' })
    const body = await readCapped(answer, answerBytesMax)
    return new Response(body, { status: answer.status, headers: answer.headers })
  } catch (error) {
    if (init?.signal?.aborted) throw error
    throw new Error('the connection was lost')
  }
}

function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port)
  return protocol === 'http:' ? 80 : 443
}

function protocolOf({ protocol }: URL): 'http' | 'https' {
  return protocol === 'http:' ? 'http' : 'https'
}
