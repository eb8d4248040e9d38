import { afterAll, beforeAll, expect, test } from 'bun:test'
import { type Answered, type MedusaDoor, openMedusaDoor } from './door.ts'
import { ada, bearer, bob, buy, type Headers, home, registerBob, textAt } from './people.ts'

let door: MedusaDoor
let adas: Headers
/** Ada's orders, oldest first, an hour apart. */
let orders: string[]

beforeAll(async () => {
  door = await openMedusaDoor()
  adas = await bearer(door)
  orders = []
  for (const sku of ['PRODUCT-01-S', 'PRODUCT-02-S', 'PRODUCT-03-S']) {
    orders.push(await buy(door, adas, sku))
    door.clock.advance(3_600_000)
  }
  await buy(door, await registerBob(door))
})

afterAll(() => door.close())

function list(query = ''): Promise<Answered> {
  return door.call('GET', `/customers/me/orders${query}`, undefined, adas)
}

interface Listed {
  readonly id: string
  readonly cart_id: string
  readonly display_id: number
  readonly region_id: string
}

function ordersIn({ json }: Answered): readonly Listed[] {
  return (json?.['orders'] ?? []) as readonly Listed[]
}

async function idsOf(query: string): Promise<readonly string[]> {
  const answer = await list(query)
  expect(answer.status).toBe(200)
  return ordersIn(answer).map(({ id }) => id)
}

test('a customer sees their own orders, newest first', async () => {
  const answer = await list()
  expect(answer.json).toMatchObject({ count: 3, offset: 0, limit: 10 })
  expect(await idsOf('')).toEqual(orders.toReversed())
  expect(answer.json?.['orders']).toMatchObject([
    { email: ada.email, total: 400, raw_discount_total: 0, customer: { first_name: 'Ada' }, shipping_address: home },
    {},
    { items: [{ title: 'Product 01', quantity: 1 }], payments: [{ amount: 1200 }] },
  ])
  expect(answer.text).not.toContain(bob.email)
})

test('page by page', async () => {
  const second = await list('?limit=1&offset=1')
  expect(second.json).toMatchObject({ count: 3, offset: 1, limit: 1, orders: [{ id: orders[1] }] })
  expect(await idsOf('?offset=3')).toEqual([])
  for (const query of ['?limit=-1', '?offset=x', '?colour=red', '?status[]=sold', '?created_at[lt]=soon']) {
    expect((await list(query)).status).toBe(400)
  }
})

test('only what is asked for', async () => {
  const [first = '', second = '', third = ''] = orders
  const hour = (count: number) => new Date(Date.UTC(2026, 0, 1, 8 + count)).toISOString()
  const [order] = ordersIn(await list(`?id=${second}`))
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [`id=${second}`, [second]],
    [`cart_id=${order?.cart_id}`, [second]],
    [`display_id=${order?.display_id}`, [second]],
    ['q=4512', [third, second, first]],
    [`region_id=${order?.region_id}`, [third, second, first]],
    ['region_id=reg_x', []],
    ['status[]=pending&status[]=archived', [third, second, first]],
    ['status[]=completed', []],
    ['payment_status=awaiting', [third, second, first]],
    ['payment_status=captured', []],
    ['fulfillment_status[]=shipped', []],
    ['fulfillment_status[]=not_fulfilled', [third, second, first]],
    ['currency_code=EUR', [third, second, first]],
    ['currency_code=usd', []],
    ['tax_rate=20', []],
    ['email=Ada@peer.test', [third, second, first]],
    ['email=bob@peer.test', []],
    ['q=ADA@', [third, second, first]],
    ['q=nobody', []],
    [`created_at[gt]=${hour(0)}`, [third, second]],
    [`created_at[gte]=${hour(0)}`, [third, second, first]],
    [`created_at[lt]=${hour(1)}`, [first]],
    [`created_at[lte]=${hour(1)}`, [second, first]],
    [`created_at[gte]=${hour(1)}&created_at[lt]=${hour(2)}`, [second]],
    [`canceled_at[gt]=${hour(0)}`, []],
    ['display_id=one', []],
  ]
  for (const [query, expected] of cases) expect([query, await idsOf(`?${query}`)]).toEqual([query, expected])
})

test('only the parts that are asked for', async () => {
  const answer = await list('?fields=id,email&expand=items')
  const [order] = ordersIn(answer)
  for (const name of ['items', 'email', 'payments']) expect(Object.keys(order ?? {})).toContain(name)
  for (const name of ['customer', 'fulfillments', 'cart_id']) expect(Object.keys(order ?? {})).not.toContain(name)
  expect((await list('?expand=secrets')).status).toBe(400)
})

test('a sign-in answers with the orders and what is in them', async () => {
  const answer = await door.call('POST', '/auth', ada)
  expect(textAt(answer, 'customer', 'orders', 0, 'id')).toBe(orders[2] ?? '')
  expect(answer.json).toMatchObject({ customer: { orders: [{ items: [{ title: 'Product 03' }] }, {}, {}] } })
})
