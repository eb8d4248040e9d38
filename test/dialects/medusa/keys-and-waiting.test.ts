import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type MedusaDoor, openMedusaDoor } from './door.ts'

let door: MedusaDoor

beforeAll(async () => {
  door = await openMedusaDoor()
})

afterAll(() => door.close())

async function readyCart(): Promise<string> {
  const id = await door.cart('PRODUCT-01-S')
  await door.call('POST', `/carts/${id}`, { email: 'grete@example.com' })
  await door.call('POST', `/carts/${id}/payment-sessions`)
  return id
}

describe('an Idempotency-Key', () => {
  test('makes a cart once, and the answer is the same to the byte', async () => {
    const key = { 'idempotency-key': 'cart-1' }
    const first = await door.call('POST', '/carts', {}, key)
    const again = await door.call('POST', '/carts', {}, key)
    expect(first.status).toBe(200)
    expect(again.text).toBe(first.text)
    expect(first.headers.get('idempotent-replayed')).toBeNull()
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(again.headers.get('idempotency-key')).toBe('cart-1')
    expect(again.headers.get('access-control-expose-headers')).toBe('Idempotency-Key')
  })

  test('for another body or path is refused', async () => {
    const id = await door.cart()
    const key = { 'idempotency-key': 'line-1' }
    const body = { variant_id: await door.variant('PRODUCT-01-S'), quantity: 1 }
    expect((await door.call('POST', `/carts/${id}/line-items`, body, key)).status).toBe(200)
    expect((await door.call('POST', `/carts/${id}/line-items`, { ...body, quantity: 2 }, key)).status).toBe(422)
    expect((await door.call('POST', `/carts/${id}/taxes`, undefined, key)).status).toBe(422)
  })

  test('of another cart is another key', async () => {
    const body = { variant_id: await door.variant('PRODUCT-01-S'), quantity: 1 }
    for (const id of [await door.cart(), await door.cart()]) {
      const answer = await door.call('POST', `/carts/${id}/line-items`, body, { 'idempotency-key': 'the same' })
      expect(answer.headers.get('idempotent-replayed')).toBeNull()
      expect(answer.text).toContain(id)
    }
  })

  test('is handed out where Medusa does, and works', async () => {
    const id = await door.cart()
    const body = { variant_id: await door.variant('PRODUCT-01-S'), quantity: 1 }
    const first = await door.call('POST', `/carts/${id}/line-items`, body)
    const key = first.headers.get('idempotency-key') ?? ''
    expect(key).toMatch(/^[0-9a-f-]{36}$/)
    const again = await door.call('POST', `/carts/${id}/line-items`, body, { 'idempotency-key': key })
    expect(again.text).toBe(first.text)
  })

  test('that is no key is refused before anything happens', async () => {
    const answer = await door.call('POST', '/carts', {}, { 'idempotency-key': 'k'.repeat(256) })
    expect([answer.status, answer.json?.['type']]).toEqual([400, 'invalid_data'])
  })
})

describe('completing', () => {
  test('answers 202 to who does not wait, and the order when it is there', async () => {
    const id = await readyCart()
    const pending = await door.call('POST', `/carts/${id}/complete`, undefined, { prefer: 'respond-async' })
    expect(pending.status).toBe(202)
    expect(pending.headers.get('location')).toBe(`/checkouts/${pending.json?.['id']}`)
    expect(pending.headers.get('preference-applied')).toBe('respond-async')
    expect(Number(pending.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(pending.json).toMatchObject({ cart_id: id, terminal: false })

    const frozen = await door.call('POST', `/carts/${id}`, { email: 'other@example.com' })
    expect([frozen.status, frozen.json?.['code']]).toEqual([409, 'invalid_state_error'])
    expect(frozen.json?.['message']).toContain(String(pending.json?.['id']))

    await door.settle()
    const done = await door.call('POST', `/carts/${id}/complete`)
    expect(done.json).toMatchObject({ type: 'order', data: { cart_id: id, email: 'grete@example.com' } })
  })

  test('a completed cart is locked, and can be read, taxed and completed again', async () => {
    const id = await readyCart()
    await door.call('POST', `/carts/${id}/complete`)
    await door.settle()
    const change = await door.call('POST', `/carts/${id}`, { email: 'other@example.com' })
    expect([change.status, change.json?.['type'], change.json?.['code']]).toEqual([
      409,
      'not_allowed',
      'invalid_state_error',
    ])
    const first = await door.call('POST', `/carts/${id}/complete-cart`)
    const again = await door.call('POST', `/carts/${id}/complete`)
    expect(again.text).toBe(first.text)
    expect((await door.call('GET', `/carts/${id}`)).status).toBe(200)
  })
})

describe('reading', () => {
  test('what has not changed is not sent again', async () => {
    const id = await door.cart('PRODUCT-01-S')
    const first = await door.call('GET', `/carts/${id}`)
    const etag = first.headers.get('etag') ?? ''
    const unchanged = await door.call('GET', `/carts/${id}`, undefined, { 'if-none-match': etag })
    expect([unchanged.status, unchanged.text]).toEqual([304, ''])
    const insisting = { 'if-none-match': etag, 'cache-control': 'no-cache' }
    expect((await door.call('GET', `/carts/${id}`, undefined, insisting)).text).toBe(first.text)
    await door.call('POST', `/carts/${id}`, { email: 'grete@example.com' })
    const changed = await door.call('GET', `/carts/${id}`, undefined, { 'if-none-match': etag })
    expect(changed.status).toBe(200)
  })

  test('every JSON has an ETag, refusals and answers to changes, too', async () => {
    const weak = expect.stringMatching(/^W\/"[^"]+"$/)
    const missing = await door.call('GET', '/gift-cards/NOPE')
    expect([missing.status, missing.headers.get('etag')]).toEqual([404, weak])
    const made = await door.call('POST', '/carts', {})
    expect([made.status, made.headers.get('etag')]).toEqual([200, weak])
  })

  test('nothing of an account is shown to who only knows its id', async () => {
    const account = await door.shop.store.read((books) => books.customerByEmail('ada@peer.test', true))
    const id = await door.cart('PRODUCT-01-S')
    await door.call('POST', `/carts/${id}`, { customer_id: account?.id })
    const answer = await door.call('POST', `/carts/${id}/payment-sessions`)
    expect(answer.json).toMatchObject({ cart: { customer_id: account?.id, email: null, customer: null } })
    expect(answer.text).not.toContain('ada@peer.test')
  })
})
