import { afterAll, beforeAll, expect, test } from 'bun:test'
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { jwtSecret, openTarget, type Target } from './target.ts'

const day = 24 * 3600

/** What an attacker may have got hold of: a key pair of their own, or the public half of anybody's. */
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()

let target: Target
let adaId: string
let good: string
beforeAll(async () => {
  target = await openTarget()
  good = (target.ada['authorization'] ?? '').slice('Bearer '.length)
  adaId = claimsIn(good)['customer_id'] as string
}, 60_000)
afterAll(() => target.close())

function claimsIn(token: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}

const seconds = () => Math.floor(Date.now() / 1000)

/** A token as the shop itself makes it, but for what is said otherwise. */
function made(claims: object = {}, header: object = {}, secret: string = jwtSecret): string {
  const said = { customer_id: adaId, domain: 'store', iat: seconds(), exp: seconds() + day, ...claims }
  const text = `${encoded({ alg: 'HS256', typ: 'JWT', ...header })}.${encoded(said)}`
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}

function signedByKey(header: object): string {
  const text = `${encoded({ alg: 'RS256', typ: 'JWT', ...header })}.${encoded({ ...claimsIn(made()) })}`
  return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`
}

async function statusWith(token: string): Promise<number> {
  return (await target.call('GET', '/store/customers/me', undefined, { authorization: `Bearer ${token}` })).status
}

test('a token made as the shop makes it is taken, so that what follows is refused for one reason alone', async () => {
  expect(await statusWith(good)).toBe(200)
  expect(await statusWith(made())).toBe(200)
})

const forged: readonly (readonly [string, () => string])[] = [
  ['alg none', () => `${encoded({ alg: 'none' })}.${made().split('.')[1]}.`],
  ['alg NONE in other letters', () => `${encoded({ alg: 'nOnE' })}.${made().split('.')[1]}.`],
  ['no signature', () => made().replace(/[^.]*$/, '')],
  ['RS256 with a key of one’s own', () => signedByKey({})],
  ['RS256 with the key in the token', () => signedByKey({ jwk: publicKey.export({ format: 'jwk' }) })],
  [
    'RS256 with a key to fetch',
    () => signedByKey({ jku: `${target.base}/keys`, x5u: `${target.base}/cert`, kid: '1' }),
  ],
  ['HS256 with a public key as the secret', () => made({}, {}, publicPem)],
  ['another secret', () => made({}, {}, 'another secret')],
  ['an empty secret', () => made({}, {}, '')],
  ['a kid that is a path, with what stands there', () => made({}, { kid: '../../../../dev/null' }, '')],
  ['a kid that is SQL', () => made({}, { kid: "x' union select 'known" }, 'known')],
  ['an end one second ago', () => made({ exp: seconds() - 1 })],
  ['no end', () => made({ exp: undefined })],
  ['an end that is no number', () => made({ exp: `${seconds() + day}` })],
  ['a beginning that is to come', () => made({ nbf: seconds() + 60 })],
  ['another audience', () => made({ aud: 'admin' })],
  ['another issuer', () => made({ iss: 'brinkcommerce-shopper' })],
  ['the purpose of letting orders be taken over', () => made({ domain: 'order-claim', claimingCustomerId: adaId })],
  ['the purpose of an operator', () => made({ domain: 'admin', user_id: adaId })],
  ['a session of another door', () => made({ domain: undefined, sessionId: 'ses_1', jti: 'ses_1' })],
  ['nobody', () => made({ customer_id: '' })],
  ['an object for an id', () => made({ customer_id: { $ne: null } })],
]

test.each(forged)('a token with %s opens nothing', async (_, make) => {
  const token = make()
  expect([await statusWith(token), await statusWith(token)]).toEqual([401, 401])
})

test('a token is good for what it was made for, and nothing else', async () => {
  const confirm = (token: string) => target.call('POST', '/store/orders/customer/confirm', { token })
  const reset = (token: string) => {
    const body = { email: 'ada@peer.test', token, password: 'a thief’s' }
    return target.call('POST', '/store/customers/password-reset', body)
  }
  const claim = made({ domain: 'order-claim', claimingCustomerId: adaId, email: 'x@peer.test', orders: [] })
  expect((await confirm(claim)).status).toBe(200)
  expect((await confirm(good)).status).toBe(400)
  expect((await confirm(made({ claimingCustomerId: adaId, email: 'x@peer.test', orders: [] }))).status).toBe(400)
  expect((await reset(good)).status).toBe(401)
  expect((await reset(claim)).status).toBe(401)
  for (const token of [good, claim]) {
    const authorization = `Bearer ${token}`
    expect((await target.call('GET', '/admin/checkouts', undefined, { authorization })).status).toBe(401)
    expect([401, 403]).toContain((await target.call('GET', '/sessions', undefined, { authorization })).status)
  }
  expect((await target.call('POST', '/store/auth', { email: 'ada@peer.test', password: 'adapassword' })).status).toBe(
    200,
  )
})

test('a cookie that was made up opens nothing', async () => {
  const signed = await target.call('POST', '/store/auth', { email: 'ada@peer.test', password: 'adapassword' })
  const cookie = signed.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const [name = '', value = ''] = cookie.split('=')
  expect((await target.call('GET', '/store/customers/me', undefined, { cookie })).status).toBe(200)
  const stranger = `s%3A${'A'.repeat(43)}.${createHmac('sha256', 'guessed').update('A'.repeat(43)).digest('base64').replace('=', '')}`
  const cookies = [stranger, value.slice(0, -4), `${value}AAAA`, good, '', 's%3A', '%', 'null', adaId]
  for (const one of cookies) {
    const { status } = await target.call('GET', '/store/customers/me', undefined, { cookie: `${name}=${one}` })
    expect([one, status]).toEqual([one, 401])
  }
})
