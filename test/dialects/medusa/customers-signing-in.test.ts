import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type MedusaDoor, openMedusaDoor } from './door.ts'
import { ada, bearer, bob, cookieOf, signIn } from './people.ts'

const shopPage = 'https://shop.example'

let door: MedusaDoor

beforeAll(async () => {
  door = await openMedusaDoor({ storeOrigins: [shopPage] })
})

afterAll(() => door.close())

describe('a browser', () => {
  test('is signed in by its cookie, and no longer after logging out', async () => {
    const login = await door.call('POST', '/auth', ada)
    expect(login.json).toMatchObject({ customer: { email: ada.email, orders: [], shipping_addresses: [] } })
    expect(login.text).not.toContain('argon2')
    const cookie = cookieOf(login)
    expect((await door.call('GET', '/auth', undefined, cookie)).json).toMatchObject({ customer: { email: ada.email } })
    const out = await door.call('DELETE', '/auth', undefined, cookie)
    expect([out.status, out.text]).toEqual([200, 'OK'])
    expect(out.headers.getSetCookie()[0]).toStartWith('connect.sid=; Path=/; Expires=Thu, 01 Jan 1970')
    const after = await door.call('GET', '/auth', undefined, cookie)
    expect([after.status, after.text]).toEqual([401, 'Unauthorized'])
  })

  test('keeps a cookie that no script can read, for ten hours', async () => {
    const [line = ''] = (await door.call('POST', '/auth', ada)).headers.getSetCookie()
    expect(line).toMatch(/^connect\.sid=s%3A[\w%-]+\.[\w%-]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/)
    const expires = Date.parse(/Expires=([^;]+)/.exec(line)?.[1] ?? '')
    expect(expires).toBe(door.clock.now() + 10 * 3_600_000)
  })

  test('is a stranger again when the ten hours are over', async () => {
    const cookie = await signIn(door)
    door.clock.advance(10 * 3_600_000 - 1)
    expect((await door.call('GET', '/customers/me', undefined, cookie)).status).toBe(200)
    door.clock.advance(1)
    expect((await door.call('GET', '/customers/me', undefined, cookie)).status).toBe(401)
  })

  test('that signs in anew gets another cookie, and the old one is worth nothing', async () => {
    const first = await signIn(door)
    const second = cookieOf(await door.call('POST', '/auth', ada, first))
    expect(second).not.toEqual(first)
    expect((await door.call('GET', '/auth', undefined, first)).status).toBe(401)
    expect((await door.call('GET', '/auth', undefined, second)).status).toBe(200)
  })

  test('with a cookie that was made up or altered is a stranger', async () => {
    const { cookie = '' } = await signIn(door)
    const [name, value = ''] = cookie.split('=')
    const last = value.at(-1) === 'A' ? 'B' : 'A'
    const wrong = [
      `${name}=${value.slice(0, -1)}${last}`,
      `${name}=${value.replace('s%3A', 's%3AA')}`,
      `${name}=${value.split('.')[0]}`,
      `${name}=%`,
      `${name}=`,
      `x${cookie}`,
    ]
    for (const made of wrong) {
      expect((await door.call('GET', '/auth', undefined, { cookie: made })).status).toBe(401)
    }
    const among = { cookie: `a=b; ${name}=rubbish; ${cookie}; c=d` }
    expect((await door.call('GET', '/auth', undefined, among)).status).toBe(200)
  })

  test('is not listened to when a page of somebody else is behind the request', async () => {
    const cookie = await signIn(door)
    const status = async (more: Readonly<Record<string, string>>) =>
      (await door.call('GET', '/customers/me', undefined, { ...cookie, ...more })).status
    expect(await status({ origin: shopPage })).toBe(200)
    expect(await status({ origin: 'http://localhost', host: 'localhost' })).toBe(200)
    expect(await status({ origin: 'https://evil.example' })).toBe(401)
    expect(await status({ origin: 'null' })).toBe(401)
    expect(await status({ 'sec-fetch-site': 'cross-site' })).toBe(401)
    expect(await status({ 'sec-fetch-site': 'same-origin' })).toBe(200)
    expect(await status({ 'sec-fetch-site': 'cross-site', origin: shopPage })).toBe(200)
  })
})

describe('behind a proxy that speaks https', () => {
  test('the cookie is for https only and for the storefront elsewhere; without trust in the proxy it is not', async () => {
    const behind = await openMedusaDoor({ trustsProxy: true })
    const cookieLine = async (at: MedusaDoor) =>
      (await at.call('POST', '/auth', ada, { 'x-forwarded-proto': 'https' })).headers.getSetCookie()[0]
    expect(await cookieLine(behind)).toEndWith('; HttpOnly; Secure; SameSite=None')
    expect(await cookieLine(door)).toEndWith('; HttpOnly; SameSite=Lax')
    await behind.close()
  })
})

describe('who may come in', () => {
  test('a wrong password and an unknown e-mail get the same answer', async () => {
    const wrong = await door.call('POST', '/auth', { ...ada, password: 'wrong' })
    const unknown = await door.call('POST', '/auth', { email: 'nobody@peer.test', password: 'wrong' })
    expect([wrong.status, wrong.text]).toEqual([401, 'Unauthorized'])
    expect([unknown.status, unknown.text]).toEqual([401, 'Unauthorized'])
    expect(Object.fromEntries(unknown.headers)).toEqual(Object.fromEntries(wrong.headers))
    expect((await door.call('POST', '/auth/token', { ...ada, password: 'wrong' })).status).toBe(401)
  })

  test('a guest who once gave an e-mail has no account with it', async () => {
    await door.call('POST', `/carts/${await door.cart()}`, { email: 'guest@example.com' })
    expect((await door.call('GET', '/auth/guest@example.com')).json).toEqual({ exists: false })
    expect((await door.call('POST', '/auth', { email: 'guest@example.com', password: 'x' })).status).toBe(401)
    expect((await door.call('GET', `/auth/${encodeURIComponent('ADA@peer.test')}`)).json).toEqual({ exists: true })
  })

  test('an e-mail is the same in capitals', async () => {
    expect((await door.call('POST', '/auth', { ...ada, email: 'Ada@PEER.test' })).status).toBe(200)
  })

  test('a body that is none is refused before anything is looked up', async () => {
    const refused = await door.call('POST', '/auth', { email: 'not-an-email' })
    expect(refused.status).toBe(400)
    expect(refused.json).toMatchObject({ message: 'email must be an email, password should not be empty' })
    for (const password of ['', null]) {
      const empty = await door.call('POST', '/auth/token', { ...ada, password })
      expect(empty.json).toMatchObject({ message: 'password should not be empty' })
    }
  })

  test('what no password can be is a wrong one', async () => {
    for (const password of ['x'.repeat(5000), 7, true, {}, { a: 1 }, [], ['x']]) {
      for (const path of ['/auth', '/auth/token']) {
        const { status, text } = await door.call('POST', path, { email: ada.email, password })
        expect([status, text]).toEqual([401, 'Unauthorized'])
      }
    }
  })
})

describe('an access token', () => {
  test('is good for thirty days, wherever a cookie is', async () => {
    const token = await bearer(door)
    expect((await door.call('GET', '/auth', undefined, token)).status).toBe(200)
    expect((await door.call('GET', '/customers/me', undefined, token)).json).toMatchObject({
      customer: { email: ada.email },
    })
    door.clock.advance(30 * 24 * 3_600_000 - 1000)
    expect((await door.call('GET', '/customers/me', undefined, token)).status).toBe(200)
    door.clock.advance(1000)
    expect((await door.call('GET', '/customers/me', undefined, token)).status).toBe(401)
  })

  test('goes on being good after another browser logged out', async () => {
    const token = await bearer(door)
    await door.call('DELETE', '/auth', undefined, await signIn(door))
    expect((await door.call('GET', '/auth', undefined, token)).status).toBe(200)
  })
})

test('many who sign in at once do not keep a cart waiting', async () => {
  const cart = await door.cart('PRODUCT-01-S')
  let signedIn = 0
  const logins = Array.from({ length: 24 }, () => door.call('POST', '/auth', ada).then(() => (signedIn += 1)))
  await Bun.sleep(1)
  for (let times = 0; times < 3; times += 1) expect((await door.call('GET', `/carts/${cart}`)).status).toBe(200)
  expect(signedIn).toBeLessThan(12)
  await Promise.all(logins)
  expect(signedIn).toBe(24)
})

test('a new password signs other browsers out, not this one', async () => {
  const eve = { ...bob, email: 'eve@peer.test' }
  const here = cookieOf(await door.call('POST', '/customers', eve))
  const there = await signIn(door, eve)
  expect((await door.call('POST', '/customers/me', { password: 'newpassword' }, here)).status).toBe(200)
  expect((await door.call('GET', '/auth', undefined, here)).status).toBe(200)
  expect((await door.call('GET', '/auth', undefined, there)).status).toBe(401)
  expect((await door.call('POST', '/auth', { email: eve.email, password: eve.password })).status).toBe(401)
})
