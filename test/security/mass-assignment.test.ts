import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { browse, clientOf } from '../stories/shopper.ts'
import { type Honest, honestRequests, objectsIn, withAt } from './medusa-requests.ts'
import { at, openTarget, type Target } from './target.ts'

/** What nobody but the shop decides, in the words of every API that we speak. */
const privileged = [
  'id',
  'object',
  'total',
  'subtotal',
  'tax_total',
  'discount_total',
  'gift_card_total',
  'shipping_total',
  'price',
  'unit_price',
  'original_price',
  'variant_price',
  'amount',
  'value',
  'balance',
  'rate',
  'tax_rate',
  'tax_lines',
  'adjustments',
  'customer_id',
  'customer',
  'user_id',
  'has_account',
  'role',
  'is_admin',
  'domain',
  'password_hash',
  'completed_at',
  'payment_authorized_at',
  'payment_status',
  'fulfillment_status',
  'status',
  'state',
  'stage',
  'payment_id',
  'payment',
  'payment_sessions',
  'type',
  'created_at',
  'updated_at',
  'deleted_at',
  'version',
  'idempotency_key',
  'is_giftcard',
  'allow_discounts',
  'should_merge',
  'constructor',
  'prototype',
]

/** So unlike anything in the shop that it is found wherever it got to. */
const planted = 'planted-31337133'
const plantedNumber = 31_337_133

let target: Target
let columns: readonly string[]
beforeAll(async () => {
  target = await openTarget()
  columns = columnsIn(join(target.dataDir, 'cartwright.db'))
}, 60_000)
afterAll(() => target.close())

/** What every table has, as it is called there and as it is called in documents. */
function columnsIn(file: string): readonly string[] {
  const shop = new Database(file, { readonly: true })
  const rows = shop
    .query<{ name: string }, []>(
      `select distinct c.name from sqlite_schema s, pragma_table_info(s.name) c where s.type = 'table'`,
    )
    .all()
  const keys = shop
    .query<{ key: string }, []>(`select distinct key from carts, json_tree(carts.doc) where typeof(key) = 'text'`)
    .all()
  shop.close()
  return [...rows.map(({ name }) => name), ...keys.map(({ key }) => key)]
}

const kept = () =>
  target.rows('carts', 'customers', 'orders', 'checkouts', 'gift_cards', 'discounts', 'stock', 'products')

async function post({ path }: Honest, body: unknown) {
  const headers = { ...target.ada, 'content-type': 'application/json' }
  return target.send('POST', path, typeof body === 'string' ? body : JSON.stringify(body), headers)
}

test('no field that is the shop’s to decide is taken from a caller, at any place of any body', async () => {
  const before = kept()
  for (const honest of honestRequests(target).filter(({ schema }) => schema !== null)) {
    for (const { place, schema } of objectsIn(honest.schema ?? {}, honest.body)) {
      if (schema.additionalProperties !== false) continue
      const names = new Set([...privileged, ...columns].filter((name) => !(name in (schema.properties ?? {}))))
      for (const [index, name] of [...names].entries()) {
        const value = index % 2 ? planted : plantedNumber
        const { status, json } = await post(honest, withAt(honest.body, [...place, name], value))
        const said = [honest.route, place, name, status, typeof json?.['message']]
        expect(said).toEqual([honest.route, place, name, 400, 'string'])
      }
    }
  }
  // Not as `toBe`: what differs would fill pages.
  expect(kept() === before).toBe(true)
}, 240_000)

test('a field that a caller owns takes no objects that others inherit from', async () => {
  for (const honest of honestRequests(target)) {
    const text = JSON.stringify(honest.body)
    const poisons = [
      text.replace('{', `{"__proto__": {"polluted": "${planted}"}${text === '{}' ? '' : ','}`),
      text.replaceAll('{}', `{"__proto__": {"polluted": "${planted}"}, "constructor": {"prototype": {"polluted": 1}}}`),
      text.replaceAll('{}', `{"\\u005f_proto__": {"polluted": "${planted}"}}`),
    ]
    for (const poison of poisons)
      expect([honest.route, (await post(honest, poison)).status < 500]).toEqual([honest.route, true])
  }
  expect(target.rows().includes(planted)).toBe(false)
  const others = await target.call('POST', '/store/carts', {})
  expect(others.text).not.toContain('polluted')
}, 60_000)

test('a route that wants no body takes nothing from one', async () => {
  const extra = Object.fromEntries([...privileged, ...columns].map((name) => [name, planted]))
  for (const honest of honestRequests(target).filter(({ schema }) => schema === null)) {
    expect([honest.route, (await post(honest, extra)).status < 500]).toEqual([honest.route, true])
  }
  expect(target.rows().includes(planted)).toBe(false)
}, 60_000)

describe('what is paid', () => {
  /** 10.00 and 10.00 for shipping, with 22 % tax: worked out by hand. */
  const due = 2440

  async function cartOf(metadata: object): Promise<string> {
    const shop = await browse(clientOf(target.base))
    const made = await target.call('POST', '/store/carts', { region_id: shop.region('duo') })
    const id = at(made, 'cart', 'id')
    const cart = `/store/carts/${id}`
    const line = { variant_id: shop.variant('PRODUCT-01-S'), quantity: 1, metadata }
    expect((await target.call('POST', `${cart}/line-items`, line)).status).toBe(200)
    const shipping_address = {
      first_name: 'A',
      last_name: 'B',
      address_1: 'C',
      city: 'D',
      country_code: 'it',
      postal_code: '1',
    }
    await target.call('POST', cart, { email: 'a@example.com', shipping_address, billing_address: shipping_address })
    const option_id = await shop.option(id, 'Standard')
    const data = { price: 1, amount: 1 }
    expect((await target.call('POST', `${cart}/shipping-methods`, { option_id, data })).status).toBe(200)
    return cart
  }

  test('is what the shop works out, whatever notes and payment data say', async () => {
    const tampered = { unit_price: 1, price: 1, amount: 1, total: 1, includes_tax: true, is_giftcard: true }
    const cart = await cartOf(tampered)
    await target.call('POST', `${cart}/payment-sessions`)
    await target.call('POST', `${cart}/payment-session`, { provider_id: 'test' })
    const data = {
      outcome: 'authorize',
      amount: 1,
      currency: 'xxx',
      currency_code: 'xxx',
      status: 'authorized',
      key: 'x',
    }
    await target.call('POST', `${cart}/payment-sessions/test`, { data })
    const { json } = await target.call('POST', `${cart}/complete`, { amount: 1, total: 1, payment_status: 'captured' })
    expect(json).toMatchObject({ type: 'order', data: { total: due, payment_status: 'awaiting', paid_total: due } })
    const ledger = new Database(join(target.dataDir, 'test-gateway.db'), { readonly: true })
    const charge = ledger.query(`select amount, currency from charges order by created_at desc limit 1`).get()
    ledger.close()
    expect(charge).toEqual({ amount: due, currency: 'eur' })
  }, 30_000)
})
