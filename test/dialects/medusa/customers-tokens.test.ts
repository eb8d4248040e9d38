import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { jwtSecret, type MedusaDoor, openMedusaDoor } from './door.ts'
import { ada, bearer, textAt } from './people.ts'

const day = 24 * 3600

let door: MedusaDoor
let adaId: string

beforeAll(async () => {
  door = await openMedusaDoor()
  adaId = textAt(await door.call('GET', '/customers/me', undefined, await bearer(door)), 'customer', 'id')
})

afterAll(() => door.close())

interface Made {
  readonly claims?: object
  readonly header?: object
  readonly secret?: string
  readonly hash?: 'sha256' | 'sha512'
}

/** A token as anybody could make one; by default just like one of the shop's. */
function made({ claims = {}, header = {}, secret = jwtSecret, hash = 'sha256' }: Made = {}): string {
  const iat = Math.floor(door.clock.now() / 1000)
  const said = { customer_id: adaId, domain: 'store', iat, exp: iat + day, ...claims }
  const text = [{ alg: 'HS256', typ: 'JWT', ...header }, said].map(encoded).join('.')
  return `${text}.${new Bun.CryptoHasher(hash, secret).update(text).digest('base64url')}`
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}

async function statusWith(authorization: string): Promise<number> {
  return (await door.call('GET', '/customers/me', undefined, { authorization })).status
}

describe('a token that the shop takes', () => {
  test('says what Medusa says, and no more', async () => {
    const { authorization = '' } = await bearer(door)
    const [header, claims] = authorization
      .slice('Bearer '.length)
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()))
    expect(header).toEqual({ alg: 'HS256', typ: 'JWT' })
    expect(claims).toEqual({ customer_id: adaId, domain: 'store', iat: expect.any(Number), exp: expect.any(Number) })
    expect(claims.exp).toBe(Math.floor(door.clock.now() / 1000) + 30 * day)
  })

  test('is signed with the secret itself', async () => {
    expect(await statusWith(`Bearer ${made()}`)).toBe(200)
    expect(await statusWith(`bearer ${made()}`)).toBe(200)
  })
})

describe('a token is refused', () => {
  const now = () => Math.floor(door.clock.now() / 1000)
  const cases: readonly (readonly [string, () => string])[] = [
    ['without a signature', () => `${made().split('.').slice(0, 2).join('.')}.`],
    ['with alg none', () => `${encoded({ alg: 'none', typ: 'JWT' })}.${made().split('.')[1]}.`],
    ['that says alg none and is signed', () => made({ header: { alg: 'none' } })],
    ['signed with another secret', () => made({ secret: 'another' })],
    ['signed with no secret', () => made({ secret: '' })],
    ['signed with HS512', () => made({ header: { alg: 'HS512' }, hash: 'sha512' })],
    ['that says RS256', () => made({ header: { alg: 'RS256' } })],
    ['with an extension that we do not know', () => made({ header: { crit: ['x'], x: 1 } })],
    ['that is over', () => made({ claims: { exp: now() } })],
    ['that never ends', () => made({ claims: { exp: undefined } })],
    ['that begins later', () => made({ claims: { nbf: now() + 60 } })],
    ['of another issuer', () => made({ claims: { iss: 'https://elsewhere.example' } })],
    ['for another audience', () => made({ claims: { aud: 'elsewhere' } })],
    ['for several audiences', () => made({ claims: { aud: ['store', 'elsewhere'] } })],
    ['of an administrator', () => made({ claims: { domain: 'admin' } })],
    ['of no domain', () => made({ claims: { domain: undefined } })],
    ['of nobody', () => made({ claims: { customer_id: undefined } })],
    ['of somebody unknown', () => made({ claims: { customer_id: 'cus_nope' } })],
    ['of several people', () => made({ claims: { customer_id: [adaId] } })],
    ['of another generation', () => made({ claims: { generation: 1 } })],
    ['that is none', () => 'abc.def.ghi'],
    ['that is endless', () => `${made()}${'A'.repeat(5000)}`],
  ]
  test.each(cases)('%s', async (_, make) => {
    const token = make()
    expect(await statusWith(`Bearer ${token}`)).toBe(401)
    // The second time it would come from memory.
    expect(await statusWith(`Bearer ${token}`)).toBe(401)
  })

  test('with any one letter changed, also after the right one was seen', async () => {
    const token = made()
    expect(await statusWith(`Bearer ${token}`)).toBe(200)
    for (let at = 0; at < token.length - 1; at += 7) {
      if (token[at] === '.') continue
      const changed = `${token.slice(0, at)}${token[at] === 'x' ? 'y' : 'x'}${token.slice(at + 1)}`
      expect(await statusWith(`Bearer ${changed}`)).toBe(401)
    }
  })

  test('under another scheme', async () => {
    expect(await statusWith(`Basic ${made()}`)).toBe(401)
    expect(await statusWith(made())).toBe(401)
  })

  test('when it is over, also after it was good', async () => {
    const token = made({ claims: { exp: now() + 60 } })
    expect(await statusWith(`Bearer ${token}`)).toBe(200)
    door.clock.advance(60_000)
    expect(await statusWith(`Bearer ${token}`)).toBe(401)
  })
})

test('on a cart, whoever sends a token that is refused is a guest', async () => {
  const answer = await door.call('POST', '/carts', {}, { authorization: 'Bearer abc.def.ghi' })
  expect(answer.json).toMatchObject({ cart: { customer_id: null, email: null } })
  const own = await door.call('POST', '/carts', {}, { authorization: `Bearer ${made()}` })
  expect(own.json).toMatchObject({ cart: { customer_id: adaId, email: ada.email } })
})
