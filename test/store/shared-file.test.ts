import { Database } from 'bun:sqlite'
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { migrations } from '../../db/migrations.ts'
import { openDatabase } from '../../db/open.ts'
import type { Cart } from '../../src/cart/cart.ts'
import { openStore } from '../../src/store/sqlite/open-store.ts'
import type { Store } from '../../src/store/store.ts'
import { openStoreOn, openTestStore, type TestStore } from '../support/store.ts'
import { importInto, product, variant } from './catalog-things.ts'
import { changed, newCart, save } from './things.ts'

let at: TestStore
let other: Store
beforeEach(async () => {
  at = await openTestStore()
  other = openStoreOn(at.file, at.clock)
})
afterEach(async () => {
  await other.close()
  await at.close()
})

test('what one process imports the others see with their next look', async () => {
  const title = () => at.store.read((books) => books.variant('variant_1')?.title ?? null)
  const sells = (name: string) => importInto(other, { products: [product(1, [variant(1, { title: name })])] })
  expect(await title()).toBeNull()
  await sells('old')
  expect(await title()).toBe('old')
  await sells('new')
  const inChange = at.store.change((books) => ({ result: books.variant('variant_1')?.title, changes: [] }))
  expect(await inChange).toBe('new')
})

test('two processes that change one cart at once lose no change', async () => {
  const cart = newCart(at.newId)
  await save(at.store, { kind: 'save-cart', cart })
  const add = (store: Store) =>
    store.change((books) => {
      const next = changed(books.cart(cart.id) as Cart)
      return { result: next.version, changes: [{ kind: 'save-cart', cart: next }] }
    })
  const each = async (store: Store) => {
    for (let count = 0; count < 50; count += 1) await add(store)
  }
  await Promise.all([each(at.store), each(other)])
  expect((await at.store.read((books) => books.cart(cart.id)))?.version).toBe(101)
})

test('while another process keeps the file locked, changes wait and reads are answered', async () => {
  const cart = newCart(at.newId)
  await save(at.store, { kind: 'save-cart', cart })
  const locker = new Database(at.file)
  locker.run('begin immediate')
  let isSaved = false
  const saved = save(at.store, { kind: 'save-cart', cart: changed(cart) }).then(() => {
    isSaved = true
  })
  await Bun.sleep(400)
  expect(isSaved).toBe(false)
  expect((await at.store.read((books) => books.cart(cart.id)))?.version).toBe(1)
  locker.run('rollback')
  await saved
  expect((await at.store.read((books) => books.cart(cart.id)))?.version).toBe(2)
  locker.close(true)
})

test('with no room left changes are refused, reads go on, and saving goes on when there is room', async () => {
  const connection = openDatabase(at.file, { migrations, now: 1 })
  const store = openStore(connection, { now: at.clock.now, newToken: () => crypto.randomUUID() })
  const limit = (pages: string) => connection.run(`pragma max_page_count = ${pages}`)
  const cart = newCart(at.newId)
  await save(store, { kind: 'save-cart', cart })
  limit('1') // SQLite takes the present size instead
  const big = Array.from({ length: 20 }, () => newCart(at.newId, { metadata: { text: 'x'.repeat(20_000) } }))
  const outcomes = await Promise.allSettled(big.map((each) => save(store, { kind: 'save-cart', cart: each })))
  const codes = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'saved'))
  expect(new Set(codes)).toEqual(new Set(['storage-full']))
  expect(await store.read((books) => books.cart(cart.id))).toEqual(cart)
  expect(await store.read((books) => books.cart(big[0]?.id ?? ''))).toBeNull()
  limit('1000000')
  await Promise.all(big.map((each) => save(store, { kind: 'save-cart', cart: each })))
  expect(await at.store.read((books) => books.cart(big[19]?.id ?? ''))).toEqual(big[19] ?? null)
  await store.close()
})
