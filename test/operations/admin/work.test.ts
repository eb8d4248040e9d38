import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { fromCheckout, type Running, serve, temporaryFolder } from '../../support/cartwright.ts'
import { cartReadyToComplete } from '../../support/server.ts'

const token = 'operators-only-77a0'

let folder: ReturnType<typeof temporaryFolder>
let server: Running
let receiver: ReturnType<typeof Bun.serve>
/** What the receiver answers, and the ids it was told. */
let status = 500
const told: string[] = []

beforeAll(async () => {
  folder = temporaryFolder()
  receiver = Bun.serve({
    port: 0,
    fetch: (request) => {
      told.push(request.headers.get('webhook-id') ?? '')
      return new Response(null, { status })
    },
  })
  const env = {
    DEMO: '1',
    ADMIN_TOKEN: token,
    CHECKOUT_WAIT_MS: '50',
    WEBHOOK_URLS: `http://127.0.0.1:${receiver.port}/`,
    WEBHOOK_SECRET: `whsec_${Buffer.from('x'.repeat(32)).toString('base64')}`,
    WEBHOOK_ALLOW_PRIVATE: '1',
  }
  server = await serve({ program: fromCheckout, dataDir: folder.path, env, words: [] })
}, 30_000)
afterAll(async () => {
  await server?.stop()
  await receiver?.stop(true)
  folder.remove()
})

async function admin<Answer>(
  method: 'GET' | 'POST',
  path: string,
  body?: string | object,
): Promise<Answer & { status: number }> {
  const answer = await fetch(`${server.base}/admin${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { ...((await answer.json()) as Answer), status: answer.status }
}

interface Attempt {
  readonly id: string
  readonly state: string
  readonly events: readonly { readonly to: string; readonly by: string }[]
  readonly jobs: readonly { readonly id: string; readonly kind: string }[]
}

async function begun(data: object): Promise<{ cartId: string; checkoutId: string }> {
  const cartId = await cartReadyToComplete(server.base, data)
  const answer = await fetch(`${server.base}/store/carts/${cartId}/complete`, {
    method: 'POST',
    headers: { prefer: 'respond-async' },
  })
  return { cartId, checkoutId: answer.headers.get('location')?.split('/').at(-1) ?? '' }
}

async function untilCheckout(id: string, state: string): Promise<Attempt> {
  for (;;) {
    const { checkout } = await admin<{ checkout: Attempt }>('GET', `/checkouts/${id}`)
    if (checkout.state === state) return checkout
    await Bun.sleep(20)
  }
}

/** As a job that nobody could do ends up. */
function given(up: string): void {
  const shop = new Database(join(folder.path, 'cartwright.db'))
  shop.run('pragma busy_timeout = 5000')
  shop.run(`update jobs set state = 'dead', attempt = 12, lease_token = null, lease_until = null,
    last_error = 'Error: nobody knows' where id = '${up}'`)
  shop.close()
}

describe('checkouts', () => {
  test('are listed by state, found by cart, and shown with their history and jobs', async () => {
    const { cartId, checkoutId } = await begun({ outcome: 'requires_action' })
    const waiting = await untilCheckout(checkoutId, 'requires_action')
    expect(waiting).toMatchObject({
      email: 'a@example.com',
      door: 'medusa',
      payment: { provider_id: 'test' },
    } as object)
    expect(waiting.events.map(({ to }) => to)).toEqual(['accepted', 'taxed', 'authorizing', 'requires_action'])
    expect(waiting.jobs.map(({ kind }) => kind).toSorted()).toEqual(['authorize-payment', 'calculate-taxes'])
    const list = (query: string) => admin<{ checkouts: Attempt[]; count: number }>('GET', `/checkouts?${query}`)
    expect(await list('state=requires_action')).toMatchObject({
      count: 1,
      checkouts: [{ id: checkoutId }],
      offset: 0,
      limit: 20,
    } as object)
    expect(await list(`q=${cartId}&state=live`)).toMatchObject({ count: 1, checkouts: [{ id: checkoutId }] })
    expect((await list('state=completed,failed')).count).toBe(0)
    expect(await list('state=lost')).toMatchObject({ status: 400, code: 'query_invalid' } as object)
    expect(await list('stat=dead')).toMatchObject({ status: 400, code: 'query_invalid' } as object)
  })

  test('are canceled in the operator’s name, and only while that is possible', async () => {
    const { checkoutId } = await begun({ outcome: 'requires_action' })
    await untilCheckout(checkoutId, 'requires_action')
    expect(await admin('POST', `/checkouts/${checkoutId}/retry`)).toMatchObject({
      status: 409,
      code: 'checkout_settled',
    } as object)
    const { checkout } = await admin<{ checkout: Attempt }>('POST', `/checkouts/${checkoutId}/cancel`)
    expect(checkout.events.at(-1)).toMatchObject({ to: 'canceled', by: 'operator' })
    const bought = await begun({ outcome: 'authorize' })
    await untilCheckout(bought.checkoutId, 'completed')
    expect(await admin('POST', `/checkouts/${bought.checkoutId}/cancel`)).toMatchObject({ status: 409 })
    expect(await admin('GET', '/checkouts/chk_unknown')).toMatchObject({
      status: 404,
      code: 'checkout_not_found',
    } as object)
  })

  test('whose work was given up are pushed on to their end', async () => {
    const { checkoutId } = await begun({ outcome: 'timeout_before_charge' })
    const unknown = await untilCheckout(checkoutId, 'payment_unknown')
    const asking = unknown.jobs.find(({ kind }) => kind === 'authorize-payment')
    given(asking?.id ?? '')
    expect(await admin('POST', `/checkouts/${checkoutId}/retry`)).toMatchObject({ status: 200 })
    await untilCheckout(checkoutId, 'completed')
  }, 20_000)
})

describe('jobs', () => {
  test('that were given up are found, begun again or dropped; what runs by itself is left alone', async () => {
    const { checkoutId } = await begun({ outcome: 'authorize' })
    const { jobs } = await untilCheckout(checkoutId, 'completed')
    const id = jobs[0]?.id ?? ''
    expect(await admin('POST', `/jobs/${id}/retry`)).toMatchObject({ status: 409, code: 'job_settled' } as object)
    expect(await admin('POST', `/jobs/${id}/drop`)).toMatchObject({ status: 409, code: 'job_settled' } as object)
    given(id)
    const dead = await admin<{ jobs: object[] }>('GET', '/jobs?state=dead&q=nobody%20knows')
    expect(dead).toMatchObject({ count: 1, jobs: [{ id, state: 'dead', last_error: 'Error: nobody knows' }] } as object)
    expect(await admin('POST', `/jobs/${id}/retry`)).toMatchObject({ job: { id, attempt: 0 } } as object)
    while ((await admin<{ job: { state: string } }>('GET', `/jobs/${id}`)).job.state !== 'done') await Bun.sleep(20)
    given(id)
    expect(await admin('POST', `/jobs/${id}/drop`)).toMatchObject({ status: 200 })
    expect(await admin('GET', `/jobs/${id}`)).toMatchObject({ status: 404, code: 'job_not_found' } as object)
  }, 20_000)

  test('are listed by kind', async () => {
    const { jobs, status: answered } = await admin<{ jobs: { kind: string }[] }>('GET', '/jobs?kind=expire-carts')
    expect([answered, jobs.map(({ kind }) => kind)]).toEqual([200, ['expire-carts']])
    expect((await admin('GET', '/jobs?kind=everything')).status).toBe(400)
  })
})

describe('webhook deliveries', () => {
  test('are found, shown with every try, and made again under the same id', async () => {
    const { checkoutId } = await begun({ outcome: 'authorize' })
    await untilCheckout(checkoutId, 'completed')
    interface Told {
      readonly id: string
      readonly event_id: string
      readonly state: string
      readonly attempts: readonly { readonly status: number }[]
    }
    const find = () =>
      admin<{ deliveries: Told[] }>('GET', `/webhooks/deliveries?subject=${checkoutId}&type=checkout.completed`)
    const id = (await find()).deliveries[0]?.id ?? ''
    const shown = async () => (await admin<{ delivery: Told }>('GET', `/webhooks/deliveries/${id}`)).delivery
    while ((await shown()).attempts.length === 0) await Bun.sleep(20)
    expect(await admin('POST', `/webhooks/deliveries/${id}/replay`)).toMatchObject({
      status: 409,
      code: 'delivery_settled',
    } as object)
    const { jobs } = await admin<{ jobs: { id: string; payload: { deliveryId?: string } }[] }>(
      'GET',
      '/jobs?kind=deliver-webhook&limit=200',
    )
    const job = jobs.find(({ payload }) => payload.deliveryId === id)?.id ?? ''
    status = 204
    expect(await admin('POST', `/jobs/${job}/retry`)).toMatchObject({ status: 200 })
    while ((await shown()).state !== 'delivered') await Bun.sleep(20)
    const { event_id: eventId } = await shown()
    const before = told.filter((each) => each === eventId).length
    expect(await admin('POST', `/webhooks/deliveries/${id}/replay`)).toMatchObject({
      delivery: { state: 'waiting' },
    } as object)
    while ((await shown()).state !== 'delivered') await Bun.sleep(20)
    expect(told.filter((each) => each === eventId).length).toBe(before + 1)
    expect((await admin('GET', '/webhooks/deliveries/whd_unknown')).status).toBe(404)
  }, 20_000)
})

describe('keys', () => {
  test('are made, shown once, listed without themselves, and revoked', async () => {
    const { key } = await admin<{ key: { id: string; key: string } }>('POST', '/keys', { kind: 'secret', name: 'till' })
    const opens = async () =>
      (await fetch(`${server.base}/admin/keys`, { headers: { authorization: `Bearer ${key.key}` } })).status
    expect(await opens()).toBe(200)
    const list = await admin<{ keys: object[] }>('GET', '/keys')
    expect(list.keys.at(-1)).toMatchObject({ id: key.id, kind: 'secret', name: 'till', mode: 'live', revoked_at: null })
    expect(JSON.stringify(list)).not.toContain(key.key)
    expect(await admin('POST', `/keys/${key.id}/revoke`)).toMatchObject({
      key: { revoked_at: expect.any(String) },
    } as object)
    expect(await opens()).toBe(401)
    for (const body of [{}, { kind: 'master' }, { kind: 'secret', name: '' }, { kind: 'secret', admin: true }]) {
      expect((await admin('POST', '/keys', body)).status).toBe(400)
    }
    expect((await admin('POST', '/keys/key_unknown/revoke')).status).toBe(404)
  })
})

describe('the catalog', () => {
  const file = {
    regions: [{ name: 'uk', currency_code: 'eur', countries: ['mt'] }],
    products: [
      {
        title: 'Mug',
        handle: 'mug',
        number: 4711,
        variants: [{ title: 'Blue', sku: 'MUG-B', prices: [{ currency_code: 'eur', amount: 900 }] }],
      },
    ],
  }

  test('is uploaded whole and looked up by handle, with numbers', async () => {
    expect(await admin('POST', '/catalog', file)).toMatchObject({
      status: 200,
      format: 'cartwright',
      changed: true,
    } as object)
    expect(await admin('POST', '/catalog', file)).toMatchObject({ changed: false } as object)
    expect(await admin('GET', '/catalog/products?handle=mug')).toMatchObject({
      count: 1,
      products: [{ number: 4711, handle: 'mug', variants: [{ number: expect.any(Number), sku: 'MUG-B' }] }],
    } as object)
    expect(await admin('GET', '/catalog/products?handle=none')).toMatchObject({ count: 0, products: [] } as object)
    expect((await admin<{ products: object[] }>('GET', '/catalog/products?limit=3&offset=1')).products).toHaveLength(3)
  })

  test('with a mistake is refused with its place, and nothing of it is kept', async () => {
    const wrong = {
      ...file,
      products: [
        { title: 'Cup', handle: 'cup', variants: [{ title: 'Red', prices: [{ currency_code: 'eur', amount: -1 }] }] },
      ],
    }
    const refused = await admin<{ detail: string }>('POST', '/catalog', wrong)
    expect(refused.status).toBe(422)
    expect(refused.detail).toContain('amount')
    expect(await admin('GET', '/catalog/products?handle=cup')).toMatchObject({ count: 0 } as object)
    for (const body of ['', '{', '[]', 'nothing that anybody knows']) {
      expect([400, 422]).toContain((await admin('POST', '/catalog', body)).status)
    }
  })
})
