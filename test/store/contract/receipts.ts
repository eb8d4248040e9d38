import { describe, expect, test } from 'bun:test'
import type { Receipt } from '../../../src/checkout/decision.ts'
import type { RememberedTaxes, TaxQuote } from '../../../src/checkout/tax-quote.ts'
import { minor } from '../../../src/money/money.ts'
import type { TestStore } from '../../support/store.ts'
import { newCart, save } from '../things.ts'

/** What was answered and worked out before. */
export function receiptsContract(at: () => TestStore): void {
  describe('a receipt', () => receipts(at))
  describe('a tax quote', () => taxQuotes(at))
  describe('taxes that were given', () => rememberedTaxes(at))
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
  test('is the last of its cart, and one of an older version does not come back', async () => {
    const { store, newId } = at()
    const cart = newCart(newId)
    await save(store, { kind: 'save-cart', cart })
    const vat = { id: 'item_1', rate: 20, name: 'VAT', code: null, amount: null }
    const quoted = (cartVersion: number, question: string): TaxQuote => {
      const answer = { kind: 'given', taxes: { lines: [vat], shipping: [] } } as const
      return { cartId: cart.id, cartVersion, question, answer, at: 1 }
    }
    const find = () => store.read((books) => books.taxQuote(cart.id))
    await save(store, { kind: 'save-tax-quote', quote: quoted(2, 'new') })
    await save(store, { kind: 'save-tax-quote', quote: quoted(1, 'late') })
    expect(await find()).toEqual(quoted(2, 'new'))
    await save(store, { kind: 'delete-carts', ids: [cart.id], why: 'expired' })
    expect(await find()).toBeNull()
  })
}

function rememberedTaxes(at: () => TestStore): void {
  const taxes = { lines: [], shipping: [{ id: 'sm_1', rate: 7, name: 'VAT', code: 'vat', amount: minor(70) }] }
  const given = (question: string, situation: string, when: number) => ({ question, situation, taxes, at: when })
  const keep = (remembered: RememberedTaxes) => save(at().store, { kind: 'remember-taxes', remembered })

  test('are found by question, the newest by situation, also after a restart', async () => {
    await keep(given('q1', 's', 10))
    await keep(given('q2', 's', 30))
    await keep({ ...given('q1', 's', 20), taxes: { ...taxes, lines: [] } })
    await keep(given('q1', 'late', 5))
    await at().reopen()
    const { store } = at()
    expect(await store.read((books) => books.rememberedTaxes('q1'))).toEqual(given('q1', 's', 20))
    expect(await store.read((books) => books.lastTaxesIn('s'))).toEqual(given('q2', 's', 30))
    expect(await store.read((books) => [books.rememberedTaxes('q3'), books.lastTaxesIn('t')])).toEqual([null, null])
  })

  test('go when they are old, oldest first', async () => {
    for (const when of [3, 1, 2, 4]) await keep(given(`q${when}`, 's', when))
    const { store } = at()
    expect(await store.read((books) => books.oldTaxes(4, 2))).toEqual(['q1', 'q2'])
    await save(store, { kind: 'forget-taxes', questions: ['q1', 'q2'] })
    expect(await store.read((books) => books.oldTaxes(4, 2))).toEqual(['q3'])
  })
}
