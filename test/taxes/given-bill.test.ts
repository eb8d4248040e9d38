import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { questionFor } from '../../src/commands/tax-questions.ts'
import { minor } from '../../src/money/money.ts'
import { type Bill, billFor, type GivenTaxes } from '../../src/pricing/bill.ts'
import type { TaxQuestion } from '../../src/taxes/tax-provider.ts'
import { cartOf, discount, factsOf, line, method } from '../pricing/builders.ts'

const runs = 300

/** What a provider with this rate says, which rounds as it likes. */
function taxesAt(rate: number, { lines, shipping }: TaxQuestion, round = Math.round): GivenTaxes {
  const tax = ({ id, amount, includesTax }: TaxQuestion['lines'][number]) => {
    const share = includesTax ? rate / (100 + rate) : rate / 100
    return { id, rate, name: 'VAT', code: null, amount: minor(round(amount * share)) }
  }
  return { lines: lines.map(tax), shipping: shipping.map(tax) }
}

function figures({ lines, ...bill }: Bill) {
  const { subtotal, discountTotal, shippingTotal, taxTotal, total } = bill
  return [subtotal, discountTotal, shippingTotal, taxTotal, total].map(Number)
}

test('worked by hand: prices with 20 % tax in them, 10 % and then 5.00 off, a provider that takes the same', () => {
  const cart = cartOf([line('a', 12_000, 1, { includesTax: true })], [method(600, { includesTax: true })])
  const tenth = discount({ type: 'percentage', value: 10 })
  const fiver = discount({ type: 'fixed', value: 500 }, { id: 'fiver' })
  const facts = factsOf({ discounts: [tenth, fiver] })
  const question = questionFor(cart, facts, () => null)
  // 100.00 without tax, less 10.00, less 5.00; 17.00 of tax: 102.00 is what is paid and so what is asked about.
  expect(question.lines.map(({ amount, includesTax }) => [Number(amount), includesTax])).toEqual([[10_200, true]])
  const given = taxesAt(20, question)
  expect(given.lines.map(({ amount }) => Number(amount))).toEqual([1700])
  const bill = billFor(cart, { ...facts, taxes: given })
  expect(figures(bill)).toEqual([10_000, 1500, 500, 1800, 10_800])
  expect(figures(bill)).toEqual(figures(billFor(cart, facts)))
})

test('a provider that takes another tax than the region does not change what is paid for prices with tax in them', () => {
  const cart = cartOf([line('a', 12_000, 1, { includesTax: true }), line('b', 1000, 1)])
  const facts = factsOf({ discounts: [discount({ type: 'fixed', value: 1100 })] })
  const question = questionFor(cart, facts, () => null)
  // 100.00 and 10.00 without tax, 10.00 and 1.00 off: 108.00 with tax in it, and 9.00 without.
  expect(question.lines.map(({ amount }) => Number(amount))).toEqual([10_800, 900])
  const bill = billFor(cart, { ...facts, taxes: taxesAt(25, question) })
  expect(bill.lines.map(({ taxTotal, total }) => [taxTotal, total].map(Number))).toEqual([
    [2160, 10_800],
    [225, 1125],
  ])
  expect(figures(bill)).toEqual([9640 + 1000, 1100, 0, 2385, 11_925])
  const exempt = billFor(cart, { ...facts, taxes: { lines: [], shipping: [], flag: 'zero' } })
  expect(figures(exempt)).toEqual([11_800 + 1000, 1100, 0, 0, 11_700])
})

test('worked by hand: prices without tax are asked about after discounts, whatever the region’s rate', () => {
  const cart = cartOf([line('a', 1000, 3), line('b', 250, 2)], [method(499)])
  const facts = factsOf({ discounts: [discount({ type: 'percentage', value: 10 })] })
  const question = questionFor(cart, facts, (productId) => `code of ${productId}`)
  expect(question.lines.map(({ amount, quantity, taxCode }) => [Number(amount), quantity, taxCode])).toEqual([
    [2700, 3, 'code of product-a'],
    [450, 2, 'code of product-b'],
  ])
  expect(figures(billFor(cart, { ...facts, taxes: taxesAt(7, question) }))).toEqual([3500, 350, 499, 256, 3905])
})

test('whatever a provider gives, it stands as given and everything adds up', () => {
  const lineOf = fc.record({
    unitPrice: fc.integer({ min: 0, max: 100_000 }),
    quantity: fc.integer({ min: 1, max: 9 }),
    includesTax: fc.boolean(),
  })
  const cuts = fc.array(
    fc.oneof(
      fc.integer({ min: 0, max: 100 }).map((value) => discount({ type: 'percentage', value })),
      fc.integer({ min: 0, max: 50_000 }).map((value) => discount({ type: 'fixed', value }, { id: 'fixed' })),
    ),
    { maxLength: 2 },
  )
  const rounding = fc.constantFrom(Math.round, Math.floor, Math.ceil)
  const rates = fc.integer({ min: 0, max: 3000 }).map((hundredths) => hundredths / 100)
  fc.assert(
    fc.property(
      fc.array(lineOf, { minLength: 1, maxLength: 5 }),
      cuts,
      rates,
      rounding,
      (lines, discounts, rate, round) => {
        const goods = lines.map((one, at) =>
          line(`item_${at}`, one.unitPrice, one.quantity, { includesTax: one.includesTax }),
        )
        const cart = cartOf(goods, [method(990, { includesTax: true })])
        const facts = factsOf({ discounts })
        const question = questionFor(cart, facts, () => null)
        const given = taxesAt(rate, question, round)
        const bill = billFor(cart, { ...facts, taxes: given })
        const all = [...bill.lines, ...bill.shipping]
        expect(all.flatMap(({ taxLines }) => taxLines.map(({ amount }) => amount))).toEqual(
          [...given.lines, ...given.shipping].map(({ amount }) => amount ?? minor(0)),
        )
        const sum = all.reduce((whole, { total }) => whole + total, 0)
        expect(bill.total as number).toBe(sum)
        expect(bill.subtotal - bill.discountTotal + bill.shippingTotal + bill.taxTotal).toBe(sum)
        for (const [at, { total, taxTotal }] of all.entries()) {
          const thing = [...question.lines, ...question.shipping][at]
          if (!thing) throw new Error('one thing was asked about for each part of the bill')
          expect(total as number).toBe(thing.includesTax ? thing.amount : thing.amount + taxTotal)
        }
      },
    ),
    { numRuns: runs },
  )
})
