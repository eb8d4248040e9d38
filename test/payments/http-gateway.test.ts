import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { minor } from '../../src/money/money.ts'
import type { Gateway, PaymentReference, PaymentRequest } from '../../src/payments/gateway.ts'
import { createHttpGateway } from '../../src/payments/http-gateway.ts'
import { isSigned, signedHeaders } from '../../src/payments/http-signature.ts'

const secret = 'sixteen-or-more-characters'
const noon = Date.UTC(2026, 0, 1, 12)

let asked: { path: string; body: string; headers: Headers }[]
let answer: () => Response | Promise<Response>
let gateway: Gateway
let stop: () => Promise<void>
beforeEach(() => {
  asked = []
  answer = () => Response.json({ outcome: 'absent' })
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    async fetch(request) {
      asked.push({ path: new URL(request.url).pathname, body: await request.text(), headers: request.headers })
      return answer()
    },
  })
  stop = () => server.stop(true)
  gateway = createHttpGateway({ base: new URL('/pay', server.url), secret, now: () => noon })
})
afterEach(() => stop())

const request: PaymentRequest = {
  key: 'chk_1-authorize',
  checkoutId: 'chk_1',
  amount: minor(2_440),
  currencyCode: 'eur',
  reference: null,
  begunAt: noon,
  data: { token: 't' },
  deadlineMs: 300,
}
const reference: PaymentReference = {
  key: 'chk_1-cancel',
  authorizeKey: 'chk_1-authorize',
  reference: 'p1',
  begunAt: noon,
  amount: null,
  data: {},
  deadlineMs: 300,
}

test('what is asked: the verb, the key twice, and a signature over time and body', async () => {
  await gateway.lookup(request)
  await gateway.cancel(reference)
  expect(asked.map(({ path }) => path)).toEqual(['/pay/lookup', '/pay/cancel'])
  const [lookup, cancel] = asked.map(({ body }) => JSON.parse(body))
  expect(lookup).toEqual({
    verb: 'lookup',
    key: 'chk_1-authorize',
    checkout_id: 'chk_1',
    amount: 2_440,
    currency_code: 'eur',
    reference: null,
    data: { token: 't' },
  })
  expect(cancel).toEqual({
    verb: 'cancel',
    key: 'chk_1-cancel',
    authorize_key: 'chk_1-authorize',
    reference: 'p1',
    amount: null,
    data: {},
  })
  for (const { body, headers } of asked) {
    expect(headers.get('idempotency-key')).toBe(JSON.parse(body).key)
    const message = { body, header: (name: string) => headers.get(name) }
    expect(isSigned(message, secret, noon)).toBe(true)
    expect(isSigned({ ...message, body: `${body} ` }, secret, noon)).toBe(false)
    expect(isSigned(message, 'another-secret-of-theirs', noon)).toBe(false)
  }
})

describe('answers to authorize', () => {
  const good = { outcome: 'authorized', reference: 'p1', amount: 2_440, currency_code: 'EUR' }
  test.each([
    ['authorized', 'authorized', () => Response.json(good)],
    ['a decline', 'declined', () => Response.json({ outcome: 'declined', message: 'No.' })],
    ['an error', 'error', () => Response.json({ outcome: 'error' })],
    ['an action', 'requires_action', () => Response.json({ outcome: 'requires_action', next_action: { url: 'x' } })],
    ['a refusal', 'error', () => new Response('no', { status: 422 })],
    ['too many requests', 'unknown', () => new Response('later', { status: 429 })],
    ['a conflict', 'unknown', () => new Response('busy', { status: 409 })],
    ['a failure', 'unknown', () => new Response('oops', { status: 500 })],
    ['a redirect', 'unknown', () => Response.redirect('http://127.0.0.1:1/', 307)],
    ['another success', 'unknown', () => Response.json(good, { status: 202 })],
    ['no JSON', 'unknown', () => new Response('<html>')],
    ['JSON cut short', 'unknown', () => new Response(JSON.stringify(good).slice(0, -1))],
    ['an amount as text', 'unknown', () => Response.json({ ...good, amount: '2440' })],
    ['half a cent', 'unknown', () => Response.json({ ...good, amount: 0.5 })],
    ['no reference', 'unknown', () => Response.json({ ...good, reference: '' })],
    ['an action without one', 'unknown', () => Response.json({ outcome: 'requires_action' })],
    ['data that is a list', 'unknown', () => Response.json({ ...good, data: [] })],
    ['absent, which is no answer to this', 'unknown', () => Response.json({ outcome: 'absent' })],
    ['more than 64 KB', 'unknown', () => Response.json({ ...good, data: { text: 'x'.repeat(65_536) } })],
    ['nothing in time', 'unknown', () => Bun.sleep(600).then(() => Response.json(good))],
    ['a body that never ends', 'unknown', () => new Response(new ReadableStream({ pull: () => Bun.sleep(5_000) }))],
  ] as const)('%s: %s', async (_, kind, said) => {
    answer = said
    expect((await gateway.authorize(request)).kind).toBe(kind)
  })
})

test('a refusal says nothing about a payment that may be there', async () => {
  answer = () => new Response('who are you', { status: 401 })
  expect((await gateway.lookup(request)).kind).toBe('unknown')
  expect((await gateway.cancel(reference)).kind).toBe('unknown')
})

test('amounts and currencies are told as the provider has them, for the checkout to compare', async () => {
  answer = () => Response.json({ outcome: 'authorized', reference: 'p1', amount: 1, currency_code: 'USD' })
  expect(await gateway.authorize(request)).toEqual({
    kind: 'authorized',
    reference: 'p1',
    amount: minor(1),
    currencyCode: 'usd',
    data: {},
  })
})

describe('webhooks', () => {
  const told = { event_id: 'e1', type: 'payment.authorized', checkout_id: 'chk_1', reference: 'p1' }
  const read = (body: string, headers: Readonly<Record<string, string>>) =>
    gateway.readNotice?.({ body, header: (name) => headers[name] ?? null })
  const body = JSON.stringify(told)

  test('signed lately, by whoever knows the secret', async () => {
    expect(await read(body, signedHeaders(body, secret, noon - 290_000))).toEqual({
      kind: 'notice',
      eventId: 'e1',
      type: 'payment.authorized',
      checkoutId: 'chk_1',
      reference: 'p1',
    })
  })

  test.each([
    ['unsigned', body, {}],
    ['with another secret', body, signedHeaders(body, 'another-secret-of-theirs', noon)],
    ['from six minutes ago', body, signedHeaders(body, secret, noon - 360_000)],
    ['from the future', body, signedHeaders(body, secret, noon + 360_000)],
    ['changed on the way', body.replace('chk_1', 'chk_2'), signedHeaders(body, secret, noon)],
    ['without an attempt', '{"event_id":"e1"}', signedHeaders('{"event_id":"e1"}', secret, noon)],
  ])('%s: refused', async (_, text, headers) => {
    expect(await read(text, headers)).toMatchObject({ kind: 'refused' })
  })
})
