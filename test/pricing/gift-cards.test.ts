import { expect, test } from 'bun:test'
import type { Minor } from '../../src/money/money.ts'
import { billFor } from '../../src/pricing/bill.ts'
import { drawnFrom } from '../../src/pricing/gift-cards.ts'
import { cartOf, discount, factsOf, giftCard, line, regionOf, taxRate } from './builders.ts'

test('the card that ends first pays first, then the one that holds least; the others only what is left', () => {
  const giftCards = [
    giftCard(900, { id: 'full' }),
    giftCard(200, { id: 'small' }),
    giftCard(500, { id: 'ends', endsAt: 9 }),
  ]
  const bill = billFor(cartOf([line('a', 1000, 1)]), factsOf({ giftCards }))
  expect(bill.giftCards.map(({ giftCardId, amount }) => [giftCardId, Number(amount)])).toEqual([
    ['full', 300],
    ['small', 200],
    ['ends', 500],
  ])
})

test('cards that hold the same pay in their order, and a later one only what the earlier left', () => {
  const giftCards = [giftCard(700, { id: 'first' }), giftCard(0, { id: 'empty' }), giftCard(700, { id: 'last' })]
  const bill = billFor(cartOf([line('a', 1000, 1)]), factsOf({ giftCards }))
  expect<unknown>(bill.giftCards).toEqual([
    { giftCardId: 'first', amount: 700, taxAmount: 140, isTaxable: true, taxRate: 20 },
    { giftCardId: 'empty', amount: 0, taxAmount: 0, isTaxable: true, taxRate: 20 },
    { giftCardId: 'last', amount: 300, taxAmount: 60, isTaxable: true, taxRate: 20 },
  ])
  expect<number>(bill.total).toBe(0)
})

test.each([
  ['cards are not taxed', { giftCardsTaxable: false }],
  ['there is no tax', { taxRate: 0 }],
] as const)('no tax is spared where %s', (_, change) => {
  const bill = billFor(cartOf([line('a', 1000, 1)]), factsOf({ region: regionOf(change), giftCards: [giftCard(400)] }))
  expect<unknown>(bill.giftCards).toEqual([
    { giftCardId: 'card', amount: 400, taxAmount: 0, isTaxable: false, taxRate: null },
  ])
})

test('where there is no regional tax, a taxable card leaves the tax of named products to be paid', () => {
  const region = regionOf({ taxRate: 0, taxRates: [taxRate(10, { productIds: ['product-a'] })] })
  const bill = billFor(cartOf([line('a', 1000, 1)]), factsOf({ region, giftCards: [giftCard(5000)] }))
  expect([bill.giftCardTotal, bill.total].map(Number)).toEqual([1000, 100])
})

test('a card at the full rate spares no more tax than a reduced line owes', () => {
  const region = regionOf({ taxRates: [taxRate(5.5, { productIds: ['product-book'] })] })
  const bill = billFor(cartOf([line('book', 1000, 1)]), factsOf({ region, giftCards: [giftCard(5000)] }))
  expect([bill.taxTotal, bill.giftCardTotal, bill.giftCardTaxTotal, bill.total].map(Number)).toEqual([55, 1000, 55, 0])
})

test('nor more than the cents that many small lines were rounded to', () => {
  const small = ['a', 'b', 'c', 'd', 'e'].map((id) => line(id, 2, 1))
  const bill = billFor(cartOf(small), factsOf({ giftCards: [giftCard(100)] }))
  expect([bill.taxTotal, bill.giftCardTotal, bill.giftCardTaxTotal, bill.total].map(Number)).toEqual([0, 10, 0, 0])
})

test('a cart that a discount made free needs no gift card', () => {
  const discounts = [discount({ type: 'percentage', value: 100 })]
  const bill = billFor(cartOf([line('a', 1000, 1)]), factsOf({ discounts, giftCards: [giftCard(500)] }))
  expect([bill.giftCardTotal, bill.giftCardTaxTotal, bill.total].map(Number)).toEqual([0, 0, 0])
})

test('a gift card that is bought is goods like others', () => {
  const bought = line('gift', 2500, 1, { isGiftcard: true, discountable: false })
  const bill = billFor(cartOf([bought]), factsOf({ discounts: [discount({ type: 'percentage', value: 10 })] }))
  expect([bill.subtotal, bill.discountTotal, bill.taxTotal, bill.total].map(Number)).toEqual([2500, 0, 500, 3000])
})

test('what was drawn: up to the card that paid the rest, empty ones before it included; the first one even of nothing', () => {
  const paid = (giftCardId: string, amount: number) => ({
    giftCardId,
    amount: amount as Minor,
    taxAmount: 0 as Minor,
    isTaxable: false,
    taxRate: null,
  })
  const drawn = (amounts: readonly (readonly [string, number, number])[]) =>
    drawnFrom(
      amounts.map(([id, amount]) => paid(id, amount)),
      amounts.map(([id, , left]) => giftCard(left, { id })),
    ).map(({ giftCardId, amount }) => [giftCardId, Number(amount)])

  const three = [
    ['rest', 300, 600],
    ['unused', 0, 1000],
    ['empty', 0, 0],
  ] as const
  expect(drawn(three)).toEqual([
    ['empty', 0],
    ['rest', 300],
  ])
  expect(
    drawn([
      ['big', 0, 900],
      ['small', 0, 200],
    ]),
  ).toEqual([['small', 0]])
  expect(drawn([])).toEqual([])
})
