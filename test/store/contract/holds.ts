import { describe, expect, test } from 'bun:test'
import { minor } from '../../../src/money/money.ts'
import { Refusal } from '../../../src/refusal.ts'
import type { TestStore } from '../../support/store.ts'
import { discount, giftCard, importInto } from '../catalog-things.ts'
import { acceptedCheckout, save } from '../things.ts'

/** What an attempt keeps for itself: never more than is there, given back or spent once. */
export function holdsContract(at: () => TestStore): void {
  describe('stock', () => stock(at))
  describe('stock sold beyond what is there', () => backorders(at))
  describe('a discount', () => discounts(at))
  describe('a gift card', () => giftCards(at))
}

async function attempts(at: () => TestStore, count: number): Promise<readonly string[]> {
  const ids: string[] = []
  while (ids.length < count) ids.push((await acceptedCheckout(at().store, at().newId)).id)
  return ids
}

const release = (checkoutId: string) => ({ kind: 'release-holds', checkoutId }) as const
const settle = (checkoutId: string) => ({ kind: 'settle-holds', checkoutId, orderId: 'order_1' }) as const
const item = (variantId: string, quantity: number, allowBackorder = false) => ({ variantId, quantity, allowBackorder })

/** The codes of those that were refused; anything else that went wrong is thrown. */
async function refusals(outcomes: readonly Promise<unknown>[]): Promise<readonly string[]> {
  const settled = await Promise.allSettled(outcomes)
  return settled.flatMap((outcome) => {
    if (outcome.status === 'fulfilled') return []
    if (outcome.reason instanceof Refusal) return [outcome.reason.code]
    throw outcome.reason
  })
}

function stock(at: () => TestStore): void {
  const hold = (checkoutId: string, quantity = 1) =>
    save(at().store, { kind: 'hold-stock', checkoutId, items: [item('v', quantity)] })
  const shown = () => at().store.read((books) => books.stock('v'))

  test('of one: of twenty who want it at once exactly one gets it', async () => {
    await importInto(at().store, { stock: [{ variantId: 'v', imported: 1 }] })
    const ids = await attempts(at, 20)
    expect(await refusals(ids.map((id) => hold(id)))).toEqual(Array.from({ length: 19 }, () => 'out-of-stock'))
    expect(await shown()).toEqual({ variantId: 'v', onHand: 1, reserved: 1, backordered: 0 })
  })

  test('that is short is named whole, and nothing of it is held', async () => {
    const { store } = at()
    await importInto(store, { stock: ['a', 'b', 'c'].map((variantId) => ({ variantId, imported: 2 })) })
    const [checkoutId = ''] = await attempts(at, 1)
    const items = [item('a', 2), item('b', 3), item('c', 9), item('nowhere', 1)]
    const refused = save(store, { kind: 'hold-stock', checkoutId, items })
    const details = { variantIds: ['b', 'c', 'nowhere'] }
    await expect(refused).rejects.toMatchObject({ code: 'out-of-stock', details })
    expect((await store.read((books) => books.stock('a')))?.reserved).toBe(0)
  })

  test('held, released and sold again and again is counted once', async () => {
    const { store } = at()
    await importInto(store, { stock: [{ variantId: 'v', imported: 10 }] })
    const [sold = '', released = ''] = await attempts(at, 2)
    for (let times = 0; times < 2; times += 1) {
      await hold(sold, 3)
      await hold(released, 4)
    }
    expect(await shown()).toMatchObject({ onHand: 10, reserved: 7 })
    for (let times = 0; times < 2; times += 1) await save(store, settle(sold), release(released))
    await save(store, release(sold), settle(released))
    expect(await shown()).toMatchObject({ onHand: 7, reserved: 0, backordered: 0 })
  })
}

function backorders(at: () => TestStore): void {
  test('is counted apart when sold, and forgotten when released', async () => {
    const { store } = at()
    await importInto(store, { stock: [{ variantId: 'v', imported: 3 }] })
    const [first = '', second = '', third = ''] = await attempts(at, 3)
    const hold = (checkoutId: string, quantity: number, allowBackorder: boolean) =>
      save(store, { kind: 'hold-stock', checkoutId, items: [item('v', quantity, allowBackorder)] })
    await hold(first, 5, true)
    await hold(second, 2, true)
    expect(await store.read((books) => books.stock('v'))).toMatchObject({ onHand: 3, reserved: 3, backordered: 0 })
    await save(store, release(second), settle(first))
    expect(await store.read((books) => books.stock('v'))).toMatchObject({ onHand: 0, reserved: 0, backordered: 2 })
    await expect(hold(third, 1, false)).rejects.toMatchObject({ code: 'out-of-stock' })
  })

  test('needs no stock to be known', async () => {
    const { store } = at()
    const [checkoutId = ''] = await attempts(at, 1)
    await save(store, { kind: 'hold-stock', checkoutId, items: [item('v', 2, true)] }, settle(checkoutId))
    expect(await store.read((books) => books.stock('v'))).toMatchObject({ onHand: 0, backordered: 2 })
  })
}

function discounts(at: () => TestStore): void {
  const hold = (checkoutId: string, code: string) =>
    save(at().store, { kind: 'hold-discount', checkoutId, discountId: `disc_${code}` })
  const uses = (code: string) => at().store.read((books) => books.discountUses(`disc_${code}`))

  test('is held and used up to its limit, by as many as ask at once', async () => {
    const { store } = at()
    await importInto(store, { discounts: [discount('TWO', 2), discount('ALL', null)] })
    const ids = await attempts(at, 6)
    const refused = await refusals(ids.map((id) => hold(id, 'TWO')))
    expect(refused).toEqual(Array.from({ length: 4 }, () => 'discount-used-up'))
    await Promise.all(ids.map((id) => hold(id, 'ALL')))
    expect(await uses('ALL')).toEqual({ discountId: 'disc_ALL', held: 6, used: 0 })
    const [first = '', second = '', third = ''] = ids
    for (let times = 0; times < 2; times += 1) await save(store, settle(first), release(second))
    expect(await uses('TWO')).toEqual({ discountId: 'disc_TWO', held: 0, used: 1 })
    await hold(third, 'TWO')
    const last = hold(ids[3] ?? '', 'TWO')
    await expect(last).rejects.toMatchObject({ code: 'discount-used-up', details: { code: 'TWO' } })
  })
}

function giftCards(at: () => TestStore): void {
  const hold = (checkoutId: string, amount: number) =>
    save(at().store, { kind: 'hold-gift-card', checkoutId, giftCardId: 'gift_GC', amount: minor(amount) })
  const shown = () => at().store.read((books) => books.giftCardByCode('GC'))

  test('never gives more than it holds, however many ask at once', async () => {
    await importInto(at().store, { giftCards: [giftCard('GC', 100)] })
    const ids = await attempts(at, 10)
    const refused = await refusals(ids.map((id) => hold(id, 30)))
    expect(refused).toEqual(Array.from({ length: 7 }, () => 'gift-card-short'))
    expect(await shown()).toMatchObject({ value: minor(100), balance: minor(10), isDisabled: false })
  })

  test('gets back what an attempt releases, once', async () => {
    const { store } = at()
    await importInto(store, { giftCards: [giftCard('GC', 100)] })
    const [id = ''] = await attempts(at, 1)
    await hold(id, 70)
    await hold(id, 70)
    expect((await shown())?.balance).toBe(minor(30))
    for (let times = 0; times < 2; times += 1) await save(store, release(id), settle(id))
    expect((await shown())?.balance).toBe(minor(100))
  })

  test('spent up is disabled, but not while some of it may come back', async () => {
    const { store } = at()
    await importInto(store, { giftCards: [giftCard('GC', 100)] })
    const [buys = '', fails = '', buysRest = ''] = await attempts(at, 3)
    await hold(buys, 60)
    await hold(fails, 40)
    await save(store, settle(buys))
    expect(await shown()).toMatchObject({ balance: minor(0), isDisabled: false })
    await save(store, release(fails))
    await hold(buysRest, 40)
    await save(store, settle(buysRest))
    expect(await shown()).toMatchObject({ balance: minor(0), isDisabled: true })
  })

  test('bought in the shop is a card like any other', async () => {
    const { store } = at()
    await save(store, { kind: 'issue-gift-card', giftCard: giftCard('GC', 50) })
    const [id = ''] = await attempts(at, 1)
    await hold(id, 20)
    expect(await store.read((books) => books.giftCards())).toMatchObject([{ code: 'GC', balance: minor(30) }])
  })
}
