import { afterAll, beforeAll, expect, test } from 'bun:test'
import fc from 'fast-check'
import { home, openStorefront, type Storefront } from './storefront.ts'

let at: Storefront
let cartId: string
let token: string
beforeAll(async () => {
  at = await openStorefront()
  cartId = (await at.ask('POST', '/carts', {})).json.id
  token = (await at.ask('POST', '/customer-auth/register', { email: 'f@example.com', password: 'x' })).json.token
}, 30_000)
afterAll(() => at.close())

const routes = [
  ['POST', '/carts'],
  ['PATCH', '/carts/CART'],
  ['POST', '/carts/CART/items'],
  ['POST', '/carts/CART/discounts'],
  ['POST', '/carts/CART/merge'],
  ['POST', '/carts/CART/checkout'],
  ['POST', '/payments/confirm'],
  ['POST', '/orders/x/returns'],
  ['POST', '/customer-auth/register'],
  ['POST', '/customer-auth/login'],
  ['PATCH', '/customers/me'],
  ['POST', '/customers/me/addresses'],
  ['POST', '/customers/me/password'],
  ['POST', '/customers/password-reset'],
  ['POST', '/customers/password-reset/confirm'],
] as const

const fields = [
  ...[
    'session_id',
    'customer_id',
    'metadata',
    'shipping_address',
    'billing_address',
    'shipping_method_id',
    'variant_id',
  ],
  ...['quantity', 'code', 'source_cart_id', 'email', 'payment_method', 'payment_data', 'note', 'password', 'amount'],
  ...['name', 'line1', 'postal_code', 'country', 'lines', 'order_id', 'payment_key', 'new_password', 'token'],
]
const something = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom('', 'cart_x', 'DE', 'x@example.com', 'manual', '__proto__', 1e21, -1, 0, 1.5, '\u0000', home, {}, []),
)

test('whatever is sent, the answer is never our fault, and a refusal says why in this shape', async () => {
  const bodies = fc.dictionary(fc.constantFrom(...fields), something, { maxKeys: 8 })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...routes), bodies, fc.boolean(), async ([method, path], body, isKnown) => {
      const headers = isKnown ? { 'x-customer-token': token } : {}
      const answer = await at.ask(method, path.replace('CART', cartId), body, headers)
      expect(answer.status).toBeLessThan(500)
      if (answer.status < 400) return
      expect(answer.json.error).toMatchObject({ type: expect.any(String), code: expect.stringMatching(/^[A-Z_]+$/) })
      expect(answer.json.error.message).not.toBe('')
    }),
    { numRuns: 400 },
  )
}, 60_000)

const refusals: readonly (readonly [method: string, path: string, body?: unknown])[] = [
  ['GET', '/products?limit=0'],
  ['GET', '/products?limit=abc'],
  ['GET', '/products?sort=cost'],
  ['GET', '/products?order=up'],
  ['GET', '/products?price_min=-1'],
  ['GET', '/products?starting_after=nothing'],
  ['GET', `/products?q=${'x'.repeat(501)}`],
  ['GET', '/orders/lookup?number=1'],
  ['GET', '/orders/lookup?number=1.5&email=x@example.com'],
  ['GET', '/orders?status=lost'],
  ['GET', '/orders?created_after=yesterday'],
  ['POST', '/carts', '{'],
  ['POST', '/carts', '[]'],
  ['POST', '/carts', { session_id: 7 }],
  ['POST', '/carts', { metadata: { card: '4242 4242 4242 4242' } }],
  ['PATCH', '/carts/CART', { shipping_address: { country: 'Germany' } }],
  ['PATCH', '/carts/CART', { shipping_address: { ...home, country: 'AQ' } }],
  ['POST', '/carts/CART/items', { variant_id: 'x', quantity: 1.5 }],
  ['POST', '/carts/CART/checkout', { shipping_address: { ...home, name: '' } }],
  ['POST', '/carts/CART/checkout', { email: 'nobody', shipping_address: home }],
]

test('what cannot be meant is refused as the caller’s mistake', async () => {
  for (const [method, path, body] of refusals) {
    const answer = await at.ask(method, path.replace('CART', cartId), body, { 'x-customer-token': token })
    const seen = [method, path, [400, 422].includes(answer.status), answer.json?.error.type]
    expect(seen).toEqual([method, path, true, 'invalid_request'])
  }
})

test('a hundred requests in a second are enough for one caller of one key; the next says when to come again', async () => {
  const limited = await openStorefront({ RATE_LIMIT: 'on' })
  try {
    const answers = await Promise.all(Array.from({ length: 130 }, () => limited.ask('GET', '/categories')))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThanOrEqual(1)
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(100)
    expect(refused[0]?.json.error).toMatchObject({ type: 'rate_limit', code: 'RATE_LIMIT_EXCEEDED' })
    expect(refused[0]?.headers.get('retry-after')).toBe('1')
  } finally {
    await limited.close()
  }
}, 30_000)
