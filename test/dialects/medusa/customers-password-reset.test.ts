import { afterEach, beforeEach, expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Answered } from './door.ts'
import { ada, bearer, bob, type DoorWithMail, openDoorWithMail, registerBob, signIn } from './people.ts'

const newPassword = 'a new password'

let door: DoorWithMail

beforeEach(async () => {
  door = await openDoorWithMail()
})

afterEach(() => door.close())

/** Asks for a token and reads it from the mail. */
async function tokenFor(email: string): Promise<string> {
  const answer = await door.call('POST', '/customers/password-token', { email })
  expect([answer.status, answer.text]).toEqual([204, ''])
  const letter = (await door.mail()).findLast(({ type }) => type === 'customer.password_token')
  return String(letter?.data?.['token'])
}

function reset(token: string, email = ada.email, password = newPassword): Promise<Answered> {
  return door.call('POST', '/customers/password-reset', { email, token, password })
}

async function canSignIn(email: string, password: string): Promise<boolean> {
  return (await door.call('POST', '/auth', { email, password })).status === 200
}

test('who forgot the password gets a token by mail and sets another one', async () => {
  const token = await tokenFor('ADA@peer.test')
  const [letter] = await door.mail()
  expect(letter?.data).toMatchObject({ email: ada.email, first_name: 'Ada', last_name: 'Account', token })
  const answer = await reset(token)
  expect(answer.status).toBe(200)
  expect(answer.json).toMatchObject({ customer: { email: ada.email } })
  expect(await canSignIn(ada.email, ada.password)).toBe(false)
  expect(await canSignIn(ada.email, newPassword)).toBe(true)
})

test('the token works once, and so does each of several', async () => {
  const first = await tokenFor(ada.email)
  const second = await tokenFor(ada.email)
  expect(second).not.toBe(first)
  expect((await reset(first)).status).toBe(200)
  for (const token of [first, second]) {
    const answer = await reset(token, ada.email, 'yet another')
    const message = 'Invalid or expired password reset token'
    expect([answer.status, answer.json]).toEqual([401, { type: 'unauthorized', message }])
  }
  expect(await canSignIn(ada.email, newPassword)).toBe(true)
})

test('two who use it at the same moment: one password is set', async () => {
  const token = await tokenFor(ada.email)
  const answers = await Promise.all(['one', 'two', 'three'].map((password) => reset(token, ada.email, password)))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401])
})

test('after a quarter of an hour it is worth nothing', async () => {
  const token = await tokenFor(ada.email)
  door.clock.advance(15 * 60_000)
  expect((await reset(token)).status).toBe(401)
  expect(await canSignIn(ada.email, ada.password)).toBe(true)
})

test('it is one account’s own', async () => {
  await registerBob(door)
  const token = await tokenFor(ada.email)
  expect((await reset(token, bob.email)).status).toBe(401)
  expect((await reset(token, 'nobody@peer.test')).status).toBe(401)
  expect((await reset('made up')).status).toBe(401)
  expect(await canSignIn(bob.email, bob.password)).toBe(true)
})

test('everything that was signed in is signed out; what signs in afterwards stays', async () => {
  const cookie = await signIn(door)
  const token = await bearer(door)
  await reset(await tokenFor(ada.email))
  expect((await door.call('GET', '/auth', undefined, cookie)).status).toBe(401)
  expect((await door.call('GET', '/auth', undefined, token)).status).toBe(401)
  const later = await bearer(door, { ...ada, password: newPassword })
  expect((await door.call('GET', '/auth', undefined, later)).status).toBe(200)
})

test('nobody learns whether an e-mail has an account', async () => {
  const known = await door.call('POST', '/customers/password-token', { email: ada.email })
  const unknown = await door.call('POST', '/customers/password-token', { email: 'nobody@peer.test' })
  expect([unknown.status, unknown.text]).toEqual([known.status, known.text])
  expect(Object.fromEntries(unknown.headers)).toEqual(Object.fromEntries(known.headers))
  expect(await door.mail()).toHaveLength(1)
})

test('no file holds a cookie or a password, and the table of tokens holds no token', async () => {
  const { cookie = '' } = await signIn(door)
  const sessionId = decodeURIComponent(cookie.split('=')[1] ?? '').slice(2, 45)
  const token = await tokenFor(ada.email)
  expect(await door.shop.store.read((books) => books.passwordToken(token))).toBeNull()
  await reset(token)
  await door.shop.store.close()
  const kept = readdirSync(door.dataDir)
    .map((name) => readFileSync(join(door.dataDir, name), 'latin1'))
    .join('')
  expect(kept).toContain(ada.email)
  expect(sessionId).toHaveLength(43)
  for (const secret of [sessionId, ada.password, newPassword]) expect(kept.includes(secret)).toBe(false)
})
