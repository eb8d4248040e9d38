import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { createPasswords, type Passwords } from '../../src/commands/passwords.ts'
import { hashOfSecret, newSecret } from '../../src/commands/secrets.ts'
import { beginSession, customerOfSession, endSession, sessionMs, sessionsMax } from '../../src/commands/sessions.ts'
import { signIn } from '../../src/commands/sign-in.ts'
import { Refusal } from '../../src/refusal.ts'
import { openStockedShop, type StockedShop } from '../support/shop.ts'

const ada = { email: 'ada@peer.test', password: 'adapassword' }
const passwords = createPasswords()

let stocked: StockedShop

beforeAll(async () => {
  stocked = await openStockedShop()
})

afterAll(() => stocked.close())

async function codeOf(doing: Promise<unknown>): Promise<string | null> {
  try {
    await doing
    return null
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

describe('passwords', () => {
  test('are argon2id with 19 MiB and two passes, and each hash is another', async () => {
    const [first, second] = await Promise.all([passwords.hash('secret'), passwords.hash('secret')])
    expect(first).toStartWith('$argon2id$v=19$m=19456,t=2,p=1$')
    expect(second).not.toBe(first)
    expect(await passwords.matches('secret', first)).toBe(true)
    expect(await passwords.matches('Secret', first)).toBe(false)
  })

  test('take as long to be found wrong where there is none to compare with', async () => {
    const hash = await passwords.hash('secret')
    const msFor = async (against: string | null): Promise<number> => {
      const begun = performance.now()
      for (let times = 0; times < 10; times += 1) await passwords.matches('guess', against)
      return performance.now() - begun
    }
    await msFor(null)
    const [known, unknown] = [await msFor(hash), await msFor(null)]
    // Without a comparison it would be a thousandth.
    expect(unknown).toBeGreaterThan(known / 3)
    expect(await passwords.matches('', null)).toBe(false)
  })

  test('have a length', async () => {
    for (const wrong of ['', 'x'.repeat(1025), 'ü'.repeat(600)]) {
      expect(await codeOf(passwords.hash(wrong))).toBe('body-invalid')
    }
    expect(await codeOf(passwords.hash('x'.repeat(1024)))).toBeNull()
  })

  test('are looked at so many at once; who comes when too many wait is told to come again', async () => {
    const one = createPasswords(1)
    const codes = await Promise.all(Array.from({ length: 110 }, () => codeOf(one.matches('x', null))))
    expect(codes.filter((code) => code === 'not-ready')).toHaveLength(9)
    expect(await codeOf(one.matches('x', null))).toBeNull()
  }, 60_000)

  test('are in turn: whoever came first is served first', async () => {
    const one = createPasswords(1)
    const served: number[] = []
    const coming = [0, 1, 2, 3, 4].map(async (place) => {
      await one.matches('x', null)
      served.push(place)
    })
    await Promise.all(coming)
    expect(served).toEqual([0, 1, 2, 3, 4])
  })
})

describe('sessions', () => {
  async function signedInSession(): Promise<string> {
    const idHash = hashOfSecret(newSecret())
    await beginSession(stocked.shop, await signIn(stocked.shop, passwords, ada), idHash)
    return idHash
  }

  test('know their customer until they end', async () => {
    const session = await signedInSession()
    expect(await customerOfSession(stocked.shop, session)).toStartWith('cus_')
    expect(await customerOfSession(stocked.shop, hashOfSecret(newSecret()))).toBeNull()
    await endSession(stocked.shop, session)
    expect(await customerOfSession(stocked.shop, session)).toBeNull()
  })

  test('that are over are gone from the table with the next sign-in', async () => {
    const session = await signedInSession()
    stocked.clock.advance(sessionMs)
    await signedInSession()
    expect(await stocked.shop.store.read((books) => books.session(session))).toBeNull()
  })

  test('of one customer have a number; the oldest makes room', async () => {
    const known = await signIn(stocked.shop, passwords, ada)
    const begin = async (): Promise<string> => {
      const idHash = hashOfSecret(newSecret())
      await beginSession(stocked.shop, known, idHash)
      return idHash
    }
    const first = await begin()
    for (let count = 1; count < sessionsMax; count += 1) await begin()
    expect(await customerOfSession(stocked.shop, first)).not.toBeNull()
    const last = await begin()
    expect(await customerOfSession(stocked.shop, first)).toBeNull()
    expect(await customerOfSession(stocked.shop, last)).not.toBeNull()
  })

  test('do not begin with a password that was changed while it was looked at', async () => {
    const slow: Passwords = {
      ...passwords,
      async matches(password, hash) {
        const isRight = await passwords.matches(password, hash)
        await changePassword('another')
        return isRight
      },
    }
    const known = await signIn(stocked.shop, slow, ada)
    expect(await codeOf(beginSession(stocked.shop, known, hashOfSecret(newSecret())))).toBe('unauthorized')
    expect(await codeOf(signIn(stocked.shop, passwords, ada))).toBe('unauthorized')
  })

  async function changePassword(password: string): Promise<void> {
    const passwordHash = await passwords.hash(password)
    await stocked.shop.store.change((books) => {
      const customer = books.customerByEmail(ada.email, true)
      if (!customer) throw new Error('Ada has an account')
      return { result: null, changes: [{ kind: 'save-customer', customer: { ...customer, passwordHash } }] }
    })
  }
})
