import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { type Answered, type MedusaDoor, openMedusaDoor } from './door.ts'
import { ada, bob } from './people.ts'

let door: MedusaDoor

beforeEach(async () => {
  door = await openMedusaDoor({ limitsAttempts: true, trustsProxy: true })
})

afterEach(() => door.close())

function from(address: string): Readonly<Record<string, string>> {
  return { 'x-forwarded-for': address }
}

function signingIn(email: string, password: string, address: string, path = '/auth'): Promise<Answered> {
  return door.call('POST', path, { email, password }, from(address))
}

async function countUntilLimited(attempt: (count: number) => Promise<Answered>): Promise<number> {
  for (let count = 0; count < 200; count += 1) if ((await attempt(count)).status === 429) return count
  return 200
}

describe('guessing passwords', () => {
  test('of one account ends after ten tries, whoever guesses and at whichever door', async () => {
    const guess = (count: number) =>
      signingIn(ada.email, `guess ${count}`, `192.0.2.${count}`, count % 2 ? '/auth' : '/auth/token')
    expect(await countUntilLimited(guess)).toBe(10)
    const limited = await signingIn('ADA@peer.test', ada.password, '198.51.100.1')
    expect(limited.status).toBe(429)
    expect(limited.json).toMatchObject({ type: 'not_allowed', message: expect.stringContaining('Too many tries') })
    const seconds = Number(limited.headers.get('retry-after'))
    expect(seconds).toBeGreaterThan(200)
    expect(seconds).toBeLessThanOrEqual(300)
  })

  test('of an e-mail without an account ends just so', async () => {
    const guess = (count: number) => signingIn('nobody@peer.test', 'x', `192.0.2.${count}`)
    expect(await countUntilLimited(guess)).toBe(10)
  })

  test('of many accounts ends for the one who guesses, and for nobody else', async () => {
    const guess = (count: number) => signingIn(`somebody${count}@peer.test`, 'password', '192.0.2.1')
    expect(await countUntilLimited(guess)).toBe(60)
    expect((await signingIn(ada.email, ada.password, '192.0.2.1')).status).toBe(429)
    expect((await signingIn(ada.email, ada.password, '192.0.2.2')).status).toBe(200)
  }, 30_000)

  test('cannot be gone on with by making up who asks: only what the proxy itself saw counts', async () => {
    const look = (count: number) =>
      door.call('GET', `/auth/a${count}@peer.test`, undefined, from(`203.0.113.${count}, 192.0.2.1`))
    expect(await countUntilLimited(look)).toBe(120)
  })

  test('all at the same moment brings no more tries', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, (_, at) => signingIn(ada.email, `guess ${at}`, '::1')))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(30)
  })
})

test('a storefront’s server signs everybody in whose password is right, however many there are', async () => {
  for (let count = 0; count < 62; count += 1) {
    expect((await signingIn(ada.email, ada.password, '192.0.2.1')).status).toBe(200)
  }
}, 30_000)

test('without a proxy to be trusted, what a header says counts for nothing', async () => {
  const open = await openMedusaDoor({ limitsAttempts: true, trustsProxy: false })
  const limited = await countUntilLimited((count) =>
    open.call('GET', `/auth/somebody${count}@peer.test`, undefined, from(`192.0.2.${count}`)),
  )
  expect(limited).toBe(120)
  await open.close()
})

describe('so do other things that could be tried out', () => {
  test('password tokens, which are mailed: three per e-mail', async () => {
    const ask = (count: number) =>
      door.call('POST', '/customers/password-token', { email: ada.email }, from(`192.0.2.${count}`))
    expect(await countUntilLimited(ask)).toBe(3)
  })

  test('resets', async () => {
    const body = { email: ada.email, password: 'x' }
    const guess = (count: number) =>
      door.call('POST', '/customers/password-reset', { ...body, token: `${count}` }, from(`192.0.2.${count}`))
    expect(await countUntilLimited(guess)).toBe(10)
  })

  test('which e-mails have accounts', async () => {
    const look = (count: number) => door.call('GET', `/auth/a${count}@peer.test`, undefined, from('192.0.2.1'))
    expect(await countUntilLimited(look)).toBe(120)
  })

  test('accounts', async () => {
    const register = () => door.call('POST', '/customers', bob, from('192.0.2.1'))
    expect(await countUntilLimited(register)).toBe(60)
  }, 30_000)
})

test('carts are not limited by any of this', async () => {
  await countUntilLimited((count) => signingIn(ada.email, `guess ${count}`, '192.0.2.1'))
  expect((await door.call('POST', '/carts', {}, from('192.0.2.1'))).status).toBe(200)
})
