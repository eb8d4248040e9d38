import { expect, test } from 'bun:test'
import { minor } from '../../src/money/money.ts'
import { billFor, type GivenTaxes } from '../../src/pricing/bill.ts'
import { optionTaxes, productTaxes, taxOnPrice } from '../../src/pricing/tax-rates.ts'
import { cartOf, discount, factsOf, line, method, regionOf, taxRate } from './builders.ts'

const both = regionOf({
  taxRates: [
    taxRate(5, { productIds: ['product-a'], shippingOptionIds: ['option'] }, 'federal'),
    taxRate(9.975, { productIds: ['product-a'], shippingOptionIds: ['option'] }, 'provincial'),
  ],
})

test('several rates on one line are each rounded by themselves; on shipping once, together', () => {
  const bill = billFor(cartOf([line('a', 10, 1)], [method(10)]), factsOf({ region: both }))
  expect(bill.lines[0]?.taxLines.map(({ code, amount }) => [code, Number(amount)])).toEqual([
    ['federal', 1],
    ['provincial', 1],
  ])
  expect(bill.shipping[0]?.taxLines.map(({ code, amount }) => [code, Number(amount)])).toEqual([
    ['federal', 0],
    ['provincial', 1],
  ])
  expect([bill.itemTaxTotal, bill.shippingTaxTotal].map(Number)).toEqual([2, 1])
})

test('rates that name a product or a shipping option replace the region’s; anything else has the region’s', () => {
  expect(productTaxes(both, 'product-a').map(({ rate }) => rate)).toEqual([5, 9.975])
  expect(productTaxes(both, 'product-b')).toEqual([{ rate: 20, name: 'default', code: 'default', amount: null }])
  expect(productTaxes(both, null).map(({ rate }) => rate)).toEqual([20])
  expect(optionTaxes(both, 'option').map(({ rate }) => rate)).toEqual([5, 9.975])
  expect(optionTaxes(both, 'other').map(({ rate }) => rate)).toEqual([20])
})

test('the tax on a price, on top of it or inside', () => {
  const rates = [{ rate: 20 }]
  expect([taxOnPrice(minor(333), rates, false), taxOnPrice(minor(333), rates, true)].map(Number)).toEqual([67, 56])
  expect<number>(taxOnPrice(minor(333), [], true)).toBe(0)
})

test('taxes left out: no tax lines, no tax, and prices that contain tax as listed', () => {
  const facts = factsOf({ taxes: 'none' })
  const bill = billFor(cartOf([line('a', 333, 3, { includesTax: true })], [method(500, { includesTax: true })]), facts)
  expect([...bill.lines, ...bill.shipping].flatMap(({ taxLines }) => taxLines)).toEqual([])
  expect([bill.subtotal, bill.shippingTotal, bill.taxTotal, bill.total].map(Number)).toEqual([999, 500, 0, 1499])
})

const given: GivenTaxes = {
  lines: [
    { id: 'a', rate: 8.875, name: 'City', code: 'ny', amount: minor(88) },
    { id: 'b', rate: 10, name: 'State', code: null, amount: null },
    { id: 'gone', rate: 50, name: 'Somebody else’s', code: null, amount: minor(500) },
  ],
  shipping: [{ id: 'method', rate: 8.875, name: 'City', code: 'ny', amount: minor(44) }],
}

test('a provider’s amounts stand as given; where it gave none its rate is applied; what it left out is not taxed', () => {
  const cart = cartOf([line('a', 1000, 1), line('b', 1000, 1), line('c', 1000, 1)], [method(500)])
  const bill = billFor(cart, factsOf({ taxes: given }))
  expect<unknown>(bill.lines.map(({ taxLines }) => taxLines)).toEqual([
    [{ rate: 8.875, name: 'City', code: 'ny', amount: 88 }],
    [{ rate: 10, name: 'State', code: null, amount: 100 }],
    [],
  ])
  expect([bill.itemTaxTotal, bill.shippingTaxTotal, bill.total].map(Number)).toEqual([188, 44, 3732])
})

test('a provider’s amount is the original tax of a line without discount, and says nothing of a discounted one', () => {
  const cart = cartOf([line('a', 1000, 1)])
  const plain = billFor(cart, factsOf({ taxes: given })).lines[0]
  expect([plain?.taxTotal, plain?.originalTaxTotal].map(Number)).toEqual([88, 88])
  const discounts = [discount({ type: 'percentage', value: 50 })]
  const cheaper = billFor(cart, factsOf({ taxes: given, discounts })).lines[0]
  expect([cheaper?.taxTotal, cheaper?.originalTaxTotal].map(Number)).toEqual([88, 89])
})

test('a price that contains tax stays what is paid, whatever cents the provider makes of it', () => {
  const cart = cartOf([line('a', 1000, 1, { includesTax: true })], [method(500, { includesTax: true })])
  const bill = billFor(cart, factsOf({ taxes: given }))
  expect([bill.subtotal, bill.shippingTotal, bill.taxTotal, bill.total].map(Number)).toEqual([912, 456, 132, 1500])
})

test('everything taken off a price that contains tax leaves no tax, not a negative one', () => {
  const discounts = [discount({ type: 'percentage', value: 100 })]
  const bill = billFor(cartOf([line('a', 333, 7, { includesTax: true })]), factsOf({ discounts }))
  expect([bill.subtotal, bill.discountTotal, bill.taxTotal, bill.total].map(Number)).toEqual([1943, 1943, 0, 0])
})
