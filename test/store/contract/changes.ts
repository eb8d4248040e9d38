import { describe, expect, test } from 'bun:test'
import type { Cart } from '../../../src/cart/cart.ts'
import { Refusal } from '../../../src/refusal.ts'
import { Conflict } from '../../../src/store/conflict.ts'
import type { CommitNews, Store } from '../../../src/store/store.ts'
import type { TestStore } from '../../support/store.ts'
import { attemptAt, begin, changed, newCart, save } from '../things.ts'

/** Saved together or not at all, in groups or alone, and there for good. */
export function changesContract(at: () => TestStore): void {
  describe('a change', () => oneChange(at))
  describe('a change', () => cartVersions(at))
  describe('many changes at once', () => manyChanges(at))
  describe('what was acknowledged', () => acknowledged(at))
  describe('news', () => news(at))
}

const find = (store: Store, id: string) => store.read((books) => books.cart(id))

function oneChange(at: () => TestStore): void {
  test('is saved, and its caller gets the result', async () => {
    const { store, newId } = at()
    const cart = newCart(newId, { email: 'ada@example.com', metadata: { note: 'ø “quoted” \u0000' } })
    const result = await store.change(() => ({ result: 'saved', changes: [{ kind: 'save-cart', cart }] }))
    expect(result).toBe('saved')
    expect(await find(store, cart.id)).toEqual(cart)
  })

  test('saves nothing when the decision throws', async () => {
    const { store, newId } = at()
    const cart = newCart(newId)
    await save(store, { kind: 'save-cart', cart })
    const refused = store.change(() => {
      throw new Refusal('cart-frozen', 'Not now.')
    })
    await expect(refused).rejects.toMatchObject({ name: 'Refusal', code: 'cart-frozen' })
    expect(await find(store, cart.id)).toEqual(cart)
  })

  test('saves nothing when saving fails half way', async () => {
    const { store, newId } = at()
    const cart = newCart(newId)
    const job = { id: newId('job'), payload: { kind: 'expire-carts' }, runAt: 0 } as const
    const attempt = attemptAt(cart, newId('chk'))
    const second = attemptAt(cart, newId('chk'))
    const failed = save(
      store,
      { kind: 'save-cart', cart },
      { kind: 'promise', job },
      begin(attempt),
      begin(second), // the cart has a live attempt by now
    )
    await expect(failed).rejects.toBeInstanceOf(Conflict)
    expect(await store.read((books) => [books.cart(cart.id), books.job(job.id), books.checkout(attempt.id)])).toEqual([
      null,
      null,
      null,
    ])
  })

  test('cannot be decided asynchronously', async () => {
    const { store, newId } = at()
    const cart = newCart(newId)
    // @ts-expect-error a decision that waits would be committed before it is taken
    const decided = store.change(async () => ({ result: null, changes: [{ kind: 'save-cart' as const, cart }] }))
    await expect(decided).rejects.toThrow()
    expect(await find(store, cart.id)).toBeNull()
  })
}

function cartVersions(at: () => TestStore): void {
  test('of a cart that somebody else changed meanwhile is not saved', async () => {
    const { store, newId } = at()
    const cart = newCart(newId)
    await save(store, { kind: 'save-cart', cart })
    const newer = changed(cart, { email: 'first@example.com' })
    await save(store, { kind: 'save-cart', cart: newer })
    for (const late of [cart, newer, { ...newer, version: 4 }]) {
      await expect(save(store, { kind: 'save-cart', cart: late })).rejects.toMatchObject({ kind: 'cart-version' })
    }
    expect(await find(store, cart.id)).toEqual(newer)
  })

  test('of a cart may change everything that carts are found by', async () => {
    const { store, newId, clock } = at()
    const cart = newCart(newId, { updatedAt: clock.now() })
    await save(store, { kind: 'save-cart', cart })
    const later = changed(cart, { sessionId: 'session_1', stage: 'frozen', updatedAt: clock.now() + 86_400_000 })
    await save(store, { kind: 'save-cart', cart: later })
    expect(await store.read((books) => books.cartBySession('session_1'))).toEqual(later)
    const moved = changed(later, { sessionId: 'session_2' })
    await save(store, { kind: 'save-cart', cart: moved })
    expect(await store.read((books) => books.cartBySession('session_1'))).toBeNull()
    expect(await store.read((books) => books.cartBySession('session_2'))).toEqual(moved)
  })
}

function manyChanges(at: () => TestStore): void {
  test('that refuse or fail harm no other', async () => {
    const { store, newId } = at()
    const carts = Array.from({ length: 30 }, () => newCart(newId))
    const outcomes = await Promise.allSettled(
      carts.map((cart, place) =>
        store.change(() => {
          if (place % 3 === 0) throw new Refusal('cart-frozen', 'Not this one.')
          const second = place % 3 === 1 ? [begin(attemptAt(newCart(newId), newId('chk')))] : []
          return { result: place, changes: [{ kind: 'save-cart', cart }, ...second] }
        }),
      ),
    )
    const there = await store.read((books) => carts.map((cart) => books.cart(cart.id) !== null))
    expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual(there)
    expect(there).toEqual(carts.map((_cart, place) => place % 3 === 2))
  })

  test('each see what the earlier ones decided', async () => {
    const { store, newId } = at()
    const cart = newCart(newId)
    await save(store, { kind: 'save-cart', cart })
    const versions = await Promise.all(
      Array.from({ length: 300 }, () =>
        store.change((books) => {
          const next = changed(books.cart(cart.id) as Cart)
          return { result: next.version, changes: [{ kind: 'save-cart', cart: next }] }
        }),
      ),
    )
    expect(versions).toEqual(Array.from({ length: 300 }, (_, place) => place + 2))
    expect((await find(store, cart.id))?.version).toBe(301)
  })
}

function acknowledged(at: () => TestStore): void {
  test('is there after the file is opened again', async () => {
    const opened = at()
    const carts = Array.from({ length: 20 }, () => newCart(opened.newId))
    await Promise.all(carts.map((cart) => save(opened.store, { kind: 'save-cart', cart })))
    await opened.reopen()
    expect(await opened.store.read((books) => carts.map(({ id }) => books.cart(id)))).toEqual(carts)
  })

  test('includes all that was asked before closing; what is asked after it is refused', async () => {
    const opened = at()
    const { store: closing, newId } = opened
    const carts = Array.from({ length: 200 }, () => newCart(newId))
    const saved = Promise.all(carts.map((cart) => save(closing, { kind: 'save-cart', cart })))
    const reopened = opened.reopen()
    await expect(save(closing, { kind: 'save-cart', cart: newCart(newId) })).rejects.toMatchObject({
      code: 'not-ready',
    })
    await Promise.all([saved, reopened])
    expect(await opened.store.read((books) => carts.map(({ id }) => books.cart(id)))).toEqual(carts)
  })

  test('is what is shown of untouched carts, oldest first, without those being bought', async () => {
    const { store, newId, clock } = at()
    const ages = [30, 10, 20, 5].map((days) => newCart(newId, { updatedAt: clock.now() - days * 86_400_000 }))
    const [oldest, , second] = ages
    const bought = newCart(newId, { updatedAt: clock.now() - 40 * 86_400_000 })
    await save(store, ...ages.map((cart) => ({ kind: 'save-cart', cart }) as const))
    await save(store, { kind: 'save-cart', cart: bought }, begin(attemptAt(bought, newId('chk'))))
    const before = clock.now() - 10 * 86_400_000
    expect(await store.read((books) => books.staleCarts(before, 10))).toEqual([oldest?.id ?? '', second?.id ?? ''])
    expect(await store.read((books) => books.staleCarts(before, 1))).toEqual([oldest?.id ?? ''])
    await save(store, { kind: 'delete-carts', ids: ages.map(({ id }) => id), why: 'expired' })
    expect(await store.read((books) => books.staleCarts(clock.now(), 10))).toEqual([])
    const kept = save(store, { kind: 'delete-carts', ids: [bought.id], why: 'expired' })
    await expect(kept).rejects.toMatchObject({ kind: 'cart-kept' })
  })
}

function news(at: () => TestStore): void {
  test('is told after the commit, of what was saved alone', async () => {
    const { store, newId, clock } = at()
    const heard: CommitNews[] = []
    const stop = store.onCommit((each) => heard.push(each))
    const cart = newCart(newId)
    const attempt = attemptAt(cart, newId('chk'))
    const job = { id: newId('job'), payload: { kind: 'expire-carts' }, runAt: clock.now() + 5 } as const
    await save(store, { kind: 'save-cart', cart }, begin(attempt), { kind: 'promise', job })
    expect(heard).toEqual([
      {
        promised: [{ id: job.id, kind: 'expire-carts', dispatch: 1, runAt: job.runAt }],
        checkoutIds: [attempt.id],
        quotedCartIds: [],
        orderIds: [],
      },
    ])
    const other = { ...job, id: newId('job') }
    const refused = save(store, { kind: 'promise', job: other }, begin(attempt))
    await expect(refused).rejects.toBeInstanceOf(Conflict)
    const answer = { kind: 'refused', message: 'nowhere' } as const
    const quote = { cartId: cart.id, cartVersion: 1, question: 'q', answer, at: clock.now() }
    await save(store, { kind: 'save-tax-quote', quote })
    expect(heard.slice(1)).toEqual([{ promised: [], checkoutIds: [], quotedCartIds: [cart.id], orderIds: [] }])
    stop()
    await save(store, { kind: 'promise', job: other })
    expect(heard).toHaveLength(2)
  })
}
