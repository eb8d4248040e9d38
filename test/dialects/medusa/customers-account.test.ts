import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type MedusaDoor, openMedusaDoor } from './door.ts'
import { ada, bob, cookieOf, type Headers, home, registerBob, signIn, textAt } from './people.ts'

const me = '/customers/me'

let door: MedusaDoor
let adas: Headers

beforeAll(async () => {
  door = await openMedusaDoor()
  adas = await signIn(door)
})

afterAll(() => door.close())

describe('a customer changes', () => {
  test('what is said, and nothing else; null takes away', async () => {
    const changed = await door.call('POST', me, { first_name: 'Ada Mary', phone: null }, adas)
    expect(changed.json).toMatchObject({
      customer: { first_name: 'Ada Mary', last_name: 'Account', phone: null, email: ada.email },
    })
  })

  test('notes key by key; an empty text takes a key away', async () => {
    await door.call('POST', me, { metadata: { vip: true, shoe: 42 } }, adas)
    const changed = await door.call('POST', me, { metadata: { shoe: '', hat: 7 } }, adas)
    expect(changed.json).toMatchObject({ customer: { metadata: { vip: true, hat: 7 } } })
    expect(changed.text).not.toContain('shoe')
  })

  test('the billing address in place, which is no entry of the address book', async () => {
    const billing_address = { first_name: 'Ada', address_1: 'Billing 1', city: 'Berlin', country_code: 'DE' }
    const first = await door.call('POST', me, { billing_address }, adas)
    const again = await door.call('POST', me, { billing_address: { city: 'Bonn' } }, adas)
    expect(again.json).toMatchObject({
      customer: {
        billing_address: { address_1: 'Billing 1', city: 'Bonn', country_code: 'de', customer_id: null },
        shipping_addresses: [],
      },
    })
    const id = textAt(first, 'customer', 'billing_address', 'id')
    expect(textAt(again, 'customer', 'billing_address_id')).toBe(id)
    expect((await door.call('POST', `${me}/addresses/${id}`, { city: 'X' }, adas)).status).toBe(400)
    const gone = await door.call('POST', me, { billing_address: null }, adas)
    expect(gone.json).toMatchObject({ customer: { billing_address_id: null, billing_address: null } })
  })

  test('the e-mail, with which they sign in from then on, unless somebody else has it', async () => {
    const bobs = await registerBob(door)
    const taken = await door.call('POST', me, { email: ada.email }, bobs)
    expect([taken.status, taken.json?.['message']]).toEqual([
      422,
      `Customer with email, has_account ${ada.email}, t already exists.`,
    ])
    expect((await door.call('POST', me, { email: null }, bobs)).status).toBe(400)
    await door.call('POST', me, { email: 'Robert@Peer.test' }, bobs)
    expect((await door.call('POST', '/auth', { ...bob, email: bob.email })).status).toBe(400)
    expect((await door.call('POST', '/auth', { email: bob.email, password: bob.password })).status).toBe(401)
    const login = await door.call('POST', '/auth', { email: 'robert@peer.test', password: bob.password })
    expect(login.status).toBe(200)
  })

  test('no password by an empty one, and no country by none', async () => {
    const emptied = await door.call('POST', me, { password: '', billing_address: { country_code: 'de' } }, adas)
    expect(emptied.status).toBe(200)
    expect((await door.call('POST', '/auth', { email: ada.email, password: ada.password })).status).toBe(200)
    const billing = await door.call('POST', me, { billing_address: { country_code: null } }, adas)
    expect(textAt(billing, 'customer', 'billing_address', 'country_code')).toBe('de')
    const added = await door.call('POST', `${me}/addresses`, { address: home }, adas)
    const at = `${me}/addresses/${textAt(added, 'customer', 'shipping_addresses', '0', 'id')}`
    const changed = await door.call('POST', at, { country_code: null, city: null }, adas)
    expect(changed.json).toMatchObject({
      customer: { shipping_addresses: [{ country_code: home.country_code, city: null }] },
    })
    await door.call('DELETE', at, undefined, adas)
  })

  test('nothing by an address that is none', async () => {
    for (const body of [{ address: 'x' }, { address: 7 }, { address: ['x'] }, {}]) {
      const { status, json } = await door.call('POST', `${me}/addresses`, body, adas)
      expect([status, json?.['message']]).toEqual([400, 'nested property address must be either object or array'])
    }
  })

  test('nothing with a card number, an unknown field or too much in it', async () => {
    const card = await door.call('POST', me, { metadata: { note: '4242 4242 4242 4242' } }, adas)
    expect([card.status, card.json?.['code']]).toEqual([400, 'possible_card_data'])
    expect((await door.call('POST', me, { has_account: false }, adas)).status).toBe(400)
    expect((await door.call('POST', me, { password: 'x'.repeat(2000) }, adas)).status).toBe(400)
    const much = { a: 'x'.repeat(60_000) }
    expect((await door.call('POST', me, { metadata: much }, adas)).status).toBe(200)
    expect((await door.call('POST', me, { metadata: { b: much.a } }, adas)).status).toBe(400)
  })
})

describe('an address book', () => {
  test('takes an address once, changes it and lets it go', async () => {
    const whole = { ...home, address_2: '', province: '', phone: '' }
    const added = await door.call('POST', `${me}/addresses`, { address: whole }, adas)
    expect(added.json).toMatchObject({ customer: { shipping_addresses: [home] } })
    const id = textAt(added, 'customer', 'shipping_addresses', 0, 'id')
    const again = await door.call('POST', `${me}/addresses`, { address: { ...whole, country_code: 'DK' } }, adas)
    expect(again.json?.['customer']).toMatchObject({ shipping_addresses: [{ id }] })
    const changed = await door.call('POST', `${me}/addresses/${id}`, { city: 'Aarhus' }, adas)
    expect(changed.json).toMatchObject({ customer: { shipping_addresses: [{ ...home, city: 'Aarhus' }] } })
    await door.call('POST', me, { billing_address: id }, adas)
    const removed = await door.call('DELETE', `${me}/addresses/${id}`, undefined, adas)
    expect(removed.json).toMatchObject({ customer: { shipping_addresses: [], billing_address_id: null } })
    expect((await door.call('DELETE', `${me}/addresses/${id}`, undefined, adas)).status).toBe(200)
  })

  test('wants what a parcel needs', async () => {
    const refused = await door.call('POST', `${me}/addresses`, { address: { first_name: 'x' } }, adas)
    expect(refused.json).toMatchObject({
      message: ['last_name', 'address_1', 'city', 'country_code', 'postal_code']
        .map((name) => `${name} must be a string`)
        .join(', '),
    })
    const nowhere = await door.call('POST', `${me}/addresses`, { address: { ...home, country_code: 'xx' } }, adas)
    expect([nowhere.status, nowhere.json?.['message']]).toEqual([404, 'Country with country_code xx does not exist.'])
  })

  test('gets one entry for one key, however often it is sent', async () => {
    const key = { ...adas, 'idempotency-key': 'one entry' }
    const first = await door.call('POST', `${me}/addresses`, { address: home }, key)
    const again = await door.call('POST', `${me}/addresses`, { address: home }, key)
    expect(again.text).toBe(first.text)
    expect(first.json?.['customer']).toMatchObject({ shipping_addresses: [home] })
    const other = { address: { ...home, city: 'Odense' } }
    expect((await door.call('POST', `${me}/addresses`, other, key)).status).toBe(422)
  })

  test('takes no metadata by the page', async () => {
    const metadata = { note: 'x'.repeat(20_000) }
    const whole = { ...home, address_2: '', province: '', phone: '' }
    const added = await door.call('POST', `${me}/addresses`, { address: whole }, adas)
    const id = textAt(added, 'customer', 'shipping_addresses', 0, 'id')
    const refused = [
      await door.call('POST', `${me}/addresses`, { address: { ...whole, city: 'Odense', metadata } }, adas),
      await door.call('POST', `${me}/addresses/${id}`, { metadata }, adas),
      await door.call('POST', me, { billing_address: { ...home, metadata } }, adas),
    ]
    expect(refused.map(({ status, json }) => [status, json?.['type']])).toEqual(Array(3).fill([400, 'not_allowed']))
  })

  test('has an end', async () => {
    const carl = cookieOf(await door.call('POST', '/customers', { ...bob, email: 'carl@peer.test' }))
    for (let count = 0; count < 100; count += 1) {
      const address = { ...home, address_1: `Street ${count}` }
      expect((await door.call('POST', `${me}/addresses`, { address }, carl)).status).toBe(200)
    }
    const full = await door.call('POST', `${me}/addresses`, { address: { ...home, address_1: 'One more' } }, carl)
    expect([full.status, full.json?.['type']]).toEqual([400, 'not_allowed'])
  })
})

test('there are no saved payment methods', async () => {
  expect((await door.call('GET', `${me}/payment-methods`, undefined, adas)).json).toEqual({ payment_methods: [] })
})
