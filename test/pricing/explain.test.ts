import { expect, test } from 'bun:test'
import { InvariantError } from '../../src/invariant.ts'
import { billFor } from '../../src/pricing/bill.ts'
import { explain } from '../../src/pricing/explain.ts'
import { cartOf, discount, factsOf, line } from './builders.ts'

const facts = factsOf({ discounts: [discount({ type: 'percentage', value: 10 }, { code: 'TENPERCENT' })] })

test('a line’s reasons: goods, discount, tax', () => {
  const cart = cartOf([line('a', 1999, 2)])
  expect<unknown>(explain(billFor(cart, facts), cart, facts)).toEqual([
    {
      lineId: 'a',
      reasons: [
        { label: '2 × 19.99', amount: 3998 },
        { label: 'TENPERCENT', amount: -400 },
        { label: 'default 20 %', amount: 720 },
      ],
    },
  ])
})

test('a price that contains tax says so', () => {
  const cart = cartOf([line('a', 333, 1, { includesTax: true, discountable: false })])
  expect<unknown>(explain(billFor(cart, facts), cart, facts)[0]?.reasons).toEqual([
    { label: '1 × 3.33, without tax', amount: 278 },
    { label: 'default 20 %', amount: 55 },
  ])
})

test('a bill of another cart cannot be explained', () => {
  const bill = billFor(cartOf([line('a', 1, 1)]), facts)
  expect(() => explain(bill, cartOf([line('b', 1, 1)]), facts)).toThrow(InvariantError)
})
