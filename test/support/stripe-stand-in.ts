import { Stripe } from 'stripe'

/** What may go wrong with the next call that changes something, in the order in which it was asked for. */
export type StripeFault =
  /** Does it and never answers. */
  | 'silent-after'
  /** Answers nothing and does nothing. */
  | 'silent-before'
  /** Does it, then fails; as Stripe does, the failure is kept under the key and repeated. */
  | 'stored-500-after'
  /** Fails before it does anything; the failure is kept all the same. */
  | 'stored-500-before'
  | 'rate-limited'
  /** Does it, and only half of the answer arrives. */
  | 'cut-after'

export interface StandInIntent {
  readonly id: string
  readonly created: number
  readonly amount: number
  readonly currency: string
  readonly metadata: Readonly<Record<string, string>>
  readonly client_secret: string
  status: Stripe.PaymentIntent.Status
  payment_method: string | null
  last_payment_error: { code: string; message: string; payment_method: { id: string } } | null
  next_action: { type: string; use_stripe_sdk?: object; redirect_to_url?: { url: string } } | null
  amount_capturable: number
  amount_received: number
  refunded: number
}

/** A small Stripe: PaymentIntents with idempotency keys as documented (https://docs.stripe.com/api/idempotent_requests). */
export interface StripeStandIn {
  readonly url: URL
  readonly intents: readonly StandInIntent[]
  /** Every call that changes something, as `POST /v1/… key`. */
  readonly calls: readonly string[]
  fail(...faults: StripeFault[]): void
  /** What the shopper does in the browser with the client secret; null: gives up at the bank's question. */
  confirmAsShopper(clientSecret: string, paymentMethod: string | null): void
  /** Ends it as somebody in Stripe's dashboard would. */
  cancelInDashboard(id: string): void
  /** The body and header of a webhook, signed with the secret, sent at that time (milliseconds since 1970). */
  event(type: string, intent: StandInIntent, at: number, more?: object): Promise<{ body: string; signature: string }>
  /** An intent made with somebody else's program. */
  add(intent: Partial<StandInIntent>): StandInIntent
  stop(): Promise<void>
}

/** Seconds until the search knows of something new; the list knows at once. */
const searchLag = 60

export const standInKey = 'sk_test_standin'
export const standInWebhookSecret = 'whsec_standin_0123456789'

interface Kept {
  readonly asked: string
  /** Null while the first call runs. */
  answer: { readonly status: number; readonly body: string } | null
}

/** `now` is Stripe's clock; `slowMs` is how long a call that changes something takes. */
export function startStripe(now: () => number, slowMs = 0): StripeStandIn {
  const intents: StandInIntent[] = []
  const kept = new Map<string, Kept>()
  const calls: string[] = []
  const faults: StripeFault[] = []
  const stops = new AbortController()

  const server = Bun.serve({ hostname: '127.0.0.1', port: 0, idleTimeout: 0, fetch: answer })

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url)
    if (request.headers.get('authorization') !== `Bearer ${standInKey}`) {
      return reply(401, failure('invalid_request_error', 'Invalid API Key provided: sk_test_****'))
    }
    if (request.method === 'GET') return reply(...read(intents, url, now()))
    const key = request.headers.get('idempotency-key') ?? ''
    const body = await request.text()
    calls.push(`${request.method} ${url.pathname} ${key}`)
    const asked = `${url.pathname}?${body}`
    const earlier = kept.get(key)
    if (earlier && earlier.asked !== asked)
      return reply(
        400,
        failure('idempotency_error', 'Keys for idempotent requests can only be used with the same parameters.'),
      )
    if (earlier?.answer) return reply(earlier.answer.status, earlier.answer.body, { 'idempotent-replayed': 'true' })
    if (earlier)
      return reply(
        409,
        failure('invalid_request_error', 'Another request uses this key.', { code: 'idempotency_key_in_use' }),
      )
    return carryOut(key, asked, url.pathname, new URLSearchParams(body))
  }

  async function carryOut(key: string, asked: string, path: string, form: URLSearchParams): Promise<Response> {
    const fault = faults.shift()
    if (fault === 'rate-limited')
      return reply(429, failure('invalid_request_error', 'Too many requests', { code: 'rate_limit' }))
    if (fault === 'silent-before') return silence(stops.signal)
    const mine: Kept = { asked, answer: null }
    kept.set(key, mine)
    if (slowMs > 0) await Bun.sleep(slowMs)
    const [status, body] = fault === 'stored-500-before' ? broken : change(intents, path, form, now())
    mine.answer = fault === 'stored-500-after' ? { status: broken[0], body: broken[1] } : { status, body }
    // Parameters that do not pass are judged before anything runs, so nothing is kept.
    if (status === 400 && body.includes('parameter_')) kept.delete(key)
    if (fault === 'silent-after') return silence(stops.signal)
    if (fault === 'cut-after') return reply(status, body.slice(0, body.length / 2))
    return reply(mine.answer.status, mine.answer.body)
  }

  return {
    url: server.url,
    intents,
    calls,
    fail: (...next) => void faults.push(...next),
    confirmAsShopper(clientSecret, paymentMethod) {
      const intent = intents.find(({ client_secret }) => client_secret === clientSecret)
      if (!intent) throw new Error('no such client secret')
      if (paymentMethod === null) refuse(intent, 'payment_intent_authentication_failure')
      else if (isDeclined(paymentMethod))
        refuse(Object.assign(intent, { payment_method: paymentMethod }), 'card_declined')
      else succeed(Object.assign(intent, { payment_method: paymentMethod }))
    },
    cancelInDashboard: (id) =>
      void Object.assign(found(intents, id) ?? {}, { status: 'canceled', amount_capturable: 0 }),
    add: (more) => added(intents, new URLSearchParams(), now(), more),
    async event(type, intent, at, more = {}) {
      const id = `evt_${type}_${intent.id}`
      const body = JSON.stringify({
        id,
        object: 'event',
        type,
        created: Math.floor(at / 1_000),
        data: { object: shown(intent) },
        ...more,
      })
      const timestamp = Math.floor(at / 1_000)
      const signature = await new Stripe('sk_test_x').webhooks.generateTestHeaderStringAsync({
        payload: body,
        secret: standInWebhookSecret,
        timestamp,
      })
      return { body, signature }
    },
    async stop() {
      stops.abort()
      await server.stop(true)
    },
  }
}

type Answer = readonly [status: number, body: string]

const broken: Answer = [500, failure('api_error', 'Something went wrong on our end.')]

function change(intents: StandInIntent[], path: string, form: URLSearchParams, now: number): Answer {
  if (path === '/v1/refunds') return refund(intents, form)
  const [, id, verb] = /^\/v1\/payment_intents(?:\/(\w+)\/(\w+))?$/.exec(path) ?? []
  if (verb === undefined) return create(intents, form, now)
  const intent = found(intents, id)
  if (!intent) return missing
  if (verb === 'confirm') return isOpen(intent) ? confirm(intent, form) : unexpected(intent)
  if (verb === 'cancel')
    return end(intent, !['canceled', 'succeeded', 'processing'].includes(intent.status), 'canceled')
  return end(intent, verb === 'capture' && intent.status === 'requires_capture', 'succeeded')
}

function create(intents: StandInIntent[], form: URLSearchParams, now: number): Answer {
  const amount = Number(form.get('amount'))
  if (!(amount > 0))
    return [400, failure('invalid_request_error', 'Invalid positive integer', { code: 'parameter_invalid_integer' })]
  if (form.get('capture_method') !== 'manual') throw new Error('we capture by hand')
  const intent = added(intents, form, now, {})
  return form.get('confirm') === 'true' ? confirm(intent, form) : [200, JSON.stringify(shown(intent))]
}

/** Stripe's own test cards, by the names their payment methods have. https://docs.stripe.com/testing */
function confirm(intent: StandInIntent, form: URLSearchParams): Answer {
  intent.payment_method = form.get('payment_method') ?? form.get('confirmation_token')
  const method = intent.payment_method ?? ''
  if (method === 'pm_card_threeDSecure2Required') {
    const back = form.get('return_url')
    intent.status = 'requires_action'
    intent.next_action = back
      ? { type: 'redirect_to_url', redirect_to_url: { url: `https://hooks.stripe.example/3ds?back=${back}` } }
      : { type: 'use_stripe_sdk', use_stripe_sdk: {} }
  } else if (isDeclined(method)) {
    refuse(intent, 'card_declined')
    return [
      402,
      failure('card_error', 'Your card was declined.', { code: 'card_declined', payment_intent: shown(intent) }),
    ]
  } else if (method.startsWith('pm_') || method.startsWith('ctoken_')) {
    succeed(intent)
    if (method === 'pm_card_wrongAmount') intent.amount_capturable += 1
  } else
    return [400, failure('invalid_request_error', `No such PaymentMethod: '${method}'`, { code: 'resource_missing' })]
  return [200, JSON.stringify(shown(intent))]
}

function isDeclined(method: string): boolean {
  return method === 'pm_card_chargeDeclined'
}

function isOpen({ status }: StandInIntent): boolean {
  return status === 'requires_payment_method' || status === 'requires_confirmation' || status === 'requires_action'
}

function succeed(intent: StandInIntent): void {
  const free = { last_payment_error: null, next_action: null }
  Object.assign(intent, { status: 'requires_capture', amount_capturable: intent.amount, ...free })
}

function refuse(intent: StandInIntent, code: string): void {
  const last_payment_error = {
    code,
    message: 'Your card was declined.',
    payment_method: { id: intent.payment_method ?? '' },
  }
  Object.assign(intent, {
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    last_payment_error,
  })
}

function end(intent: StandInIntent, isAllowed: boolean, status: 'canceled' | 'succeeded'): Answer {
  if (!isAllowed) return unexpected(intent)
  const amount_received = status === 'succeeded' ? intent.amount_capturable : 0
  Object.assign(intent, { status, amount_received, amount_capturable: 0 })
  return [200, JSON.stringify(shown(intent))]
}

function refund(intents: StandInIntent[], form: URLSearchParams): Answer {
  const intent = found(intents, form.get('payment_intent') ?? '')
  if (!intent) return missing
  const amount = Number(form.get('amount') ?? intent.amount_received - intent.refunded)
  if (intent.status !== 'succeeded' || amount > intent.amount_received - intent.refunded || amount <= 0) {
    return [400, failure('invalid_request_error', 'There is nothing to refund.', { code: 'charge_already_refunded' })]
  }
  intent.refunded += amount
  return [
    200,
    JSON.stringify({ id: `re_${intent.id}_${intent.refunded}`, object: 'refund', amount, status: 'succeeded' }),
  ]
}

function read(intents: readonly StandInIntent[], { pathname, searchParams }: URL, now: number): Answer {
  if (pathname === '/v1/payment_intents/search') {
    const [, name = '', value] = /metadata\['(\w+)'\]:'([^']+)'/.exec(searchParams.get('query') ?? '') ?? []
    const data = intents.filter(
      ({ metadata, created }) => metadata[name] === value && created <= now / 1_000 - searchLag,
    )
    return [200, JSON.stringify({ object: 'search_result', data: data.map(shown), has_more: false })]
  }
  const [, id] = /^\/v1\/payment_intents\/(\w+)$/.exec(pathname) ?? []
  if (id !== undefined) {
    const intent = found(intents, id)
    return intent ? [200, JSON.stringify(shown(intent))] : missing
  }
  const since = Number(searchParams.get('created[gte]') ?? 0)
  const after = searchParams.get('starting_after')
  const newestFirst = intents.filter(({ created }) => created >= since).toReversed()
  const rest = newestFirst.slice(after === null ? 0 : newestFirst.findIndex((one) => one.id === after) + 1)
  const page = rest.slice(0, Number(searchParams.get('limit') ?? 10)).map(shown)
  return [
    200,
    JSON.stringify({ object: 'list', url: '/v1/payment_intents', data: page, has_more: page.length < rest.length }),
  ]
}

function added(
  intents: StandInIntent[],
  form: URLSearchParams,
  now: number,
  more: Partial<StandInIntent>,
): StandInIntent {
  const id = `pi_${intents.length + 1}`
  const metadata = [...form].flatMap(([name, value]) => {
    const [, key] = /^metadata\[(\w+)\]$/.exec(name) ?? []
    return key === undefined ? [] : [[key, value] as const]
  })
  const intent: StandInIntent = {
    id,
    created: Math.floor(now / 1_000),
    amount: Number(form.get('amount')),
    currency: form.get('currency') ?? 'eur',
    metadata: Object.fromEntries(metadata),
    client_secret: `${id}_secret_x`,
    status: 'requires_payment_method',
    payment_method: null,
    last_payment_error: null,
    next_action: null,
    amount_capturable: 0,
    amount_received: 0,
    refunded: 0,
    ...more,
  }
  intents.push(intent)
  return intent
}

function shown({ refunded, ...intent }: StandInIntent): object {
  const charge = {
    id: `ch_${intent.id}`,
    object: 'charge',
    refunded: refunded > 0 && refunded === intent.amount_received,
  }
  return { object: 'payment_intent', ...intent, latest_charge: charge }
}

function found(intents: readonly StandInIntent[], id: string | undefined): StandInIntent | undefined {
  return intents.find((intent) => intent.id === id)
}

const missing: Answer = [404, failure('invalid_request_error', 'No such payment_intent', { code: 'resource_missing' })]

function unexpected({ status }: StandInIntent): Answer {
  return [
    400,
    failure('invalid_request_error', `The status is ${status}.`, { code: 'payment_intent_unexpected_state' }),
  ]
}

function failure(type: string, message: string, more: object = {}): string {
  return JSON.stringify({ error: { type, message, ...more } })
}

function reply(status: number, body: string, headers: Record<string, string> = {}): Response {
  return new Response(body, { status, headers: { 'content-type': 'application/json', ...headers } })
}

/** Until the caller has had enough, or the test is over. */
function silence(over: AbortSignal): Promise<Response> {
  return new Promise((resolve) => over.addEventListener('abort', () => resolve(new Response(null, { status: 599 }))))
}
