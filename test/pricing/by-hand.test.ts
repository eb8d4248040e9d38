import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Cart, ManualDiscount } from '../../src/cart/cart.ts'
import { minor } from '../../src/money/money.ts'
import { billFor } from '../../src/pricing/bill.ts'
import { explain } from '../../src/pricing/explain.ts'
import { goodsAmounts } from '../../src/pricing/goods-amounts.ts'
import { cartOf, discount, factsOf, line, regionOf } from './builders.ts'

const off = (amount: number, lineId: string | null = null): ManualDiscount => {
  return { id: `hand-${lineId}-${amount}`, name: 'Sorry', amount: minor(amount), lineId }
}
const withHand = (cart: Cart, ...manualDiscounts: ManualDiscount[]): Cart => ({ ...cart, manualDiscounts })
const gross = factsOf({ region: regionOf({ taxRate: 25, includesTax: true }) })
const grossLine = (id: string, price: number, quantity: number) => line(id, price, quantity, { includesTax: true })

describe('an amount that is taken off by hand', () => {
  test('is divided by what is left of the lines after codes', () => {
    const cart = withHand(cartOf([line('a', 1000, 1), line('b', 500, 2)]), off(900))
    const tenth = factsOf({ discounts: [discount({ type: 'percentage', value: 10 })] })
    const bill = billFor(cart, tenth)
    // 900 are left of each: 100 by the code and 450 by hand; 20 % on 450.
    expect(bill.lines.map(({ discountTotal, taxTotal }) => [Number(discountTotal), Number(taxTotal)])).toEqual([
      [550, 90],
      [550, 90],
    ])
    expect(bill.lines[0]?.adjustments.map(({ amount }) => Number(amount))).toEqual([100, 450])
  })

  test('spares what takes no discount, and is never more than there is', () => {
    const cart = withHand(cartOf([line('a', 1000, 1), line('b', 500, 1, { discountable: false })]), off(5000))
    expect(billFor(cart, factsOf()).lines.map(({ discountTotal }) => Number(discountTotal))).toEqual([1000, 0])
  })

  test('off one line is off that line, whether or not codes may touch it', () => {
    const cart = withHand(cartOf([line('a', 1000, 1), line('b', 500, 1, { discountable: false })]), off(200, 'b'))
    expect(billFor(cart, factsOf()).lines.map(({ discountTotal }) => Number(discountTotal))).toEqual([0, 200])
  })

  test('contains its tax where prices do', () => {
    const cart = withHand(cartOf([grossLine('a', 12500, 2)]), off(5000))
    const bill = billFor(cart, gross)
    expect([bill.total, bill.discountTotal, bill.taxTotal].map(Number)).toEqual([20000, 4000, 4000])
  })

  test('says why', () => {
    const cart = withHand(cartOf([line('a', 1000, 1)]), off(100))
    const facts = factsOf()
    const [reasons] = explain(billFor(cart, facts), cart, facts)
    expect(reasons?.reasons.map(({ label, amount }) => [label, Number(amount)])).toEqual([
      ['1 × 10.00', 1000],
      ['Sorry', -100],
      ['default 20 %', 180],
    ])
  })
})

test('whatever is taken off: listed less every reason is what is left', () => {
  const lines = fc.array(fc.tuple(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 1, max: 9 })), {
    minLength: 1,
    maxLength: 6,
  })
  const amounts = fc.array(fc.integer({ min: 0, max: 50_000 }), { maxLength: 3 })
  fc.assert(
    fc.property(lines, amounts, fc.boolean(), fc.nat(90), (wanted, cuts, includesTax, percent) => {
      const made = wanted.map(([price, quantity], at) => line(`l${at}`, price, quantity, { includesTax }))
      const hand = cuts.map((amount, at) => off(amount, at === 1 ? 'l0' : null))
      const cart = withHand(cartOf(made), ...hand)
      const facts = factsOf({
        region: regionOf({ taxRate: 19, includesTax }),
        discounts: [discount({ type: 'percentage', value: percent })],
      })
      const bill = billFor(cart, facts)
      const goods = goodsAmounts(cart, bill)
      const codes = goods.coupons.reduce((total, { amount }) => total + amount, 0)
      const left = includesTax ? goods.total : goods.totalWithoutTax
      // Where prices contain tax, the tax of each line is rounded once before and once after.
      const slack = includesTax ? made.length : 0
      expect(Math.abs(goods.base - goods.orderDiscount - codes - left)).toBeLessThanOrEqual(slack)
      expect(goods.total).toBe(goods.lines.reduce((total, one) => minor(total + one.total), minor(0)))
      expect(goods.total).toBeGreaterThanOrEqual(0)
    }),
    { numRuns: 500 },
  )
})
