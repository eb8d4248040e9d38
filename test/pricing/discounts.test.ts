import { expect, test } from 'bun:test'
import type { Line } from '../../src/cart/cart.ts'
import type { Discount, DiscountRule } from '../../src/catalog/discount.ts'
import { billFor } from '../../src/pricing/bill.ts'
import { cartOf, discount, factsOf, line, method, regionOf } from './builders.ts'

const book = line('book', 1000, 1)
const shirt = line('shirt', 3000, 1)
const half: Partial<DiscountRule> = { type: 'percentage', value: 50 }

function offEach(lines: readonly Line[], ...discounts: readonly Discount[]): number[] {
  return billFor(cartOf(lines), factsOf({ discounts })).lines.map(({ discountTotal }) => discountTotal)
}

test.each([
  ['in a list', [{ operator: 'in', productIds: ['product-book'] }], [500, 0]],
  ['not in a list', [{ operator: 'not_in', productIds: ['product-book'] }], [0, 1500]],
  ['in an empty list', [{ operator: 'in', productIds: [] }], [0, 0]],
  [
    'only where every condition holds',
    [
      { operator: 'in', productIds: ['product-book', 'product-shirt'] },
      { operator: 'not_in', productIds: ['product-shirt'] },
    ],
    [500, 0],
  ],
] as const)('conditions: %s', (_, conditions, off) => {
  expect<unknown>(offEach([book, shirt], discount({ ...half, conditions }))).toEqual(off)
})

test('a condition never holds for something that is no product', () => {
  const custom = line('custom', 1000, 1, { kind: 'custom', variantId: null, productId: null })
  const conditions = [{ operator: 'not_in', productIds: ['product-book'] }] as const
  expect(offEach([custom, shirt], discount({ ...half, conditions }))).toEqual([0, 1500])
  expect(offEach([custom, shirt], discount(half))).toEqual([500, 1500])
})

test('a fixed amount with conditions is divided by all that may be discounted', () => {
  const conditions = [{ operator: 'in', productIds: ['product-book'] }] as const
  expect(offEach([book, shirt], discount({ type: 'fixed', value: 1000, conditions }))).toEqual([250, 0])
})

test('several discounts: each works on what the one before left', () => {
  const tenth = discount({ type: 'percentage', value: 10 }, { id: 'tenth', code: 'TENTH' })
  const lines = billFor(cartOf([book]), factsOf({ discounts: [discount(half), tenth] })).lines
  expect<unknown>(lines[0]?.adjustments).toEqual([
    { discountId: 'discount', amount: 500 },
    { discountId: 'tenth', amount: 50 },
  ])
})

test('a fixed amount after a fixed amount takes what is left and no more', () => {
  const first = discount({ type: 'fixed', value: 1000 }, { id: 'first', code: 'FIRST' })
  const second = discount({ type: 'fixed', value: 5000 }, { id: 'second', code: 'SECOND' })
  const thirds = [line('a', 1000, 1), line('b', 1000, 1), line('c', 1000, 1)]
  const bill = billFor(cartOf(thirds), factsOf({ discounts: [first, second] }))
  expect<number>(bill.discountTotal).toBe(3000)
  expect<number>(bill.total).toBe(0)
  expect(bill.lines.map(({ total }) => Number(total))).toEqual([0, 0, 0])
})

test('more than a hundred percent is a hundred', () => {
  expect(offEach([book], discount({ type: 'percentage', value: 150 }))).toEqual([1000])
})

test('free shipping comes and goes with its discount', () => {
  const cart = cartOf([book], [method(1000), method(500, { id: 'other' })])
  const free = discount({ type: 'free_shipping' })
  const freed = billFor(cart, factsOf({ discounts: [free] })).shipping
  expect(freed.map(({ price, originalTotal }) => [price, originalTotal].map(Number))).toEqual([
    [0, 0],
    [0, 0],
  ])
  const back = billFor(cart, factsOf()).shipping
  expect(back.map(({ price, originalTotal }) => [price, originalTotal].map(Number))).toEqual([
    [1000, 1200],
    [500, 600],
  ])
})

test('amounts far beyond a double keep their exact share', () => {
  const dear = [line('a', 333_333_333_333, 1), line('b', 333_333_333_334, 1)]
  const off = discount({ type: 'fixed', value: 333_333_333_333 })
  const bill = billFor(cartOf(dear), factsOf({ discounts: [off], region: regionOf({ taxRate: 7.7 }) }))
  expect(bill.lines.map(({ discountTotal }) => Number(discountTotal))).toEqual([166_666_666_666, 166_666_666_667])
  expect<number>(bill.taxTotal).toBe(25_666_666_666)
})
