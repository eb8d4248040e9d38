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
    ['currency_code=eur', [third, second, first]],
    ['currency_code=EUR', []],
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
  expect((await list('?expand=returns,customer.orders,items.variant.product')).json).toMatchObject({
    orders: [{ items: [{ variant: { product: { handle: 'product-03' } } }] }, {}, {}],
  })
})

test('an order read by its cart shows what one read by its id may', async () => {
  const [order] = ordersIn(await list('?limit=1'))
  const at = `/orders/cart/${order?.cart_id}`
  for (const [query, unknown] of [
    ['fields=updated_at,id,metadata', 'updated_at, metadata'],
    ['expand=items,claims,items.tax_lines', 'claims, items.tax_lines'],
  ]) {
    const { status, json } = await door.call('GET', `${at}?${query}`)
    expect([status, json?.['message']]).toEqual([400, `Requested fields [${unknown}] are not valid`])
  }
  expect((await door.call('GET', `${at}?expand=billing_address`)).json).toMatchObject({ order: { id: order?.id } })
})

test('an order read by its id shows the products of its lines where a total is named', async () => {
  const at = `/orders/${orders[0]}`
  const named = await door.call('GET', `${at}?fields=email,paid_total`)
  expect(named.json).toMatchObject({ order: { items: [{ variant: { product: { handle: 'product-01' } } }] } })
  const plain = await door.call('GET', `${at}?fields=email`)
  expect(plain.json).toMatchObject({ order: { items: [{ variant: { title: 'S' } }] } })
  expect(plain.text).not.toContain('product-01')
})

test('an order that is looked up always says when it was placed', async () => {
  const [order] = ordersIn(await list('?limit=1'))
  const email = encodeURIComponent(ada.email)
  const found = await door.call('GET', `/orders?display_id=${order?.display_id}&email=${email}&fields=status`)
  expect(found.json).toMatchObject({ order: { id: order?.id, status: 'pending', created_at: expect.any(String) } })
})

test('what asks for orders or grants them is refused in words when it is none', async () => {
  const jwt = 'token must be a jwt string'
  for (const [body, message] of [
    [{}, `${jwt}, token should not be empty`],
    [{ token: '' }, `${jwt}, token should not be empty`],
    [{ token: 'x' }, jwt],
    [{ token: 7, x: 1 }, `property x should not exist, ${jwt}`],
  ]) {
    const { status, json } = await door.call('POST', '/orders/customer/confirm', body)
    expect([status, json?.['message']]).toEqual([400, message])
  }
  const at = '/orders/batch/customer/token'
  const numbers = await door.call('POST', at, { order_ids: [7] }, adas)
  expect([numbers.status, numbers.json?.['message']]).toEqual([400, 'each value in order_ids must be a string'])
  expect((await door.call('POST', at, { order_ids: 'order_x' }, adas)).text).toBe('OK')
})

test('a sign-in answers with the orders and what is in them', async () => {
  const answer = await door.call('POST', '/auth', ada)
  expect(textAt(answer, 'customer', 'orders', 0, 'id')).toBe(orders[2] ?? '')
  expect(answer.json).toMatchObject({ customer: { orders: [{ items: [{ title: 'Product 03' }] }, {}, {}] } })
})
