import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { expiryEveryMs } from '../../../src/commands/expiry.ts'
import { medusaRoutes } from '../../../src/dialects/medusa/medusa.ts'
import { createCodeGuesses } from '../../../src/http/code-guesses.ts'
import { sweep } from '../../checkout/sweeping.ts'
import { type BrinkDoor, jwtSecret, openBrinkDoor, startCheckout, type Visit } from './door.ts'

const dayMs = 86_400_000
const second = 1_000

let door: BrinkDoor
let visit: Visit
beforeAll(async () => {
  door = await openBrinkDoor()
  visit = await door.visit()
})
afterAll(() => door.close())

type Claims = Readonly<Record<string, unknown>>

const partsOf = (token: string) => token.split('.').map((part) => Buffer.from(part, 'base64url').toString())
const claimsOf = (token: string): Claims => JSON.parse(partsOf(token)[1] ?? '')
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token as anybody could write one, signed with a key of their own choice. */
function forged(
  claims: Claims,
  key = jwtSecret,
  header: Claims = { alg: 'HS256', typ: 'JWT' },
  hash = 'sha256',
): string {
  const text = `${encoded(header)}.${encoded(claims)}`
  const signature = new Bun.CryptoHasher(hash as 'sha256', key).update(text).digest('base64url')
  return `${text}.${signature}`
}

const read = (authorization?: string) =>
  door.call('GET /sessions', undefined, authorization === undefined ? {} : { authorization })

describe('what a token says', () => {
  test('the documented claims and no others, and that it ends thirty days after the start', () => {
    const start = door.clock.now() / second
    expect(claimsOf(visit.token)).toEqual({
      iss: 'brinkcommerce-shopper',
      iat: start,
      exp: start + 2_592_000,
      jti: visit.session.id,
      sessionId: visit.session.id,
      storeGroupId: 'DEMO',
      countryCode: 'DE',
      currencyCode: 'EUR',
      languageCode: 'en',
      isTaxIncludedInPrice: 'false',
    })
    expect(JSON.parse(partsOf(visit.token)[0] ?? '')).toEqual({ alg: 'HS256', typ: 'JWT' })
    expect(visit.session.jwt).toBe(visit.token)
  })

  test('a checkout’s names its checkout, and ends with the session', async () => {
    const other = await door.visit()
    door.clock.advance(second)
    await other.ok('POST /sessions/items', { productVariantId: 'PRODUCT-01-S', quantity: 1 })
    const { checkout, checkoutId } = await startCheckout(other)
    const session = claimsOf(other.token)
    expect(claimsOf(checkout.token)).toEqual({ ...session, iat: Number(session['iat']) + 1, checkoutId })
    const { token, jwt } = await checkout.ok('GET /sessions')
    expect([token, jwt]).toEqual([other.token, other.token])
  })

  test('it is the same each time the session is shown', async () => {
    door.clock.advance(90 * second)
    expect((await visit.ok('GET /sessions')).token).toBe(visit.token)
  })
})

describe('a token opens its session', () => {
  test.each([
    ['alone', (token: string) => token],
    ['after Bearer', (token: string) => `Bearer ${token}`],
    ['after bearer, in whichever case and with more spaces', (token: string) => `bEARER   ${token}`],
  ])('%s', async (_, spelled) => {
    const { status, json } = await read(spelled(visit.token))
    expect([status, json.id]).toEqual([200, visit.session.id])
  })

  test('and no other: what is done with it shows there alone', async () => {
    const other = await door.visit()
    await other.ok('POST /sessions/items', { productVariantId: 'PRODUCT-01-S', quantity: 3 })
    const { cart } = await other.ok('GET /sessions')
    expect((await visit.ok('GET /sessions')).cart.items).toEqual([])
    const stranger = await visit.call(`PUT /sessions/items/${cart.items[0].id}`, { quantity: 1 })
    const removal = await visit.call(`DELETE /sessions/items/${cart.items[0].id}`)
    expect([stranger.status, removal.status]).toEqual([404, 404])
    expect((await other.ok('GET /sessions')).cart.items[0].quantity).toBe(3)
  })

  test('a session’s token is none of a checkout', async () => {
    const { status, json } = await visit.call('GET /sessions/checkout')
    expect([status, json.error]).toEqual([403, 'forbidden'])
    expect((await visit.call('POST /sessions/checkout/complete')).status).toBe(403)
  })
})

describe('without a token', () => {
  test.each([
    ['no header', undefined],
    ['an empty one', ''],
    ['Bearer and nothing', 'Bearer '],
  ])('%s is 401', async (_, authorization) => {
    const { status, json } = await read(authorization)
    expect([status, json.error]).toEqual([401, 'unauthorized'])
  })

  test('starting a session needs none', async () => {
    expect((await door.visit()).session.id).toBeString()
  })
})

describe('refused with 403', () => {
  const good = () => claimsOf(visit.token)
  const altered = (change: Claims): string => {
    const [header, , signature] = visit.token.split('.')
    return `${header}.${encoded({ ...good(), ...change })}.${signature}`
  }
  test.each<readonly [string, () => string]>([
    ['no algorithm', () => `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(good())}.`],
    ['no algorithm, but a signature', () => forged(good(), jwtSecret, { alg: 'none', typ: 'JWT' })],
    ['another algorithm with the right key', () => forged(good(), jwtSecret, { alg: 'HS512', typ: 'JWT' }, 'sha512')],
    ['another key', () => forged(good(), 'another key')],
    ['an empty key', () => forged(good(), ' ')],
    ['no signature', () => visit.token.split('.').slice(0, 2).join('.')],
    ['half a signature', () => visit.token.slice(0, -20)],
    ['another session’s id', () => altered({ sessionId: crypto.randomUUID() })],
    ['a later end', () => altered({ exp: Number(good()['exp']) + 1 })],
    ['a checkout that nobody started', () => altered({ checkoutId: 'chk_1' })],
    ['another issuer, rightly signed', () => forged({ ...good(), iss: 'somebody' })],
    ['no issuer, rightly signed', () => forged({ ...good(), iss: undefined })],
    ['an audience, rightly signed', () => forged({ ...good(), aud: 'others' })],
    ['no end, rightly signed', () => forged({ ...good(), exp: undefined })],
    ['an id that is not the session’s, rightly signed', () => forged({ ...good(), jti: 'x' })],
    ['a session that never was, rightly signed', () => forged({ ...good(), sessionId: 'x', jti: 'x' })],
    ['words', () => 'let me in'],
    ['Basic', () => 'Basic YTpi'],
    ['very long', () => 'x'.repeat(100_000)],
  ])('%s', async (_, token) => {
    for (const spelled of [token(), `Bearer ${token()}`]) {
      const { status, json } = await read(spelled)
      expect(status).toBe(403)
      expect(json).toEqual({ requestId: expect.any(String), error: expect.any(String), message: expect.any(String) })
    }
  })

  test('the same claims, rightly signed, are the token itself', async () => {
    expect((await read(forged(good()))).status).toBe(200)
  })
})

test('a token of a Medusa customer opens no session, and a session’s token signs nobody in', async () => {
  const medusa = medusaRoutes(door.shop, {
    storeOrigins: [],
    jwtSecret,
    cookieSecret: 'cookie secret of tests',
    limitsAttempts: false,
    trustsProxy: false,
    codeGuesses: createCodeGuesses(false),
  })
  const ask = async (path: string, init: RequestInit) =>
    medusa.handle(new Request(`http://localhost/store${path}`, init))
  const body = JSON.stringify({ email: 'ada@peer.test', password: 'adapassword' })
  const signingIn = { method: 'POST', body, headers: { 'content-type': 'application/json' } }
  const { access_token } = (await (await ask('/auth/token', signingIn)).json()) as { access_token: string }
  const me = (token: string) => ask('/customers/me', { headers: { authorization: `Bearer ${token}` } })

  expect((await me(access_token)).status).toBe(200)
  expect((await me(visit.token)).status).toBe(401)
  for (const spelled of [access_token, `Bearer ${access_token}`]) expect((await read(spelled)).status).toBe(403)
})

describe('thirty days after the start', () => {
  test('whatever was changed since, the token and the session have ended, to the second', async () => {
    const old = await door.visit()
    const young = await door.visit()
    door.clock.advance(29 * dayMs)
    await old.ok('POST /sessions/items', { productVariantId: 'PRODUCT-01-S', quantity: 1 })
    const { expiresAt } = old.session
    expect(Date.parse(expiresAt)).toBe(door.clock.now() + dayMs)
    door.clock.advance(dayMs - second)
    expect((await old.call('GET /sessions')).status).toBe(200)

    door.clock.advance(second)
    for (const line of [
      'GET /sessions',
      'GET /sessions/shipping-methods',
      'POST /sessions/items',
      'PUT /sessions/attributes',
    ]) {
      const { status, json } = await old.call(line, line.startsWith('GET') ? undefined : {})
      expect([line, status, json.error]).toEqual([line, 403, 'session ended'])
    }
    expect((await young.call('GET /sessions')).status).toBe(403)
    expect((await door.visit()).session.cart.items).toEqual([])
  })

  test('a token that ended a second ago was good before, and is refused although it is remembered', async () => {
    const short = await door.visit()
    const end = Date.parse(short.session.expiresAt) / second
    const claims = { ...claimsOf(short.token), exp: end }
    door.clock.advance(end * second - door.clock.now() - second)
    expect((await read(forged(claims))).status).toBe(200)
    door.clock.advance(2 * second)
    expect((await read(forged(claims))).status).toBe(403)
  })

  test('expire-carts removes the session’s cart and what was started with it', async () => {
    const gone = await door.visit()
    await gone.ok('POST /sessions/items', { productVariantId: 'PRODUCT-01-S', quantity: 1 })
    const { checkoutId } = await startCheckout(gone)
    const left = () =>
      door.shop.store.read((books) => [books.cartOfVisit(gone.session.id)?.sessionId, books.draft(checkoutId)?.id])
    door.clock.advance(30 * dayMs - 1)
    await sweep(door)
    expect(await left()).toEqual([gone.session.id, checkoutId])
    door.clock.advance(expiryEveryMs)
    await sweep(door)
    expect(await left()).toEqual([undefined, undefined])
  })
})
