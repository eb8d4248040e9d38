import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { brinkOperations } from '../../../src/dialects/brink/brink.ts'
import { createSessionTokens } from '../../../src/dialects/brink/session-token.ts'
import { createCodeGuesses } from '../../../src/http/code-guesses.ts'
import { type BrinkDoor, jwtSecret, openBrinkDoor, startCheckout, type Visit } from './door.ts'

let door: BrinkDoor
let visit: Visit
let checkout: Visit
let lines: readonly string[]
beforeAll(async () => {
  door = await openBrinkDoor()
  visit = await door.visit()
  await visit.ok('POST /sessions/items', { productVariantId: 'PRODUCT-01-S', quantity: 1 })
  const started = await startCheckout(visit)
  checkout = started.checkout
  const operations = brinkOperations({
    shop: door.shop,
    tokens: createSessionTokens(jwtSecret, door.shop.now),
    codeGuesses: createCodeGuesses(false),
    trustsProxy: false,
    requestId: () => '',
  })
  lines = operations.map(({ method, path }) => `${method} ${path}`)
})
afterAll(() => door.close())

const inBrinksWords = { requestId: expect.any(String), error: expect.any(String), message: expect.any(String) }

const filled = (line: string, part = 'x') => line.replaceAll(/:[a-z_]+/g, part)

describe('what is not there', () => {
  test.each([
    'GET /sessions/nothing',
    'GET /shopper',
    'GET /shopper/nothing',
    'POST /shopper/sessions',
    'PATCH /sessions',
    'DELETE /sessions/items',
    'GET /sessions/start',
    'GET /prices',
    'POST /prices/product-parents/x/store-groups/DEMO/markets/DE',
    'GET /stocks/x',
    'GET /shopper/sessions/items/%E0%A4%A',
  ])('%s is 404 in Brink’s words', async (line) => {
    const { status, json, headers } = await visit.call(line)
    expect([status, json]).toEqual([404, { ...inBrinksWords, error: 'not found' }])
    expect(headers.get('content-type')).toStartWith('application/json')
  })
})

describe('every call', () => {
  test('wants a token, but for starting, prices and stocks', async () => {
    const open = []
    for (const line of lines) {
      const { status } = await door.call(filled(line), line.startsWith('GET') ? undefined : {})
      if (status !== 401) open.push(line)
    }
    expect(open.toSorted()).toEqual([
      'GET /prices/product-parents/:id/store-groups/:store_group/markets/:country',
      'GET /stocks/product-parents/:id/store-groups/:store_group/markets/:country',
      'POST /sessions/start',
    ])
  })

  test.each([
    ['broken JSON', '{"a":', 400],
    ['a list', '[]', 400],
    ['text', '"x"', 400],
    ['too much', `{"a":"${'x'.repeat(110_000)}"}`, 413],
    ['too deep', `${'['.repeat(40)}${']'.repeat(40)}`, 400],
  ])('refuses %s, or does without a body', async (what, body, expected) => {
    const isWellFormed = what === 'a list' || what === 'text'
    for (const line of lines.filter((each) => !each.startsWith('GET') && !each.includes('/complete'))) {
      const { status, json } = await door.send(filled(line), body, { authorization: checkout.token })
      if (isWellFormed && line.startsWith('DELETE')) continue
      expect([line, status, json]).toEqual([line, expected, inBrinksWords])
    }
  })

  test('refuses a body that is not called JSON, and a key that is none', async () => {
    const { token: authorization } = visit
    const form = { authorization, 'content-type': 'text/plain' }
    expect((await door.send('POST /sessions/items', '{}', form)).status).toBe(400)
    const long = { authorization, 'idempotency-key': 'k'.repeat(256) }
    expect((await door.send('POST /sessions/items', '{}', long)).status).toBe(400)
  })

  test('answers whatever it is sent, and never with 500', async () => {
    const words = ['id', 'itemId', 'productVariantId', 'quantity', 'code', 'discountCode', 'paymentProvider', 'data']
    const more = [
      'storeGroupId',
      'countryCode',
      'languageCode',
      'currencyCode',
      'email',
      'city',
      'name',
      'customAttributes',
    ]
    const value = fc.oneof(
      fc.constantFrom(
        'DEMO',
        'DE',
        'en',
        'PRODUCT-01-S',
        'manual',
        'TENPERCENT',
        'GCEU1000',
        0,
        1,
        -1,
        1e308,
        null,
        '__proto__',
      ),
      fc.jsonValue({ maxDepth: 2 }),
    )
    const body = fc.oneof(
      fc.dictionary(fc.constantFrom(...words, ...more), value, { maxKeys: 6 }),
      fc.jsonValue({ maxDepth: 3 }),
    )
    const part = fc.oneof(fc.constantFrom('x', '%00', '%2F', '..', '%F0%9F%92%A9', 'null'), fc.uuid())
    const line = fc.constantFrom(...lines.filter((each) => !each.includes('/complete')))
    await fc.assert(
      fc.asyncProperty(line, part, body, fc.boolean(), async (to, name, sent, isCheckout) => {
        const { token: authorization } = isCheckout ? checkout : visit
        const text = to.startsWith('GET') ? null : JSON.stringify(sent)
        const { status, json } = await door.send(filled(to, name), text, { authorization })
        expect(status).toBeLessThan(500)
        if (status !== 200) expect(json).toEqual(inBrinksWords)
      }),
      { numRuns: 600 },
    )
    expect((await visit.call('GET /sessions')).status).toBe(200)
  }, 60_000)
})
