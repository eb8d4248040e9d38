import { describe, expect, test } from 'bun:test'
import { InvariantError } from '../../../src/invariant.ts'
import type { TestStore } from '../../support/store.ts'
import { acceptedCheckout, attemptAt, begin, changed, move, orderFrom, save } from '../things.ts'

/** One cart, one live attempt, one order. */
export function checkoutsContract(at: () => TestStore): void {
  describe('an attempt', () => attempts(at))
  describe('an order', () => orders(at))
}

function attempts(at: () => TestStore): void {
  test('is the only live one of its cart, until it ends', async () => {
    const { store, newId } = at()
    const first = await acceptedCheckout(store, newId)
    const second = attemptAt(first.cart, newId('chk'), { createdAt: first.createdAt + 1 })
    await expect(save(store, begin(second))).rejects.toMatchObject({ kind: 'second-live-checkout' })
    expect(await store.read((books) => books.liveCheckout(first.cartId))).toEqual(first)
    await save(store, move(first, { state: 'failed' }), begin(second))
    expect(await store.read((books) => books.liveCheckout(first.cartId))).toEqual(second)
    expect(await store.read((books) => books.lastCheckout(first.cartId))).toEqual(second)
    expect((await store.read((books) => books.checkout(first.id)))?.state).toBe('failed')
  })

  test('moves as the table of moves says and no other way', async () => {
    const { store, newId } = at()
    const checkout = await acceptedCheckout(store, newId)
    await expect(save(store, move(checkout, { state: 'authorized' }))).rejects.toBeInstanceOf(InvariantError)
    await save(store, move(checkout, { state: 'expired' }))
    const ended = { ...checkout, state: 'expired' } as const
    await expect(save(store, move(ended, { state: 'accepted' }))).rejects.toBeInstanceOf(InvariantError)
    expect(await store.read((books) => books.checkout(checkout.id))).toEqual(ended)
  })

  test('does not move from a state that it has left', async () => {
    const { store, newId } = at()
    const checkout = await acceptedCheckout(store, newId)
    await save(store, move(checkout, { state: 'taxed' }))
    await expect(save(store, move(checkout, { state: 'failed' }))).rejects.toMatchObject({ kind: 'checkout-moved' })
    expect((await store.read((books) => books.checkout(checkout.id)))?.state).toBe('taxed')
  })

  test('keeps a history of its moves, but not of what else is noted on it', async () => {
    const { store, newId } = at()
    const checkout = await acceptedCheckout(store, newId)
    const noted = { ...checkout, nextAction: { url: 'there' } }
    await save(store, move(checkout, noted), move(noted, { state: 'canceled', updatedAt: checkout.updatedAt + 7 }))
    const events = await store.read((books) => books.checkoutEvents(checkout.id))
    expect(events.map(({ from, to, why, by, at }) => [from, to, why, by, at])).toEqual([
      [null, 'accepted', 'asked', 'shopper', checkout.updatedAt],
      ['accepted', 'canceled', 'moved', 'job', checkout.updatedAt + 7],
    ])
    expect((await store.read((books) => books.checkout(checkout.id)))?.nextAction).toEqual({ url: 'there' })
  })

  test('that has not moved for long is found, the idlest first', async () => {
    const { store, newId } = at()
    const young = await acceptedCheckout(store, newId)
    const old = await acceptedCheckout(store, newId)
    const moved = await acceptedCheckout(store, newId)
    await save(store, move(old, { state: 'accepted', updatedAt: old.updatedAt - 1 }))
    await save(store, move(moved, { state: 'taxed' }))
    const idle = (before: number) =>
      store.read((books) => books.idleCheckouts('accepted', before, 9).map(({ id }) => id))
    expect(await idle(young.updatedAt)).toEqual([old.id])
    expect(await idle(young.updatedAt + 1)).toEqual([old.id, young.id])
  })
}

function orders(at: () => TestStore): void {
  test('is the only one of its cart', async () => {
    const { store, newId } = at()
    const checkout = await acceptedCheckout(store, newId)
    const order = orderFrom(checkout, newId('order'), 1)
    await save(store, { kind: 'place-order', order })
    const twice = orderFrom(checkout, newId('order'), 2)
    await expect(save(store, { kind: 'place-order', order: twice })).rejects.toMatchObject({ kind: 'second-order' })
    const found = await store.read((books) => [
      books.order(order.id),
      books.orderOfCart(checkout.cartId),
      books.orderByDisplayId(1),
      books.order(twice.id),
    ])
    expect(found).toEqual([order, order, order, null])
  })

  test('is numbered 1, 2, 3 …, also when many are placed at once', async () => {
    const { store, newId } = at()
    const checkouts = []
    for (let count = 0; count < 10; count += 1) checkouts.push(await acceptedCheckout(store, newId))
    const numbers = await Promise.all(
      checkouts.map((checkout) =>
        store.change((books) => {
          const order = orderFrom(checkout, newId('order'), books.nextDisplayId())
          return { result: order.displayId, changes: [{ kind: 'place-order', order }] }
        }),
      ),
    )
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  test('changes by its own moves, and its cart cannot be deleted', async () => {
    const { store, newId } = at()
    const checkout = await acceptedCheckout(store, newId)
    const order = orderFrom(checkout, newId('order'), 1)
    const completed = changed(checkout.cart, { stage: 'completed' })
    await save(store, { kind: 'place-order', order }, { kind: 'save-cart', cart: completed })
    const captured = { ...order, paymentStatus: 'captured' } as const
    await save(store, { kind: 'save-order', order: captured })
    expect(await store.read((books) => books.order(order.id))).toEqual(captured)
    const deleted = save(store, { kind: 'delete-carts', ids: [checkout.cartId], why: 'expired' })
    await expect(deleted).rejects.toMatchObject({ kind: 'cart-kept' })
  })
}
