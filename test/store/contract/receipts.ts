import { describe, expect, test } from 'bun:test'
import type { Receipt } from '../../../src/checkout/decision.ts'
import type { TestStore } from '../../support/store.ts'
import { newCart, save } from '../things.ts'

/** What was answered and worked out before. */
export function receiptsContract(at: () => TestStore): void {
  describe('a receipt', () => receipts(at))
  describe('a tax quote', () => taxQuotes(at))
}

function receiptAt(key: string, more: Partial<Receipt> = {}): Receipt {
  const answer = { status: 200, body: '{"cart":"ø"}' }
  return { scope: 'cart_1', key, fingerprint: 'f', checkoutId: null, answer, createdAt: 1_000, ...more }
}

function receipts(at: () => TestStore): void {
  const keep = (receipt: Receipt) => save(at().store, { kind: 'save-receipt', receipt })
  const find = (scope: string, key: string) => at().store.read((books) => books.receipt(scope, key))

  test('is answered once, then never changes; elsewhere the key is another', async () => {
    const open = receiptAt('k', { answer: null, checkoutId: 'chk_1' })
    await keep(open)
    expect(await find('cart_1', 'k')).toEqual(open)
    const answered = receiptAt('k', { checkoutId: 'chk_1' })
    await keep(answered)
    expect(await find('cart_1', 'k')).toEqual(answered)
    await expect(keep(receiptAt('k', { answer: { status: 500, body: '' } }))).rejects.toMatchObject({
      kind: 'receipt-answered',
    })
    await keep(receiptAt('k', { scope: 'cart_2', fingerprint: 'g' }))
    expect(await find('cart_1', 'k')).toEqual(answered)
    expect(await find('cart_3', 'k')).toBeNull()
  })

  test('under another fingerprint answers nothing', async () => {
    await keep(receiptAt('k', { answer: null }))
    await expect(keep(receiptAt('k', { fingerprint: 'g' }))).rejects.toMatchObject({ kind: 'receipt-answered' })
    expect((await find('cart_1', 'k'))?.answer).toBeNull()
  })

  test('goes when it is old, a few at a time', async () => {
    for (const createdAt of [1, 2, 3, 4]) await keep(receiptAt(`k${createdAt}`, { createdAt }))
    const kept = async () => {
      const found = await Promise.all([1, 2, 3, 4].map((age) => find('cart_1', `k${age}`)))
      return found.flatMap((receipt) => receipt?.key ?? [])
    }
    await save(at().store, { kind: 'delete-receipts', before: 4, limit: 2 })
    expect(await kept()).toEqual(['k3', 'k4'])
    await save(at().store, { kind: 'delete-receipts', before: 4, limit: 2 })
    expect(await kept()).toEqual(['k4'])
  })
}

function taxQuotes(at: () => TestStore): void {
  test('holds for one version of its cart, and an older one does not come back', async () => {
    const { store, newId } = at()
    const cart = newCart(newId)
    await save(store, { kind: 'save-cart', cart })
    const taxes = (id: string) => ({ lines: [], shipping: [{ id, rate: 20, name: 'VAT', code: null, amount: null }] })
    const quote = (cartVersion: number, id: string) =>
      save(store, { kind: 'save-tax-quote', cartId: cart.id, cartVersion, taxes: taxes(id), at: 1 })
    const find = (version: number) => store.read((books) => books.taxQuote(cart.id, version))
    await quote(2, 'new')
    await quote(1, 'late')
    expect(await find(2)).toEqual(taxes('new'))
    expect(await find(1)).toBeNull()
    await save(store, { kind: 'delete-carts', ids: [cart.id] })
    expect(await find(2)).toBeNull()
  })
}
