import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { createPasswords } from '../../../src/commands/passwords.ts'
import { headlessOperations } from '../../../src/dialects/headless/headless.ts'
import { createAccessTokens } from '../../../src/http/access-token.ts'
import { createAttempts } from '../../../src/http/attempts.ts'
import { createCodeGuesses } from '../../../src/http/code-guesses.ts'
import { noLimit } from '../../../src/http/rate-limit.ts'
import { openStockedShop } from '../../support/shop.ts'
import { home, openStorefront, type Storefront } from './storefront.ts'

let at: Storefront
beforeAll(async () => {
  at = await openStorefront()
}, 30_000)
afterAll(() => at.close())

const operations: { readonly method: string; readonly path: string; readonly token: string }[] = []
beforeAll(async () => {
  const { shop, close } = await openStockedShop()
  const now = () => 0
  operations.push(
    ...headlessOperations({
      shop,
      tokens: createAccessTokens('secret', { domain: 'x', lifetimeMs: 1 }, now),
      passwords: createPasswords(),
      attempts: createAttempts(false),
      codeGuesses: createCodeGuesses(false),
      rate: noLimit,
      trustsProxy: false,
      secret: 'secret',
    }),
  )
  await close()
})

const withToken = (token: string) => ({ 'x-customer-token': token })
const filledIn = (path: string) => path.replaceAll(/:\w+/g, 'nothing')

async function cartOf(body: object = {}, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  return (await at.ask('POST', '/carts', body, headers)).json.id
}

async function account(email: string, headers: Readonly<Record<string, string>> = {}) {
  const { json } = await at.ask('POST', '/customer-auth/register', { email, password: 'opensesame' }, headers)
  return { id: json.customer.id as string, token: json.token as string }
}

describe('who is let in', () => {
  test('nobody without a key, with a wrong one, or with another kind of key', async () => {
    const wrong = [undefined, 'Bearer', 'Bearer pk_live_0', 'Basic cGs6', at.keys.live]
    for (const { method, path } of operations) {
      for (const authorization of wrong) {
        const answer = await at.ask(method, filledIn(path), undefined, { authorization: authorization ?? '' })
        expect([method, path, answer.status, answer.json.error.type]).toEqual([
          method,
          path,
          401,
          'authentication_error',
        ])
      }
    }
    const { json } = await at.ask('GET', '/products', undefined, { authorization: '' })
    expect(json.error.code).toBe('MISSING_API_KEY')
  }, 60_000)

  test('secret keys open what publishable ones do', async () => {
    expect((await at.ask('GET', '/products', undefined, { authorization: `Bearer ${at.keys.secret}` })).status).toBe(
      200,
    )
  })

  test('where the table says so nobody without a customer’s token, and with a wrong one nobody who sends it', async () => {
    const { token } = await account('tokens@example.com')
    const forged = `${token.slice(0, -3)}abc`
    const required = operations.filter((each) => each.token === 'required')
    expect(required.length).toBeGreaterThanOrEqual(14)
    for (const { method, path } of required) {
      for (const headers of [{}, withToken('x'), withToken(forged)]) {
        const answer = await at.ask(method, filledIn(path), undefined, headers)
        expect([path, answer.status, answer.json.error.code]).toEqual([path, 401, 'INVALID_CUSTOMER_TOKEN'])
      }
    }
    for (const { method, path } of operations.filter((each) => each.token === 'optional')) {
      expect((await at.ask(method, filledIn(path), undefined, withToken(forged))).status).toBe(401)
    }
  }, 60_000)

  test('an operator’s route is 403 for a publishable key, and unknown paths are 404 in these words', async () => {
    const of = (path: string, key: string) =>
      fetch(`${at.base}/v1${path}`, { headers: { authorization: `Bearer ${key}` } })
    expect(await (await of('/admin/orders', at.keys.live)).json()).toMatchObject({
      error: { type: 'permission_error', code: 'PERMISSION_DENIED' },
    })
    for (const [path, status] of [
      ['/admin/orders', 404],
      ['/storefront/nothing', 404],
      ['', 404],
    ] as const) {
      const answer = await of(path, at.keys.secret)
      expect([path, answer.status]).toEqual([path, status])
      expect(await answer.json()).toMatchObject({ error: { type: 'not_found', code: 'RESOURCE_NOT_FOUND' } })
    }
  })
})

describe('carts of sessions', () => {
  test('many creates at the same moment make one cart; created is 201, found 200', async () => {
    const session_id = crypto.randomUUID()
    const answers = await Promise.all(Array.from({ length: 20 }, () => at.ask('POST', '/carts', { session_id })))
    expect(new Set(answers.map(({ json }) => json.id)).size).toBe(1)
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 201])
  })

  test('strangers neither read nor change a customer’s cart, and its session begins anew', async () => {
    const [ada, eve] = [await account('ada@rows.example.com'), await account('eve@rows.example.com')]
    const session_id = crypto.randomUUID()
    const id = await cartOf({ session_id })
    const variant_id = await at.variant('PRODUCT-01-S')
    expect((await at.ask('PATCH', `/carts/${id}`, { customer_id: ada.id })).status).toBe(401)
    expect((await at.ask('PATCH', `/carts/${id}`, { customer_id: ada.id }, withToken(eve.token))).status).toBe(403)
    const owned = await at.ask('PATCH', `/carts/${id}`, { customer_id: ada.id }, withToken(ada.token))
    expect(owned.json.customer_id).toBe(ada.id)
    const tries = [
      ['GET', `/carts/${id}`, undefined],
      ['PATCH', `/carts/${id}`, { metadata: { mine: true } }],
      ['POST', `/carts/${id}/items`, { variant_id }],
      ['PATCH', `/carts/${id}/items/x`, { quantity: 1 }],
      ['DELETE', `/carts/${id}/items/x`, undefined],
      ['POST', `/carts/${id}/discounts`, { code: 'TENPERCENT' }],
      ['DELETE', `/carts/${id}/discounts/TENPERCENT`, undefined],
      ['POST', `/carts/${id}/checkout`, { email: 'e@example.com', shipping_address: home }],
      ['POST', `/carts/${id}/merge`, {}],
    ] as const
    for (const [method, path, body] of tries) {
      expect([path, (await at.ask(method, path, body)).status]).toEqual([path, 401])
      expect([path, (await at.ask(method, path, body, withToken(eve.token))).status]).toEqual([path, 404])
    }
    expect((await at.ask('GET', `/carts/by-session/${session_id}`)).status).toBe(404)
    expect((await at.ask('GET', `/carts/by-session/${session_id}`, undefined, withToken(ada.token))).json.id).toBe(id)
    const anew = await at.ask('POST', '/carts', { session_id })
    expect([anew.status, anew.json.id === id]).toEqual([201, false])
    const kept = await at.ask('GET', `/carts/${id}`, undefined, withToken(ada.token))
    expect(kept.json).toMatchObject({ session_id: null, items: [], metadata: {} })
  })
})

describe('merging', () => {
  test('without a body the path’s cart goes into the customer’s, or becomes it, as often as it is asked', async () => {
    const { id: customer_id, token } = await account('merge@rows.example.com')
    const variant_id = await at.variant('PRODUCT-01-S')
    const first = await cartOf({ session_id: crypto.randomUUID() })
    await at.ask('POST', `/carts/${first}/items`, { variant_id, quantity: 2 })
    const merge = (id: string) => at.ask('POST', `/carts/${id}/merge`, undefined, withToken(token))
    for (const answer of [await merge(first), await merge(first)])
      expect(answer.json).toMatchObject({ id: first, customer_id })
    const second = await cartOf({ session_id: crypto.randomUUID() })
    await at.ask('POST', `/carts/${second}/items`, { variant_id, quantity: 3 })
    await at.ask('POST', `/carts/${second}/items`, { variant_id, quantity: 1, metadata: { engraving: 'G' } })
    await at.ask('PATCH', `/carts/${second}`, { shipping_address: home })
    const [one, ...others] = await Promise.all([merge(second), merge(second), merge(second)])
    expect(one?.json).toMatchObject({ id: first, shipping_address: home })
    expect(
      one?.json.items.map(({ quantity, metadata }: { quantity: number; metadata: object }) => [quantity, metadata]),
    ).toEqual([
      [5, {}],
      [1, { engraving: 'G' }],
    ])
    for (const other of others) expect(other.text).toBe(one?.text ?? '')
    const elsewhere = await cartOf({ customer_id }, withToken(token))
    const again = await at.ask('POST', `/carts/${elsewhere}/merge`, { source_cart_id: second }, withToken(token))
    expect([again.status, again.json.error.code]).toEqual([409, 'CART_NOT_ACTIVE'])
  })
})

describe('live and test data', () => {
  test('are apart: carts, sessions, accounts and tokens', async () => {
    const test = { authorization: `Bearer ${at.keys.test}` }
    const session_id = crypto.randomUUID()
    const [live, tested] = [await cartOf({ session_id }), await cartOf({ session_id }, test)]
    expect(live).not.toBe(tested)
    expect((await at.ask('GET', `/carts/${tested}`)).status).toBe(404)
    expect((await at.ask('GET', `/carts/${live}`, undefined, test)).status).toBe(404)
    expect((await at.ask('GET', `/carts/by-session/${session_id}`, undefined, test)).json.id).toBe(tested)
    const email = 'both@rows.example.com'
    const [one, other] = [await account(email), await account(email, test)]
    expect(one.id).not.toBe(other.id)
    expect((await at.ask('GET', '/customers/me', undefined, { ...test, ...withToken(one.token) })).status).toBe(401)
    expect((await at.ask('GET', '/customers/me', undefined, { ...test, ...withToken(other.token) })).json.id).toBe(
      other.id,
    )
    expect((await fetch(`${at.base}/store/carts/${tested}`)).status).toBe(404)
  })
})

describe('an Idempotency-Key', () => {
  const keyed = (key: string) => ({ 'idempotency-key': key })

  test('gives the first answer again, whatever the body; refusals are not kept', async () => {
    const id = await cartOf()
    const variant_id = await at.variant('PRODUCT-01-S')
    const key = keyed('add-1')
    const refused = await at.ask('POST', `/carts/${id}/items`, { variant_id: 'nothing' }, key)
    expect(refused.status).toBe(404)
    const first = await at.ask('POST', `/carts/${id}/items`, { variant_id, quantity: 2 }, key)
    expect([first.status, first.headers.get('idempotency-key')]).toEqual([201, 'add-1'])
    const again = await at.ask('POST', `/carts/${id}/items`, { variant_id, quantity: 7 }, key)
    expect([again.status, again.text, again.headers.get('idempotent-replayed')]).toEqual([201, first.text, 'true'])
    expect((await at.ask('POST', `/carts/${id}/discounts`, { code: 'TENPERCENT' }, key)).status).toBe(422)
    const other = await at.ask('POST', `/carts/${await cartOf()}/items`, { variant_id, quantity: 1 }, key)
    expect(other.json.summary.total_quantity).toBe(1)
    expect((await at.ask('POST', `/carts/${id}/items`, { variant_id }, keyed('x'.repeat(256)))).status).toBe(400)
  })

  test('of a registration answers again with the same token, but never to another password', async () => {
    const body = { email: 'once@rows.example.com', password: 'opensesame' }
    const [first, again] = [
      await at.ask('POST', '/customer-auth/register', body, keyed('reg')),
      await at.ask('POST', '/customer-auth/register', body, keyed('reg')),
    ]
    expect([again.status, again.text]).toEqual([201, first.text])
    const guessed = await at.ask('POST', '/customer-auth/register', { ...body, password: 'x' }, keyed('reg'))
    expect(guessed.status).toBe(422)
    expect((await at.ask('POST', '/customer-auth/register', body)).json.error.code).toBe('EMAIL_ALREADY_EXISTS')
  })
})
