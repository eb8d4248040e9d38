import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import type { Customer } from '../../src/cart/customer.ts'
import type { OrderActionKind } from '../../src/checkout/order.ts'
import { announcementsKeptMs, announcePasswordToken } from '../../src/commands/announcing.ts'
import { cancelCheckout } from '../../src/commands/cancellation.ts'
import { completeCart } from '../../src/commands/checkouts.ts'
import { addLine } from '../../src/commands/line-items.ts'
import { askOrder } from '../../src/commands/order-actions.ts'
import { minor } from '../../src/money/money.ts'
import { noon } from '../support/carts.ts'
import { asGuest, readyCart } from '../support/shop.ts'
import { until } from '../workers/shop.ts'
import { openReceiver, type Receiver, secret, verified } from './receiver.ts'
import { openTellingShop, type TellingShop } from './telling-shop.ts'

let receiver: Receiver
let at: TellingShop
beforeEach(async () => {
  receiver = openReceiver()
  at = await openTellingShop([receiver.url])
  await at.start()
})
afterEach(async () => {
  await at.close()
  await receiver.stop()
})

function told(): readonly { readonly type: string; readonly data: Record<string, unknown> }[] {
  return receiver.received.map(({ body }) => JSON.parse(body))
}

async function toldOf(type: string): Promise<Record<string, unknown>> {
  await until(type, () => told().some((event) => event.type === type))
  return told().find((event) => event.type === type)?.data ?? {}
}

function onlyRow<Row>(sql: string): Row {
  const [row] = at.rows<Row>(sql)
  if (!row) throw new Error(`there is nothing: ${sql}`)
  return row
}

describe('what is told', () => {
  test('of a purchase: the cart, the order and the attempt', async () => {
    expect(await at.buy()).toBe('order')
    const row = onlyRow<{ id: string; cart_id: string; order_id: string }>(
      'select id, cart_id, order_id from checkouts',
    )
    expect(await toldOf('checkout.completed')).toEqual({ id: row.id, cart_id: row.cart_id, order_id: row.order_id })
    expect(await toldOf('cart.created')).toEqual({ id: row.cart_id })
    expect((await toldOf('order.placed'))['id']).toBe(row.order_id)
    expect(
      told()
        .map(({ type }) => type)
        .toSorted(),
    ).toEqual(['cart.created', 'checkout.completed', 'order.placed'])
  })

  test('of an order that is captured, refunded in part and canceled: what was done, signed', async () => {
    await at.buy({ outcome: 'authorize' })
    const { id, total } = onlyRow<{ id: string; total: number }>('select id, total from orders')
    const ask = (kind: OrderActionKind, amount: number | null = null) =>
      askOrder(at.shop, id, {
        kind,
        amount: amount === null ? null : minor(amount),
        reason: 'a dent',
        key: null,
        waitMs: 5_000,
      })
    await ask('capture')
    expect(await toldOf('order.captured')).toMatchObject({ id, display_id: 1, amount: total, reason: 'a dent' })
    await ask('refund', 100)
    expect(await toldOf('order.refunded')).toMatchObject({ id, amount: 100 })
    await ask('cancel')
    expect(await toldOf('order.canceled')).toMatchObject({ id, amount: total - 100 })
    for (const each of receiver.received) expect(verified(each, secret, at.shop.now())).toHaveProperty('type')
  })

  test('of a declined payment: why the attempt failed', async () => {
    expect(await at.buy({ outcome: 'decline' })).toBe('failed')
    const row = onlyRow<{ id: string; cart_id: string }>('select id, cart_id from checkouts')
    expect(await toldOf('checkout.failed')).toEqual({ ...row, problem: 'payment_declined' })
  })

  test('of an attempt that the shopper canceled', async () => {
    expect(await at.buy({ outcome: 'requires_action' })).toBe('requires-action')
    const row = onlyRow<{ id: string; cart_id: string }>('select id, cart_id from checkouts')
    await cancelCheckout(at.shop, row.id)
    expect(await toldOf('checkout.canceled')).toEqual({ ...row, problem: 'checkout_canceled' })
  })

  test('of an attempt that ended because the shopper changed the cart', async () => {
    expect(await at.buy({ outcome: 'requires_action' })).toBe('requires-action')
    const row = onlyRow<{ id: string; cart_id: string }>('select id, cart_id from checkouts')
    const variantId = onlyRow<{ id: string }>('select variant_id as id from cart_lines').id
    await addLine(at.shop, row.cart_id, { variantId, quantity: 1, metadata: {} }, asGuest)
    expect((await toldOf('checkout.canceled'))['id']).toBe(row.id)
  })

  test('of carts that nobody came back to', async () => {
    const cart = await readyCart(at.shop, { sku: 'PRODUCT-01-S', quantity: 1, data: null })
    at.clock.advance(at.shop.settings.cartTtlMs + 60_000)
    expect(await toldOf('cart.expired')).toEqual({ id: cart.id })
  })
})

test('with nobody to tell, nothing is kept and nothing is promised', async () => {
  const quiet = await openTellingShop([])
  try {
    await quiet.start()
    expect(await quiet.buy()).toBe('order')
    expect(announcePasswordToken(quiet.shop, customer, 'hunter2', noon)).toEqual([])
    expect(quiet.rows("select id from jobs where kind = 'deliver-webhook'")).toEqual([])
    expect(quiet.rows('select id from announcements')).toEqual([])
  } finally {
    await quiet.close()
  }
})

test('a checkout never waits for a receiver', async () => {
  receiver.answerWith(async () => {
    await Bun.sleep(1_500)
    return new Response()
  })
  const begun = performance.now()
  expect(await at.buy()).toBe('order')
  expect(performance.now() - begun).toBeLessThan(1_000)
})

const customer: Customer = {
  id: 'cus_1',
  number: 1,
  email: 'grete@example.com',
  firstName: 'Grete',
  lastName: null,
  phone: null,
  hasAccount: true,
  isTest: false,
  passwordHash: 'argon2id',
  billingAddressId: null,
  addresses: [],
  metadata: null,
  createdAt: noon,
  updatedAt: noon,
}

describe('a password token', () => {
  const token = 'hunter2-token'
  const announce = (until: number) =>
    at.shop.store.change(() => ({ result: null, changes: announcePasswordToken(at.shop, customer, token, until) }))
  const kept = () => at.rows<{ data: string | null }>('select data from announcements')
  const tables = ['announcements', 'deliveries', 'delivery_attempts', 'jobs']
  const everything = () => JSON.stringify(tables.map((table) => at.rows(`select * from ${table}`))) + at.logged()

  test('is told once to who mails it, and is then nowhere any more', async () => {
    await announce(at.shop.now() + 900_000)
    expect(await toldOf('customer.password_token')).toEqual({
      customer_id: 'cus_1',
      email: 'grete@example.com',
      first_name: 'Grete',
      last_name: null,
      token,
    })
    await until('it to be forgotten', () => kept().every(({ data }) => data === null))
    expect(everything()).not.toContain(token)
  })

  test('is forgotten when it is worthless, though nobody took it', async () => {
    receiver.answerWith(() => new Response(token, { status: 500 }))
    await announce(at.shop.now() + 900_000)
    await toldOf('customer.password_token')
    await until('the log', () => at.rows('select id from delivery_attempts').length === 1)
    expect(kept()[0]?.data).toContain(token)
    at.clock.advance(900_000)
    await until('it to be forgotten', () => kept().every(({ data }) => data === null), 10_000)
    expect(everything()).not.toContain(token)
    const tries = receiver.received.length
    await until('the job to end', () =>
      at
        .rows<{ state: string }>("select state from jobs where kind = 'deliver-webhook'")
        .every(({ state }) => state === 'done'),
    )
    expect(receiver.received).toHaveLength(tries)
    expect(at.rows('select state from deliveries')).toEqual([{ state: 'dropped' }])
  }, 15_000)
})

test('what was told is kept for people to look at, and then goes', async () => {
  await at.buy()
  await until('all to be told', () =>
    at.rows<{ state: string }>('select state from deliveries').every(({ state }) => state === 'delivered'),
  )
  at.clock.advance(announcementsKeptMs - 60_000)
  await Bun.sleep(1_200)
  expect(at.rows("select id from announcements where type = 'order.placed'")).toHaveLength(1)
  at.clock.advance(120_000)
  await until('it to go', () => at.rows('select id from announcements').length === 0)
  expect(at.rows('select id from delivery_attempts')).toEqual([])
}, 15_000)

test('completing without a wait tells just the same', async () => {
  const cart = await readyCart(at.shop, { sku: 'PRODUCT-01-S', quantity: 1, data: null })
  const show = () => ({ status: 200, body: '' })
  await completeCart(at.shop, cart.id, { keyed: null, signedInAs: null, waitMs: 0, show })
  expect((await toldOf('order.placed'))['cart_id']).toBe(cart.id)
})
