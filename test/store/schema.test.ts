import { Database } from 'bun:sqlite'
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { apiKeyKinds } from '../../db/schema/api-keys.ts'
import { cartStages, doors } from '../../db/schema/carts.ts'
import { actors, checkoutMoves, checkoutStates, liveStates } from '../../db/schema/checkouts.ts'
import { jobStates } from '../../db/schema/jobs.ts'
import { orderStatuses, paymentStatuses } from '../../db/schema/orders.ts'
import { productStatuses } from '../../db/schema/products.ts'
import type { CartStage, Door } from '../../src/cart/cart.ts'
import type { Product } from '../../src/catalog/product.ts'
import type { ApiKeyKind } from '../../src/checkout/api-key.ts'
import { type Actor, type CheckoutState, canMove, isTerminal, moves } from '../../src/checkout/checkout.ts'
import type { JobState } from '../../src/checkout/job.ts'
import type { Order } from '../../src/checkout/order.ts'
import { minor, zero } from '../../src/money/money.ts'
import { lineWith } from '../support/carts.ts'
import { openTestStore, type TestStore } from '../support/store.ts'
import { acceptedCheckout, newCart, orderFrom, save } from './things.ts'

let at: TestStore
let sql: Database
beforeEach(async () => {
  at = await openTestStore()
  sql = new Database(at.file)
  sql.run('pragma foreign_keys = on')
})
afterEach(async () => {
  sql.close(true)
  await at.close()
})

/** Compiles only when the lists hold the same words. */
function sameWords<Word>(_table: readonly Word[], _core: readonly Word[]): void {}

const states = Object.keys(moves) as CheckoutState[]

test('the words in the tables are the words of the core', () => {
  sameWords<CartStage>(cartStages, [] as (typeof cartStages)[number][])
  sameWords<ApiKeyKind>(apiKeyKinds, [] as (typeof apiKeyKinds)[number][])
  sameWords<Door>(doors, [] as (typeof doors)[number][])
  sameWords<JobState>(jobStates, [] as (typeof jobStates)[number][])
  sameWords<Actor>(actors, [] as (typeof actors)[number][])
  sameWords<Order['status']>(orderStatuses, [] as (typeof orderStatuses)[number][])
  sameWords<Order['paymentStatus']>(paymentStatuses, [] as (typeof paymentStatuses)[number][])
  sameWords<Product['status']>(productStatuses, [] as (typeof productStatuses)[number][])
  expect([...checkoutStates].sort()).toEqual([...states].sort())
  expect<readonly string[]>([...liveStates].sort()).toEqual(states.filter((state) => !isTerminal(state)).sort())
})

test('the table of moves is the same in code and in SQL', () => {
  const allowed = states.flatMap((from) => states.filter((to) => canMove(from, to)).map((to) => `${from}>${to}`))
  expect<readonly string[]>([...checkoutMoves].sort()).toEqual(['>accepted', ...allowed].sort())
})

test('the history of an attempt takes exactly these moves, whoever writes it', async () => {
  const { id } = await acceptedCheckout(at.store, at.newId)
  const note = sql.prepare(
    "insert into checkout_events (checkout_id, from_state, to_state, why, by, at) values (?, ?, ?, '', 'operator', 0)",
  )
  const taken = [null, ...states].flatMap((from) =>
    states.filter((to) => !fails(() => note.run(id, from, to))).map((to) => `${from ?? ''}>${to}`),
  )
  expect(taken.sort()).toEqual([...checkoutMoves].sort())
})

test('SQL written by hand cannot break what the tables say', async () => {
  const { id, cartId } = await acceptedCheckout(at.store, at.newId)
  await at.store.jobs.ensure({ id: 'job_1', kind: 'expire-carts', runAt: 0 }, 0)
  sql.run("insert into stock (variant_id, initial, on_hand) values ('v', 5, 5)")
  sql.run(
    "insert into gift_cards (id, code, initial, balance, is_disabled, updated_at, doc) values ('g', 'g', 5, 5, 0, 0, '{}')",
  )
  for (const statement of [
    'update stock set on_hand = -1, initial = -1',
    'update stock set reserved = 6',
    'update stock set reserved = -1',
    'update stock set on_hand = 4',
    'update gift_cards set balance = -1',
    'update gift_cards set balance = 6',
    `update checkouts set state = 'lost'`,
    `update checkouts set state = 'completed'`,
    `update carts set stage = 'lost'`,
    "update jobs set state = 'running'",
    "update jobs set lease_token = 't', lease_until = 1",
    `insert into checkouts select 'chk_2', cart_id, 'taxed', null, 0, 0, 1, doc from checkouts where id = '${id}'`,
    `insert into stock_holds values ('nobody', 'v', 1, 0, 'held')`,
  ]) {
    expect({ statement, fails: fails(() => sql.run(statement)) }).toEqual({ statement, fails: true })
  }
  expect((await at.store.read((books) => books.liveCheckout(cartId)))?.state).toBe('accepted')
})

test('people who ask with SQL see the lines of carts and orders', async () => {
  const { store, newId } = at
  const lines = [
    lineWith('item_1', { quantity: 2 }),
    lineWith('item_2', { kind: 'custom', variantId: null, sku: null }),
  ]
  await save(store, { kind: 'save-cart', cart: newCart(newId, { id: 'cart_a', lines }) })
  expect(sql.prepare("select * from cart_lines where cart_id = 'cart_a'").all()).toMatchObject([
    { stage: 'open', line_id: 'item_1', kind: 'variant', sku: 'T-SHIRT-S', quantity: 2, unit_price: 1000 },
    { line_id: 'item_2', kind: 'custom', variant_id: null, sku: null, quantity: 1, currency_code: 'eur' },
  ])
  const checkout = await acceptedCheckout(store, newId)
  const billed = { ...noTaxLines, lineId: 'item_1', discountTotal: minor(7), taxTotal: minor(20), total: minor(2013) }
  const bill = { ...checkout.bill, lines: [billed] }
  const order = orderFrom({ ...checkout, bill, cart: { ...checkout.cart, lines } }, newId('order'), 7)
  await save(store, { kind: 'place-order', order })
  expect(sql.prepare('select * from order_lines').all()).toMatchObject([
    { order_id: order.id, display_id: 7, line_id: 'item_1', discount_total: 7, tax_total: 20, total: 2013 },
    { order_id: order.id, display_id: 7, line_id: 'item_2', title: 'T-shirt', total: null },
  ])
})

const noTaxLines = { subtotal: zero, adjustments: [], taxLines: [], originalTaxTotal: zero, originalTotal: zero }

function fails(statement: () => void): boolean {
  try {
    statement()
    return false
  } catch {
    return true
  }
}
