import { describe, expect, test } from 'bun:test'
import type { CartLink } from '../../../src/cart/cart-links.ts'
import type { Metafield } from '../../../src/cart/metafields.ts'
import type { MetafieldQuery } from '../../../src/checkout/metafield-query.ts'
import type { TestStore } from '../../support/store.ts'
import { newCart, save } from '../things.ts'

/** What the shop's own programs keep beside carts. */
export function managementContract(at: () => TestStore): void {
  describe('a link to a cart', () => links(at))
  describe('metafields', () => metafields(at))
  test('a setting is what was said last, scope by scope', async () => {
    const { store } = at()
    const find = (scope: string) => store.read((books) => books.shopSetting(scope))
    expect(await find('carts')).toBeNull()
    await save(store, { kind: 'save-shop-setting', scope: 'carts', doc: { allow_purchasing: false } })
    await save(store, { kind: 'save-shop-setting', scope: 'carts', doc: { allow_purchasing: null } })
    expect(await find('carts')).toEqual({ allow_purchasing: null })
    expect(await find('carts/1')).toBeNull()
  })
}

async function savedCart({ store, newId }: TestStore): Promise<string> {
  const cart = newCart(newId)
  await save(store, { kind: 'save-cart', cart })
  return cart.id
}

function links(at: () => TestStore): void {
  const find = (hash: string) => at().store.read((books) => books.cartLink(hash))
  const linkAt = (cartId: string, tokenHash: string, expiresAt: number): CartLink => {
    return { tokenHash, cartId, usesLeft: 1, queryParams: { a: 'b' }, createdAt: 1, expiresAt }
  }

  test('has one use less with each, never less than none', async () => {
    const { store } = at()
    const link = linkAt(await savedCart(at()), 'one', 10)
    await save(store, { kind: 'save-cart-link', link })
    expect(await find('one')).toEqual(link)
    for (const _ of [1, 2]) await save(store, { kind: 'use-cart-link', tokenHash: 'one' })
    expect(await find('one')).toEqual({ ...link, usesLeft: 0 })
  })

  test('whose time is over is counted and removed, and so is one whose cart goes', async () => {
    const { store } = at()
    const cartId = await savedCart(at())
    for (const [hash, until] of [
      ['early', 10],
      ['late', 20],
    ] as const) {
      await save(store, { kind: 'save-cart-link', link: linkAt(cartId, hash, until) })
    }
    expect(await store.read((books) => books.countOld('cart-links', 20, 9))).toBe(1)
    await save(store, { kind: 'delete-cart-links', before: 20, limit: 9 })
    expect([await find('early'), (await find('late'))?.cartId]).toEqual([null, cartId])
    await save(store, { kind: 'delete-carts', ids: [cartId], why: 'deleted' })
    expect(await find('late')).toBeNull()
  })
}

function metafields(at: () => TestStore): void {
  const everything: MetafieldQuery = {
    cartId: null,
    readerId: 'key_1',
    isTest: false,
    keys: null,
    namespaces: null,
    created: { from: null, to: null },
    updated: { from: null, to: null },
    isDescending: false,
    after: null,
    before: null,
    offset: 0,
    limit: 9,
  }

  test('have numbers that are never used twice', async () => {
    const { store } = at()
    const cartId = await savedCart(at())
    const next = () => store.read((books) => books.nextMetafieldNumber())
    const field = (number: number, key: string, more: Partial<Metafield> = {}): Metafield => {
      const said = { permissionSet: 'app_only', namespace: 'n', value: 'v', description: '' } as const
      return { number, cartId, ownerId: 'key_1', key, ...said, createdAt: 1, updatedAt: 1, ...more }
    }
    expect(await next()).toBe(1)
    const [one, two] = [field(1, 'a'), field(2, 'b', { ownerId: 'key_2' })]
    await save(store, { kind: 'save-metafield', metafield: one }, { kind: 'save-metafield', metafield: two })
    await save(store, { kind: 'save-metafield', metafield: { ...one, value: 'w' } })
    expect(await store.read((books) => books.metafield(1))).toEqual({ ...one, value: 'w' })
    expect(await store.read((books) => books.metafieldByKey(cartId, 'key_2', 'n', 'b'))).toEqual(two)
    expect(await store.read((books) => books.metafieldCounts(cartId, 'key_1'))).toEqual({ all: 2, own: 1 })
    expect((await store.read((books) => books.metafields(everything))).metafields.map(({ number }) => number)).toEqual([
      1,
    ])
    await save(store, { kind: 'delete-metafields', numbers: [1, 2] })
    expect([await next(), await store.read((books) => books.metafield(2))]).toEqual([3, null])
  })
}
