import { afterAll, beforeAll, expect, test } from 'bun:test'
import fc from 'fast-check'
import { filled, honestRequests, operations, withAt } from './medusa-requests.ts'
import { openTarget, type Target } from './target.ts'

/** How long it goes on; every run is another one, and its seed is printed. */
const fuzzMs = 12_000
/** Nobody is kept waiting longer than that, however strange the question; a busy machine included. */
const answerMs = 20_000
const parallel = 6

let target: Target
beforeAll(async () => {
  target = await openTarget({ LOG_LEVEL: 'warn', CHECKOUT_WAIT_MS: '500' })
}, 60_000)
afterAll(() => target.close())

interface Strange {
  readonly method: string
  readonly path: string
  readonly body: string | null
  readonly headers: Readonly<Record<string, string>>
}

const word = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '',
    '0',
    '-1',
    'null',
    '[]',
    '%',
    '%00',
    '../..',
    "' or 1=1 --",
    '{{7*7}}',
    '__proto__',
    'constructor',
  ),
  fc.constantFrom(
    'id',
    'region',
    'items',
    'items.variant',
    '-created_at',
    'shipping_address',
    'payment_sessions',
    'x.y.z',
  ),
)
const number = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -0, -1, 1e21, 1e308, 2 ** 53, 2 ** 31, 0.1 + 0.2, 5e-324),
)
const json = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  word,
  number,
  fc.constantFrom(null, true, [], {}, [[]], [null], { code: null }, [{ code: {} }], '\u0000', '\ud800'),
  fc.array(fc.record({ code: word, variant_id: word, quantity: number }, { requiredKeys: [] }), { maxLength: 4 }),
)

/** As a header may be: one line of Latin letters. */
const headerValue = fc
  .oneof(word, fc.string({ minLength: 200, maxLength: 400 }))
  .map((text) => text.replaceAll(/[^\x20-\x7e\xa1-\xff]/g, '').trim())
const headers = fc.dictionary(
  fc.constantFrom(
    'prefer',
    'idempotency-key',
    'authorization',
    'cookie',
    'if-none-match',
    'x-request-id',
    'content-type',
    'origin',
    'x-forwarded-for',
    'last-event-id',
    'x-publishable-api-key',
    'stripe-signature',
    'webhook-signature',
    'accept',
  ),
  fc.oneof(headerValue, fc.constantFrom('application/json', 'Bearer a.b.c', 'wait=0', 'respond-async', '*', 'W/"x"')),
  { maxKeys: 4 },
)

const parameter = fc.constantFrom(
  'expand',
  'fields',
  'limit',
  'offset',
  'order',
  'q',
  'id',
  'id[]',
  'created_at[gt]',
  'created_at[lt]',
  'region_id',
  'currency_code',
  'tags[]',
  'display_id',
  'email',
  'shipping_address[postal_code]',
  'is_return',
  'a[b][c]',
  '__proto__[x]',
  'cart_id',
  'last_event_id',
)
const query = fc
  .array(fc.tuple(fc.oneof(parameter, word), fc.oneof(word, number.map(String))), { maxLength: 4 })
  .map((pairs) => pairs.map((pair) => pair.map(escaped).join('=')).join('&'))

/** Lone surrogates have no spelling in an address. */
function escaped(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('%5B', '[').replaceAll('%5D', ']')
}

const shared = [
  ['GET', '/checkouts/:checkout'],
  ['GET', '/checkouts/:checkout/events'],
  ['POST', '/checkouts/:checkout/cancel'],
  ['POST', '/webhooks/stripe'],
  ['POST', '/webhooks/:any'],
  ['GET', '/health'],
  ['GET', '/readyz'],
  ['POST', '/:any'],
] as const

/** A request to any route there is, right in some things and strange in others. */
function strange(): fc.Arbitrary<Strange> {
  const routes = operations().map(({ method, path }) => [method, `/store${path}`] as const)
  const honest = new Map(honestRequests(target).map(({ route, body }) => [`/store${route}`, body]))
  const known = new Set(['true', 'false'])
  return fc
    .tuple(fc.constantFrom(...routes, ...shared), fc.array(word, { minLength: 3, maxLength: 3 }), query, headers, json)
    .chain(([[method, route], words, asked, sent, value]) => {
      const places = Object.keys(honest.get(route) ?? {}).map((name) => [name])
      const body = honest.get(route) ?? {}
      const changed = places.length
        ? fc.constantFrom(...places).map((place) => JSON.stringify(withAt(body, place, value)))
        : fc.constant(JSON.stringify(value))
      const text = fc.oneof(changed, fc.constant(JSON.stringify(value)), word, fc.constant('')).map((one) => one ?? '')
      return fc.record({
        method: fc.oneof(
          { weight: 9, arbitrary: fc.constant(method) },
          { weight: 1, arbitrary: fc.constantFrom('PUT', 'PATCH', 'OPTIONS', 'HEAD', 'DELETE') },
        ),
        path: fc.boolean().map((isKnown) => pathOf(route, isKnown || known.has(words[0] ?? ''), words, asked)),
        body: text,
        headers: fc.constant(sent),
      })
    })
    .map(({ method, body, ...rest }) => ({
      ...rest,
      method,
      body: method === 'GET' || method === 'HEAD' ? null : body,
    }))
}

function pathOf(route: string, isKnown: boolean, words: readonly string[], asked: string): string {
  const own = route.replace(':checkout', target.ids.checkout)
  let at = 0
  const strangers = (): string => escaped(words[at++ % words.length] ?? 'x') || 'x'
  const path =
    isKnown && own.startsWith('/store')
      ? filled(own.slice('/store'.length), target)
      : own.replaceAll(/:\w+/g, strangers)
  return asked === '' ? path : `${path}?${asked}`
}

async function ask({ method, path, body, headers: sent }: Strange): Promise<void> {
  const kind = body === null ? {} : { 'content-type': 'application/json' }
  const isAda = sent['authorization'] === undefined && body !== null && body.length % 2 === 0
  const all = { ...kind, ...(isAda ? target.ada : {}), ...sent }
  const signal = AbortSignal.timeout(answerMs)
  const answer = await fetch(target.base + path, { method, body, headers: all, signal })
  expect(answer.headers.get('x-request-id')).toBeTruthy()
  const isComeAgain = answer.status === 503 && answer.headers.get('retry-after') !== null
  expect(answer.status < 500 || isComeAgain).toBe(true)
  const type = answer.headers.get('content-type') ?? ''
  if (type.startsWith('text/event-stream')) return void (await answer.body?.cancel())
  const text = await answer.text()
  if (text === '') return expectEmpty(method, answer.status)
  // Medusa's own words where nobody is signed in, and where there is nothing to tell.
  if (text === 'Unauthorized' || text === 'OK') return
  expect(type).toMatch(/^application\/(problem\+)?json/)
  const told = JSON.parse(text) as Readonly<Record<string, unknown>>
  if (answer.status < 400) return
  const isMedusas = 'errors' in told || (typeof told['type'] === 'string' && typeof told['message'] === 'string')
  const isProblem =
    told['status'] === answer.status && typeof told['code'] === 'string' && typeof told['detail'] === 'string'
  expect(isMedusas || isProblem).toBe(true)
}

function expectEmpty(method: string, status: number): void {
  const isMeant = method === 'HEAD' || method === 'OPTIONS' || status === 204 || status === 304 || status === 200
  expect([method, status, isMeant]).toEqual([method, status, true])
}

test('whatever is asked in whatever way, the answer is one: in time, in JSON, with an id, and never the shop’s own mistake', async () => {
  const seed = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
  console.log(`seed ${seed}: FUZZ_SEED=${seed} asks the same again`)
  let asked = 0
  const several = fc.array(strange(), { minLength: parallel, maxLength: parallel })
  await fc.assert(
    fc.asyncProperty(several, async (requests) => {
      asked += requests.length
      await Promise.all(requests.map(ask))
    }),
    { seed, numRuns: 1_000_000, interruptAfterTimeLimit: fuzzMs, markInterruptAsFailure: false },
  )
  console.log(`${asked} requests`)
  expect(asked).toBeGreaterThan(100)
  expect((await target.call('GET', '/readyz')).status).toBe(200)
  expect(target.output()).not.toContain('request-failed')
}, 180_000)
