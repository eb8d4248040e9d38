import { describe, expect, test } from 'bun:test'
import type { Cart } from '../../../src/cart/cart.ts'
import { type Draft, draftsMax } from '../../../src/checkout/draft.ts'
import type { TestStore } from '../../support/store.ts'
import { attemptAt, begin, changed, newCart, save } from '../things.ts'

const day = 86_400_000

/** Carts of a visit, which end when it does, and the checkouts that were begun with. */
export function visitsContract(at: () => TestStore): void {
  describe('carts of a visit', () => visits(at))
  describe('drafts', () => drafts(at))
}

const visitUntil = (endsAt: number) => ({ countryCode: 'de', languageCode: 'en', endsAt })

function visits(at: () => TestStore): void {
  const made = (sessionId: string, endsAt: number | null): Cart =>
    newCart(at().newId, { sessionId, visit: endsAt === null ? null : visitUntil(endsAt) })

  test('are found by their session; a cart that only names the same session is not one', async () => {
    const { store } = at()
    const cart = made('s1', day)
    await save(store, { kind: 'save-cart', cart }, { kind: 'save-cart', cart: made('s1', null) })
    expect(await store.read((books) => books.cartOfVisit('s1'))).toEqual(cart)
    expect(await store.read((books) => books.cartOfVisit('s2'))).toBeNull()
  })

  test('end at their time, first ends first, and not by being left alone', async () => {
    const { store } = at()
    const [late, early, other] = [made('s1', 2 * day), made('s2', day), made('s3', null)]
    await save(store, ...[late, early, other].map((cart) => ({ kind: 'save-cart', cart }) as const))
    const ended = (now: number) => store.read((books) => books.endedCarts(now, 10))
    expect(await ended(day - 1)).toEqual([])
    expect(await ended(day)).toEqual([early.id])
    expect(await ended(3 * day)).toEqual([early.id, late.id])
    expect(await store.read((books) => books.endedCarts(3 * day, 1))).toEqual([early.id])
    expect(await store.read((books) => books.staleCarts(other.updatedAt + 1, 10))).toEqual([other.id])
  })

  test('end at the same time however often they are changed', async () => {
    const { store } = at()
    const cart = made('s1', day)
    await save(store, { kind: 'save-cart', cart })
    await save(store, { kind: 'save-cart', cart: changed(cart, { updatedAt: cart.updatedAt + 5 * day }) })
    expect(await store.read((books) => books.endedCarts(day, 10))).toEqual([cart.id])
  })

  test('do not end under a running attempt, or once there is an order', async () => {
    const { store, newId } = at()
    const frozen = { ...made('s1', day), stage: 'frozen' } as const
    const completed = { ...made('s2', day), stage: 'completed' } as const
    await save(
      store,
      { kind: 'save-cart', cart: frozen },
      { kind: 'save-cart', cart: completed },
      begin(attemptAt(frozen, newId('chk'))),
    )
    expect(await store.read((books) => books.endedCarts(2 * day, 10))).toEqual([])
  })
}

function drafts(at: () => TestStore): void {
  const draftOf = (cart: Cart, createdAt: number): Draft => {
    const { bill } = attemptAt(cart, 'chk_1')
    return {
      id: at().newId('chk'),
      cartId: cart.id,
      cart,
      bill,
      providers: { payment: 'manual', shipping: null },
      createdAt,
    }
  }
  const keep = (draft: Draft) => ({ kind: 'save-draft', draft, countMax: draftsMax }) as const

  test('are found by their id, the newest by its cart', async () => {
    const { store, newId } = at()
    const cart = newCart(newId)
    const [first, second] = [draftOf(cart, 1), draftOf(cart, 2)]
    await save(store, { kind: 'save-cart', cart }, keep(first), keep(second))
    const seen = await store.read((books) => [books.draft(first.id), books.newestDraft(cart.id), books.draft('chk_x')])
    expect(seen).toEqual([first, second, null])
  })

  test('the oldest go first, so many at a time', async () => {
    const { store, newId } = at()
    const cart = newCart(newId)
    const three = [1, 2, 3].map((time) => draftOf(cart, time))
    await save(store, { kind: 'save-cart', cart }, ...three.map(keep))
    const counts = await store.read((books) => [1, 3, 9].map((before) => books.countOld('drafts', before, 10)))
    expect(counts).toEqual([0, 2, 3])
    const left = () => store.read((books) => three.map(({ id }) => books.draft(id) !== null))
    await save(store, { kind: 'delete-drafts', before: 9, limit: 1 })
    expect(await left()).toEqual([false, true, true])
    await save(store, { kind: 'delete-drafts', before: 3, limit: 10 })
    expect(await left()).toEqual([false, false, true])
  })

  test('only so many are kept of one cart, and none without it', async () => {
    const { store, newId } = at()
    const [cart, other] = [newCart(newId), newCart(newId)]
    const many = Array.from({ length: draftsMax + 2 }, (_, time) => draftOf(cart, time))
    const others = draftOf(other, 0)
    const carts = [cart, other].map((each) => ({ kind: 'save-cart', cart: each }) as const)
    await save(store, ...carts, keep(others), ...many.map(keep))
    const left = () => store.read((books) => [others, ...many].map(({ id }) => books.draft(id) !== null))
    expect(await left()).toEqual([true, false, false, ...Array(draftsMax).fill(true)])
    await save(store, { kind: 'delete-carts', ids: [cart.id], why: 'expired' })
    expect(await left()).toEqual([true, ...Array(draftsMax + 2).fill(false)])
  })
}
