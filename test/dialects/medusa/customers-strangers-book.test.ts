import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type MedusaDoor, openMedusaDoor } from './door.ts'
import { ada, bearer, bob, type Headers, hers, type Person, personOf, registerBob, signIn, textAt } from './people.ts'

const guest: Headers = {}

let door: MedusaDoor
let adas: Person
let bobs: Person

beforeAll(async () => {
  door = await openMedusaDoor()
  adas = await personOf(door, await bearer(door), 'Secret Street 1')
  await registerBob(door)
  bobs = await personOf(door, await signIn(door, bob), 'Bob Road 1')
})

afterAll(() => door.close())

async function accountAsItIs({ customerId }: Person): Promise<string> {
  return JSON.stringify(await door.shop.store.read((books) => books.customer(customerId)))
}

describe('somebody else’s address', () => {
  test('is not there for another cart', async () => {
    for (const headers of [bobs.headers, guest]) {
      const id = textAt(await door.call('POST', '/carts', {}, headers), 'cart', 'id')
      for (const field of ['shipping_address', 'billing_address']) {
        const answer = await door.call('POST', `/carts/${id}`, { [field]: adas.addressId }, headers)
        expect(answer.status).toBe(404)
        expect(answer.text).not.toContain('Secret Street')
      }
    }
    const own = textAt(await door.call('POST', '/carts', {}, adas.headers), 'cart', 'id')
    const used = await door.call('POST', `/carts/${own}`, { shipping_address: adas.addressId }, adas.headers)
    expect(used.json).toMatchObject({ cart: { shipping_address: { address_1: 'Secret Street 1' } } })
  })

  test('cannot be read, changed, removed or billed to', async () => {
    const before = await accountAsItIs(adas)
    const at = `/customers/me/addresses/${adas.addressId}`
    const changed = await door.call('POST', at, { city: 'Elsewhere' }, bobs.headers)
    expect([changed.status, changed.json?.['message']]).toEqual([400, 'Could not find address for customer'])
    const removed = await door.call('DELETE', at, undefined, bobs.headers)
    expect(removed.json).toMatchObject({ customer: { id: bobs.customerId, shipping_addresses: [{}] } })
    const billed = await door.call('POST', '/customers/me', { billing_address: adas.addressId }, bobs.headers)
    expect(billed.status).toBe(404)
    for (const { text } of [changed, removed, billed]) for (const word of hers) expect(text).not.toContain(word)
    expect(await accountAsItIs(adas)).toBe(before)
  })
})

describe('somebody else’s orders', () => {
  test('are in no list but their own, however they are asked for', async () => {
    const ask = (query: string) => door.call('GET', `/customers/me/orders${query}`, undefined, bobs.headers)
    for (const query of ['', `?id=${adas.orderId}`, `?email=${ada.email}`, '?q=ada']) {
      const { text } = await ask(query)
      expect(text).not.toContain(adas.orderId)
    }
    expect((await ask(`?customer_id=${adas.customerId}`)).status).toBe(400)
    expect((await ask('')).json).toMatchObject({ count: 1, orders: [{ id: bobs.orderId }] })
  })

  test('do not say who their customer is to who only has their id', async () => {
    for (const headers of [bobs.headers, guest]) {
      const answer = await door.call('GET', `/orders/${adas.orderId}`, undefined, headers)
      expect(answer.json).toMatchObject({ order: { id: adas.orderId, customer: null } })
    }
    const own = await door.call('GET', `/orders/${adas.orderId}`, undefined, adas.headers)
    expect(own.json).toMatchObject({ order: { customer: { first_name: 'Ada', email: ada.email } } })
  })
})

test('whoever is not signed in is a stranger to everything of a customer, before anything else is looked at', async () => {
  const before = await accountAsItIs(adas)
  const me = '/customers/me'
  const requests: readonly (readonly [string, string, unknown?])[] = [
    ['GET', '/auth'],
    ['GET', me],
    ['POST', me, { first_name: 7 }],
    ['GET', `${me}/orders?limit=-1`],
    ['GET', `${me}/payment-methods`],
    ['POST', `${me}/addresses`, {}],
    ['POST', `${me}/addresses/${adas.addressId}`, { city: 'Elsewhere' }],
    ['DELETE', `${me}/addresses/${adas.addressId}`],
  ]
  for (const [method, path, body] of requests) {
    const { status, text } = await door.call(method, path, body)
    expect([path, status, text]).toEqual([path, 401, 'Unauthorized'])
  }
  expect(await accountAsItIs(adas)).toBe(before)
})
