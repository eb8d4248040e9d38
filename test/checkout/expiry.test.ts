import { Database } from 'bun:sqlite'
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { join } from 'node:path'
import type { Cart } from '../../src/cart/cart.ts'
import { readCheckout } from '../../src/commands/cancellation.ts'
import { readCart } from '../../src/commands/carts.ts'
import { completeCart } from '../../src/commands/checkouts.ts'
import { addLine } from '../../src/commands/line-items.ts'
import { brokenInvariants } from '../support/invariants.ts'
import { asGuest, openStockedShop, readyCart, type StockedShop } from '../support/shop.ts'
import { watchLoop } from './loop-watch.ts'
import { sweep } from './sweeping.ts'

const staleCount = 50_000

/** No request may wait longer than that because of it. */
const heldMaxMs = 100

let place: StockedShop
beforeEach(async () => {
  place = await openStockedShop()
})
afterEach(async () => {
  await place.close()
})

async function attempted(data: { outcome: string }): Promise<{ cart: Cart; checkoutId: string }> {
  const cart = await readyCart(place.shop, { sku: 'PRODUCT-01-S', quantity: 1, data })
  const asked = { keyed: null, signedInAs: null, waitMs: 0, show: () => ({ status: 200, body: '' }) }
  const begun = await completeCart(place.shop, cart.id, asked)
  await place.settle()
  return { cart, checkoutId: begun.kind === 'pending' ? begun.checkout.id : '' }
}

/** As many copies of the cart, each under an id of its own. */
function copy(cart: Cart, count: number): void {
  const file = new Database(join(place.dataDir, 'cartwright.db'))
  try {
    file.run('pragma busy_timeout = 10000')
    file
      .prepare(
        `with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ?)
        insert into carts (id, version, stage, door, region_id, currency_code, channel_id, session_id, customer_id, email,
          created_at, updated_at, completed_at, touched, shape, doc)
        select printf('cart_copy%018d', n), version, stage, door, region_id, currency_code, channel_id, session_id, customer_id,
          email, created_at, updated_at, completed_at, touched, shape, json_set(doc, '$.id', printf('cart_copy%018d', n))
        from carts, numbers where id = ?`,
      )
      .run(count, cart.id)
  } finally {
    file.close()
  }
}

function rowCount(table: string): number {
  const file = new Database(join(place.dataDir, 'cartwright.db'), { readonly: true })
  const row = file.query<{ n: number }, []>(`select count(*) as n from ${table}`).get()
  file.close()
  return row?.n ?? 0
}

/** Each statement finds `numbers` with a column n, and `$now`. */
function insert(now: number, statements: readonly string[]): void {
  const file = new Database(join(place.dataDir, 'cartwright.db'))
  try {
    file.run('pragma busy_timeout = 10000')
    const numbers = `with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${someRows})`
    for (const statement of statements) file.prepare(`${numbers} ${statement}`).run({ $now: now })
  } finally {
    file.close()
  }
}

function isAnyStale(): Promise<boolean> {
  const before = place.shop.now() - place.shop.settings.cartTtlMs
  return place.shop.store.read((books) => books.staleCarts(before, 1).length > 0)
}

/** Shoppers who read and change their carts one after the other, until told to stop; how long each request took. */
function shopping(carts: readonly Cart[]): { stop(): Promise<readonly number[]> } {
  let isOver = false
  const took: number[] = []
  async function shopper(cart: Cart): Promise<void> {
    const variantId = cart.lines[0]?.variantId ?? ''
    for (let at = 0; !isOver; at += 1) {
      const begun = performance.now()
      if (at % 2 === 0) await readCart(place.shop, cart.id, null, (read) => read.lines.length)
      else await addLine(place.shop, cart.id, { variantId, quantity: 1, metadata: {} }, asGuest)
      took.push(performance.now() - begun)
      await Bun.sleep(5)
    }
  }
  const all = Promise.all(carts.map(shopper))
  return {
    stop: async () => {
      isOver = true
      await all
      return took
    },
  }
}

function p99(took: readonly number[]): number {
  return took.toSorted((a, b) => a - b)[Math.floor(took.length * 0.99)] ?? 0
}

test(`${staleCount} stale carts go while others shop, and nobody waits for it`, async () => {
  const bought = await attempted({ outcome: 'authorize' })
  const declined = await attempted({ outcome: 'decline' })
  const unknown = await attempted({ outcome: 'timeout_after_charge' })
  const stale = await readyCart(place.shop, { sku: 'PRODUCT-01-S', quantity: 2, data: null })
  copy(stale, staleCount - 2)
  place.clock.advance(place.shop.settings.cartTtlMs + 1)
  const wish = { sku: 'PRODUCT-01-S', quantity: 1, data: null }
  const fresh = await Promise.all([1, 2, 3, 4].map(() => readyCart(place.shop, wish)))
  expect(rowCount('carts')).toBe(staleCount + 2 + fresh.length)

  const before = shopping(fresh)
  await Bun.sleep(1_500)
  const usual = await before.stop()

  const during = shopping(fresh)
  const loop = watchLoop()
  const begun = performance.now()
  while (await isAnyStale()) await sweep(place)
  const tookMs = performance.now() - begun
  const held = loop.stop()
  const meanwhile = await during.stop()

  console.log(
    `${staleCount} carts in ${Math.round(tookMs)} ms; requests p99 ${p99(usual).toFixed(1)} → ${p99(meanwhile).toFixed(1)} ms of ${meanwhile.length}; loop held ${held.toFixed(1)} ms at most`,
  )
  expect(rowCount('carts')).toBe(2 + fresh.length)
  const left = await place.shop.store.read((books) =>
    [bought, declined, unknown].map(({ cart }) => books.cart(cart.id)?.stage ?? null),
  )
  expect(left).toEqual(['completed', null, 'frozen'])
  expect((await readCheckout(place.shop, unknown.checkoutId)).state).toBe('payment_unknown')
  expect(held).toBeLessThan(heldMaxMs)
  expect(p99(meanwhile)).toBeLessThan(Math.max(heldMaxMs, 5 * p99(usual)))
  await place.settle()
  expect(brokenInvariants(place.dataDir)).toEqual([])
}, 180_000)

/** More than one commit's worth of each. */
const someRows = 330

test('whatever is over goes in one run: receipts, jobs, notices, sessions, tokens and announcements', async () => {
  const { shop, clock } = place
  const customer = await shop.store.read((books) => books.customers()[0]?.id ?? '')
  insert(shop.now(), [
    `insert into jobs (id, kind, payload, state, run_at, rung_at, created_at, updated_at)
      select 'job_' || n, 'expire-carts', '{}', 'done', $now, $now, $now, $now from numbers`,
    `insert into jobs (id, kind, payload, state, run_at, rung_at, created_at, updated_at)
      select 'job_dead', 'complete-cart', '{}', 'dead', $now, $now, $now, $now`,
    `insert into inbox (provider, event_id, type, state, received_at, ended_at) select 'test', n, 'told', 'handled', $now, $now from numbers`,
    `insert into sessions (id_hash, customer_id, created_at, expires_at) select 'session' || n, '${customer}', $now, $now + 1000 from numbers`,
    `insert into password_tokens (token_hash, customer_id, created_at, expires_at) select 'token' || n, '${customer}', $now, $now + 1000 from numbers`,
    `insert into announcements (id, type, subject, at) select 'evt_' || n, 'cart.created', n, $now from numbers`,
    `insert into receipts (scope, key, fingerprint, created_at) select 'carts', n, 'f', $now from numbers`,
    `insert into remembered_taxes (question, situation, taxes, at) select n, 'here', '{}', $now from numbers`,
  ])
  clock.advance(31 * 86_400_000)
  await sweep(place)
  const tables = ['jobs', 'inbox', 'sessions', 'password_tokens', 'announcements', 'receipts', 'remembered_taxes']
  expect(tables.map((table) => rowCount(table))).toEqual([2, 0, 0, 0, 0, 0, 0])
})
