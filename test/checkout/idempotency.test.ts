import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import type { Shop } from '../../src/commands/shop.ts'
import { taxPatienceMs } from '../../src/commands/taxation.ts'
import { type MedusaDoor, openMedusaDoor } from '../dialects/medusa/door.ts'
import { fromCheckout, serve, temporaryFolder } from '../support/cartwright.ts'
import { brokenInvariants } from '../support/invariants.ts'
import { cartReadyToComplete } from '../support/server.ts'
import { runJob } from '../support/shop.ts'
import { sweep } from './sweeping.ts'

const unavailable = { kind: 'unavailable', message: 'nobody answers' } as const

describe('what is kept under an Idempotency-Key', () => {
  let door: MedusaDoor
  beforeEach(async () => {
    door = await openMedusaDoor()
  })
  afterEach(async () => {
    expect(brokenInvariants(door.dataDir)).toEqual([])
    await door.close()
  })

  const lifetime = () => door.shop.settings.idempotencyTtlMs
  const key = (name: string) => ({ 'idempotency-key': name })

  async function readyCart(): Promise<string> {
    const id = await door.cart('PRODUCT-01-S')
    await door.call('POST', `/carts/${id}`, { email: 'grete@example.com' })
    await door.call('POST', `/carts/${id}/payment-sessions`)
    return id
  }

  test('counts for its lifetime and not a moment longer, removed or not', async () => {
    const first = await door.call('POST', '/carts', {}, key('a'))
    door.clock.advance(lifetime() - 1)
    const replayed = await door.call('POST', '/carts', {}, key('a'))
    expect([replayed.text, replayed.headers.get('idempotent-replayed')]).toEqual([first.text, 'true'])
    door.clock.advance(1)
    const anew = await door.call('POST', '/carts', {}, key('a'))
    expect(anew.text).not.toBe(first.text)
    expect(anew.headers.get('idempotent-replayed')).toBeNull()
    expect((await door.call('POST', '/carts', {}, key('a'))).text).toBe(anew.text)
  })

  test('may be another request’s once its time is over', async () => {
    await door.call('POST', '/carts', {}, key('a'))
    const body = { context: { page: 'start' } }
    expect((await door.call('POST', '/carts', body, key('a'))).status).toBe(422)
    door.clock.advance(lifetime())
    expect((await door.call('POST', '/carts', body, key('a'))).status).toBe(200)
  })

  test('of one API key is not another’s', async () => {
    const by = (name: string) => ({ ...key('a'), 'x-publishable-api-key': name })
    const [one, other, nobody] = await Promise.all(
      [by('pk_one'), by('pk_other'), key('a')].map((headers) => door.call('POST', '/carts', {}, headers)),
    )
    expect(new Set([one?.text, other?.text, nobody?.text]).size).toBe(3)
    expect((await door.call('POST', '/carts', {}, by('pk_other'))).text).toBe(other?.text ?? '')
  })

  test('is removed when its time is over, all of it in one run, and nothing younger', async () => {
    for (let count = 0; count < 250; count += 1) await door.call('POST', '/carts', {}, key(`old-${count}`))
    door.clock.advance(lifetime() + 1)
    const young = await door.call('POST', '/carts', {}, key('young'))
    await sweep(door)
    const left = await door.shop.store.read((books) =>
      ['old-0', 'old-99', 'old-100', 'old-249', 'young'].map((name) => books.receipt('carts', name) !== null),
    )
    expect(left).toEqual([false, false, false, false, true])
    expect((await door.call('POST', '/carts', {}, key('young'))).text).toBe(young.text)
  })

  test('is nothing when the request was refused: the same key may try again', async () => {
    const id = await door.cart()
    const line = { variant_id: await door.variant('LOW-STOCK-S'), quantity: 1_000 }
    const refused = await door.call('POST', `/carts/${id}/line-items`, line, key('line'))
    expect(refused.status).toBeGreaterThanOrEqual(400)
    const other = { ...line, quantity: 1 }
    const done = await door.call('POST', `/carts/${id}/line-items`, other, key('line'))
    expect([done.status, done.headers.get('idempotent-replayed')]).toEqual([200, null])
  })

  test('of an order is its bytes, whatever becomes of the order’s catalog', async () => {
    const id = await readyCart()
    expect((await door.call('POST', `/carts/${id}/complete`, undefined, key('buy'))).status).toBe(202)
    await door.settle()
    const placed = await door.call('POST', `/carts/${id}/complete`, undefined, key('buy'))
    expect(placed.json).toMatchObject({ type: 'order' })
    const again = await door.call('POST', `/carts/${id}/complete`, undefined, key('buy'))
    expect([again.status, again.text, again.headers.get('idempotent-replayed')]).toEqual([200, placed.text, 'true'])
    const otherBody = await door.call('POST', `/carts/${id}/complete`, { note: 'x' }, key('buy'))
    expect(otherBody.status).toBe(422)
  })

  test('is the decline of a declined payment, while a new key begins a new attempt', async () => {
    const items = [{ variant_id: await door.variant('PRODUCT-01-S'), quantity: 1 }]
    const made = await door.call('POST', '/carts', { region_id: await door.region('duo'), items })
    const { id } = JSON.parse(made.text).cart
    await door.call('POST', `/carts/${id}`, { email: 'grete@example.com' })
    await door.call('POST', `/carts/${id}/payment-sessions`)
    const pay = (outcome: string) => door.call('POST', `/carts/${id}/payment-sessions/test`, { data: { outcome } })
    await door.call('POST', `/carts/${id}/payment-session`, { provider_id: 'test' })
    await pay('decline')
    await door.call('POST', `/carts/${id}/complete`, undefined, key('first'))
    await door.settle()
    const declined = await door.call('POST', `/carts/${id}/complete`, undefined, key('first'))
    expect(declined.status).toBe(422)
    await pay('authorize')
    const replayed = await door.call('POST', `/carts/${id}/complete`, undefined, key('first'))
    expect([replayed.status, replayed.text]).toEqual([422, declined.text])
    await door.call('POST', `/carts/${id}/complete`, undefined, key('second'))
    await door.settle()
    expect((await door.call('POST', `/carts/${id}/complete`, undefined, key('second'))).json).toMatchObject({
      type: 'order',
    })
  })

  test('is the expiry of an expired attempt, in the words of the door', async () => {
    const id = await readyCart()
    await door.call('POST', `/carts/${id}/complete`, undefined, key('buy'))
    door.clock.advance(3_600_000)
    await sweep(door)
    const first = await door.shop.store.read((books) => books.lastCheckout(id))
    expect(first?.state).toBe('expired')
    const expired = await door.call('POST', `/carts/${id}/complete`, undefined, key('buy'))
    expect([expired.status, expired.json?.['code']]).toEqual([409, 'invalid_state_error'])
    await door.settle()
  })

  test('is never a server’s error: the same key begins anew', async () => {
    const id = await readyCart()
    const complete = () => door.call('POST', `/carts/${id}/complete`, undefined, key('buy'))
    await complete()
    door.clock.advance(taxPatienceMs)
    const away: Shop = { ...door.shop, taxes: { id: 'away', isRemote: true, calculate: async () => unavailable } }
    for (const job of await away.store.jobs.claimDue(10, away.now(), ['calculate-taxes'])) await runJob(away, job)
    const failed = await door.shop.store.read((books) => books.lastCheckout(id))
    expect(failed).toMatchObject({ state: 'failed', problem: { code: 'tax-unavailable' } })
    expect((await complete()).status).toBe(202)
    await door.settle()
    expect((await complete()).json).toMatchObject({ type: 'order', data: { cart_id: id } })
  })
})

describe('strangers who send the same key with the same body', () => {
  let door: MedusaDoor
  beforeEach(async () => {
    door = await openMedusaDoor({ trustsProxy: true })
  })
  afterEach(() => door.close())

  const making = async (key: string, address: string, more: Readonly<Record<string, string>> = {}) => {
    const headers = { 'idempotency-key': key, 'x-forwarded-for': address, ...more }
    return (await door.call('POST', '/carts', {}, headers)).text
  }

  test.each([[{}], [{ 'x-publishable-api-key': 'pk_of_the_storefront' }]])(
    'get a cart each, if it is a key that people think of',
    async (more) => {
      const one = await making('cart-1', '192.0.2.1', more)
      const other = await making('cart-1', '198.51.100.1', more)
      expect(other).not.toBe(one)
      expect(await making('cart-1', '192.0.2.1', more)).toBe(one)
      expect(await making('cart-1', '198.51.100.1', more)).toBe(other)
    },
  )

  test('are one and the same, on their way through two networks, if it is a key that nobody guesses', async () => {
    const uuid = '0b8a3c52-6f0e-4d3a-9b57-1c2d3e4f5a6b'
    expect(await making(uuid, '198.51.100.1')).toBe(await making(uuid, '192.0.2.1'))
  })

  test('are each registered, and neither learns of the other', async () => {
    const register = (email: string, address: string) => {
      const body = { first_name: 'A', last_name: 'B', email, password: 'a long password' }
      return door.call('POST', '/customers', body, { 'idempotency-key': 'register', 'x-forwarded-for': address })
    }
    for (const [email, address] of [
      ['one@example.com', '192.0.2.1'],
      ['other@example.com', '198.51.100.1'],
      ['one@example.com', '192.0.2.1'],
    ] as const) {
      expect((await register(email, address)).json).toMatchObject({ customer: { email } })
    }
  })
})

describe('after kill -9', () => {
  let folder: ReturnType<typeof temporaryFolder>
  beforeAll(() => {
    folder = temporaryFolder()
  })
  afterAll(() => folder.remove())

  test('the same keys get the same bytes, and nothing happens again', async () => {
    const start = () => serve({ program: fromCheckout, dataDir: folder.path, env: { DEMO: '1' }, words: [] })
    const first = await start()
    const cartId = await cartReadyToComplete(first.base, { outcome: 'authorize' })
    const cart = await post(first.base, '/carts', 'cart')
    const order = await post(first.base, `/carts/${cartId}/complete`, 'order')
    expect([order.status, order.replayed]).toEqual([200, null])
    await first.kill()
    const second = await start()
    expect(await post(second.base, '/carts', 'cart')).toEqual({ ...cart, replayed: 'true' })
    expect(await post(second.base, `/carts/${cartId}/complete`, 'order')).toEqual({ ...order, replayed: 'true' })
    expect(await second.stop()).toBe(0)
    expect(brokenInvariants(folder.path)).toEqual([])
  }, 60_000)
})

async function post(base: string, path: string, key: string) {
  const headers = { 'idempotency-key': key, 'content-type': 'application/json' }
  const answer = await fetch(`${base}/store${path}`, { method: 'POST', headers, body: '{}' })
  return { status: answer.status, text: await answer.text(), replayed: answer.headers.get('idempotent-replayed') }
}
