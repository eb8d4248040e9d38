import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type MedusaDoor, openMedusaDoor } from './door.ts'
import { bob, cookieOf, textAt } from './people.ts'

let door: MedusaDoor

beforeAll(async () => {
  door = await openMedusaDoor()
})

afterAll(() => door.close())

describe('registering', () => {
  test('makes an account, signs in, and keeps the e-mail in small letters', async () => {
    const answer = await door.call('POST', '/customers', { ...bob, email: 'Bob@Peer.test' })
    expect(answer.json).toMatchObject({
      customer: { email: bob.email, has_account: true, phone: null, billing_address: null, shipping_addresses: [] },
    })
    const me = await door.call('GET', '/customers/me', undefined, cookieOf(answer))
    expect(textAt(me, 'customer', 'id')).toBe(textAt(answer, 'customer', 'id'))
    expect((await door.call('POST', '/auth', { email: bob.email, password: bob.password })).status).toBe(200)
  })

  test('with an e-mail that has an account is refused, and changes nothing', async () => {
    const again = await door.call('POST', '/customers', { ...bob, password: 'other' })
    expect(again.status).toBe(422)
    expect(again.json).toEqual({
      code: 'invalid_request_error',
      type: 'duplicate_error',
      message: 'A customer with the given email already has an account. Log in instead',
    })
    expect(again.headers.getSetCookie()).toEqual([])
    expect((await door.call('POST', '/auth', { email: bob.email, password: 'other' })).status).toBe(401)
  })

  test('at the same moment twice makes one account', async () => {
    const carl = { ...bob, email: 'carl@peer.test' }
    const answers = await Promise.all([1, 2, 3].map(() => door.call('POST', '/customers', carl)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422, 422])
  })

  test('repeated under its key answers the same and signs in again, but not once the password is another', async () => {
    const dora = { ...bob, email: 'dora@peer.test' }
    const key = { 'idempotency-key': 'register dora' }
    const first = await door.call('POST', '/customers', dora, key)
    const again = await door.call('POST', '/customers', dora, key)
    expect(again.text).toBe(first.text)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect((await door.call('GET', '/auth', undefined, cookieOf(again))).status).toBe(200)
    await door.call('POST', '/customers/me', { password: 'another' }, cookieOf(again))
    const late = await door.call('POST', '/customers', dora, key)
    expect([late.text, late.headers.getSetCookie()]).toEqual([first.text, []])
    expect((await door.call('POST', '/customers', { ...dora, password: 'guess' }, key)).status).toBe(422)
  })
})
