import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { minor, sum } from '../../src/money/money.ts'
import { asListed } from '../../src/pricing/as-listed.ts'
import type { Bill } from '../../src/pricing/bill.ts'

/** One line of 100.00 with 10.00 off, 20 % of tax, 5.00 for shipping, and a card that pays 6.00 and spares 1.20. */
const bill: Bill = {
  currencyCode: 'eur',
  lines: [
    {
      lineId: 'item_1',
      subtotal: minor(10_000),
      discountTotal: minor(1_000),
      adjustments: [
        { discountId: 'one', amount: minor(900) },
        { discountId: 'two', amount: minor(100) },
      ],
      taxLines: [],
      taxTotal: minor(1_800),
      originalTaxTotal: minor(2_000),
      total: minor(10_800),
      originalTotal: minor(12_000),
    },
  ],
  shipping: [
    {
      methodId: 'sm_1',
      price: minor(500),
      subtotal: minor(500),
      taxLines: [],
      taxTotal: minor(100),
      originalTaxTotal: minor(100),
      total: minor(600),
      originalTotal: minor(600),
    },
  ],
  giftCards: [{ giftCardId: 'gift_1', amount: minor(600), taxAmount: minor(120), isTaxable: true, taxRate: 20 }],
  subtotal: minor(10_000),
  discountTotal: minor(1_000),
  shippingTotal: minor(500),
  itemTaxTotal: minor(1_800),
  shippingTaxTotal: minor(100),
  taxTotal: minor(1_900),
  giftCardTotal: minor(600),
  giftCardTaxTotal: minor(120),
  total: minor(10_680),
}

describe('a bill as prices are listed', () => {
  test('without tax: the tax comes on top', () => {
    const { lines, ...listed } = asListed(bill, { includesTax: false })
    expect(listed).toMatchObject({
      shipping: [{ methodId: 'sm_1', price: 500 }],
      subtotal: 10_000,
      discountTotal: 1_000,
      shippingTotal: 500,
      taxTotal: 1_780,
      giftCards: [{ giftCardId: 'gift_1', amount: 600 }],
      giftCardTotal: 600,
      total: 10_680,
    })
    expect(lines).toMatchObject([{ subtotal: 10_000, discountTotal: 1_000, total: 9_000, taxTotal: 1_800 }])
  })

  test('with tax: the tax is part of every amount', () => {
    const { lines, ...listed } = asListed(bill, { includesTax: true })
    expect(listed).toMatchObject({
      shipping: [{ methodId: 'sm_1', price: 600 }],
      subtotal: 12_000,
      discountTotal: 1_200,
      shippingTotal: 600,
      taxTotal: 1_780,
      giftCards: [{ giftCardId: 'gift_1', amount: 720 }],
      giftCardTotal: 720,
      total: 10_680,
    })
    const adjustments = [
      { discountId: 'one', amount: 1_080 },
      { discountId: 'two', amount: 120 },
    ]
    expect(lines).toMatchObject([
      { subtotal: 12_000, discountTotal: 1_200, adjustments, total: 10_800, taxTotal: 1_800 },
    ])
  })

  test('a discount of less than half a cent may still take a cent off a price with tax', () => {
    const [line] = bill.lines
    if (!line) throw new Error('the bill has a line')
    const adjustments = [{ discountId: 'one', amount: minor(0) }]
    const tiny = { ...line, discountTotal: minor(0), adjustments, taxTotal: minor(1_999), total: minor(11_999) }
    const { lines } = asListed({ ...bill, lines: [tiny] }, { includesTax: true })
    expect(lines).toMatchObject([{ discountTotal: 1, adjustments: [{ discountId: 'one', amount: 1 }] }])
  })

  test('what is shown adds up, whatever the amounts', () => {
    const amount = fc.integer({ min: 0, max: 1_000_000 }).map(minor)
    fc.assert(
      fc.property(amount, amount, amount, amount, amount, (net, first, second, tax, originalTax) => {
        const discountTotal = minor(first + second)
        const subtotal = minor(net + discountTotal)
        const adjustments = [
          { discountId: 'one', amount: first },
          { discountId: 'two', amount: second },
        ]
        const taxTotal = minor(Math.min(tax, originalTax))
        const line = {
          lineId: 'item_1',
          subtotal,
          discountTotal,
          adjustments,
          taxLines: [],
          taxTotal,
          originalTaxTotal: originalTax,
          total: minor(net + taxTotal),
          originalTotal: minor(subtotal + originalTax),
        }
        for (const includesTax of [true, false]) {
          const [shown] = asListed({ ...bill, lines: [line] }, { includesTax }).lines
          expect(sum((shown?.adjustments ?? []).map((cut) => cut.amount))).toBe(shown?.discountTotal ?? minor(-1))
          expect((shown?.subtotal ?? 0) - (shown?.discountTotal ?? 0)).toBe(shown?.total ?? -1)
        }
      }),
    )
  })
})
