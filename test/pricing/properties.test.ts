import { expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Cart } from '../../src/cart/cart.ts'
import { type Bill, billFor, type PriceFacts } from '../../src/pricing/bill.ts'
import { explain } from '../../src/pricing/explain.ts'
import { cartOf, discount, factsOf, giftCard, line, method, regionOf, taxRate } from './builders.ts'

const numRuns = 10_000

const productIds = ['product-0', 'product-1', 'product-2', 'product-3']
const price = fc.oneof(fc.nat(5), fc.nat(10_000), fc.nat(100_000_000))
const percent = fc.constantFrom(0, 5.5, 7.7, 19, 20, 25, 33.3333, 100)
const someProducts = fc.subarray(productIds)

const lines = fc
  .array(fc.tuple(price, fc.integer({ min: 1, max: 12 }), fc.boolean(), fc.nat(3)), { maxLength: 6 })
  .map((drawn) =>
    drawn.map(([unitPrice, quantity, discountable, product], index) =>
      line(String(index), unitPrice, quantity, { discountable, productId: productIds[product] ?? null }),
    ),
  )

const methods = fc
  .array(price, { maxLength: 2 })
  .map((prices) => prices.map((each, index) => method(each, { id: `method-${index}`, optionId: `option-${index}` })))

const rule = fc.record({
  type: fc.constantFrom('percentage', 'fixed', 'fixed', 'free_shipping'),
  value: fc.oneof(fc.nat(100), fc.nat(20_000)),
  allocation: fc.constantFrom('total', 'item'),
  conditions: fc.array(fc.record({ operator: fc.constantFrom('in', 'not_in'), productIds: someProducts }), {
    maxLength: 1,
  }),
})

const discounts = fc
  .array(rule, { maxLength: 3 })
  .map((rules) => rules.map((each, index) => discount(each, { id: `discount-${index}`, code: `CODE${index}` })))

const giftCards = fc
  .array(fc.oneof(price, fc.constant(0)), { maxLength: 3 })
  .map((balances) => balances.map((balance, index) => giftCard(balance, { id: `card-${index}` })))

const region = fc
  .tuple(percent, fc.boolean(), percent, someProducts, percent, someProducts)
  .map(([rate, giftCardsTaxable, reduced, first, extra, second]) =>
    regionOf({
      taxRate: rate,
      giftCardsTaxable,
      taxRates: [
        taxRate(reduced, { productIds: first, shippingOptionIds: ['option-0'] }, 'reduced'),
        taxRate(extra, { productIds: second, shippingOptionIds: ['option-0'] }, 'extra'),
      ],
    }),
  )

interface Case {
  readonly cart: Cart
  readonly facts: PriceFacts
}

const anyCase: fc.Arbitrary<Case> = fc
  .tuple(lines, methods, discounts, giftCards, region, fc.boolean(), fc.constantFrom('rates', 'rates', 'none'))
  .map(([itsLines, itsMethods, itsDiscounts, cards, itsRegion, includesTax, taxes]) => ({
    cart: cartOf(
      itsLines.map((each) => ({ ...each, includesTax })),
      itsMethods.map((each) => ({ ...each, includesTax })),
    ),
    facts: factsOf({ region: itsRegion, discounts: itsDiscounts, giftCards: cards, taxes }),
  }))

function forAnyCart(check: (bill: Bill, drawn: Case) => void): void {
  fc.assert(
    fc.property(anyCase, (drawn) => check(billFor(drawn.cart, drawn.facts), drawn)),
    { numRuns },
  )
}

function add(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}

function same(shown: number, expected: number, what: string): void {
  if (shown !== expected) throw new Error(`${what}: ${shown} is not ${expected}`)
}

test('shown parts add up to shown sums', () => {
  forAnyCart((bill) => {
    for (const each of bill.lines) {
      same(add(each.adjustments.map(({ amount }) => amount)), each.discountTotal, 'adjustments')
      same(add(each.taxLines.map(({ amount }) => amount)), each.taxTotal, 'tax lines')
      same(each.subtotal - each.discountTotal + each.taxTotal, each.total, 'line')
      same(each.subtotal + each.originalTaxTotal, each.originalTotal, 'original line')
    }
    for (const each of bill.shipping) {
      same(add(each.taxLines.map(({ amount }) => amount)), each.taxTotal, 'shipping tax lines')
      same(each.subtotal + each.taxTotal, each.total, 'shipping')
    }
    same(add(bill.lines.map(({ subtotal }) => subtotal)), bill.subtotal, 'subtotal')
    same(add(bill.lines.map(({ discountTotal }) => discountTotal)), bill.discountTotal, 'discounts')
    same(add(bill.lines.map(({ taxTotal }) => taxTotal)), bill.itemTaxTotal, 'item tax')
    same(add(bill.shipping.map(({ subtotal }) => subtotal)), bill.shippingTotal, 'shipping')
    same(add(bill.shipping.map(({ taxTotal }) => taxTotal)), bill.shippingTaxTotal, 'shipping tax')
    same(add(bill.giftCards.map(({ amount }) => amount)), bill.giftCardTotal, 'gift cards')
    same(add(bill.giftCards.map(({ taxAmount }) => taxAmount)), bill.giftCardTaxTotal, 'gift card tax')
  })
})

test('the total is what its parts say', () => {
  forAnyCart((bill) => {
    same(bill.itemTaxTotal + bill.shippingTaxTotal, bill.taxTotal, 'tax')
    const taken = bill.discountTotal + bill.giftCardTotal + bill.giftCardTaxTotal
    same(bill.subtotal + bill.shippingTotal + bill.taxTotal - taken, bill.total, 'total')
  })
})

test('nothing is negative, and everything is whole', () => {
  forAnyCart((bill) => {
    JSON.stringify(bill, (name, value: unknown) => {
      if (typeof value === 'number' && name !== 'rate' && name !== 'taxRate') {
        if (!Number.isSafeInteger(value) || value < 0 || Object.is(value, -0)) throw new Error(`${name} is ${value}`)
      }
      return value
    })
  })
})

test('the order of the lines does not change what is due', () => {
  forAnyCart((bill, { cart, facts }) => {
    const { lines: _lines, ...sums } = bill
    const { lines: _reversed, ...others } = billFor({ ...cart, lines: cart.lines.toReversed() }, facts)
    expect(others).toEqual(sums)
  })
})

test('a discount never takes more than is there, nor more than it says', () => {
  forAnyCart((bill, { facts }) => {
    for (const each of bill.lines) {
      if (each.discountTotal > each.subtotal) throw new Error(`${each.discountTotal} off ${each.subtotal}`)
    }
    for (const { id, rule: itsRule } of facts.discounts) {
      if (itsRule.type !== 'fixed' || itsRule.allocation !== 'total' || facts.discounts.length > 1) continue
      const amounts = bill.lines.flatMap(({ adjustments }) => adjustments.filter((each) => each.discountId === id))
      if (add(amounts.map(({ amount }) => amount)) > itsRule.value) throw new Error('more than the fixed amount')
    }
  })
})

test('a line that may not be discounted is not', () => {
  forAnyCart((bill, { cart }) => {
    const fixed = new Set(cart.lines.filter(({ discountable }) => !discountable).map(({ id }) => id))
    for (const each of bill.lines) if (fixed.has(each.lineId)) same(each.discountTotal, 0, 'discount')
  })
})

test('gift cards never pay more than they hold, nor more than is due', () => {
  forAnyCart((bill, { facts }) => {
    bill.giftCards.forEach(({ amount }, index) => {
      if (amount > (facts.giftCards[index]?.balance ?? 0)) throw new Error('above the balance')
    })
    const withoutTax = bill.subtotal + bill.shippingTotal - bill.discountTotal
    const due = facts.region.giftCardsTaxable ? withoutTax : withoutTax + bill.taxTotal
    const held = add(facts.giftCards.map(({ balance }) => balance))
    same(bill.giftCardTotal, Math.min(due, held), 'gift cards')
  })
})

test('prices that contain tax are what is paid when nothing is taken off', () => {
  forAnyCart((_, { cart, facts }) => {
    const itsLines = cart.lines.map((each) => ({ ...each, includesTax: true }))
    const itsMethods = cart.shippingMethods.map((each) => ({ ...each, includesTax: true }))
    const bill = billFor(cartOf(itsLines, itsMethods), { ...facts, discounts: [], giftCards: [] })
    const listed = add(itsLines.map(({ unitPrice, quantity }) => unitPrice * quantity))
    same(bill.total, listed + add(itsMethods.map((each) => each.price)), 'total')
  })
})

test('tax after a fixed amount off is that of the exact share, rounded once', () => {
  const value = fc.nat(20_000)
  fc.assert(
    fc.property(lines, value, percent, (itsLines, off, rate) => {
      const cart = cartOf(itsLines)
      const facts = factsOf({
        region: regionOf({ taxRate: rate }),
        discounts: [discount({ type: 'fixed', value: off })],
      })
      const whole = add(itsLines.map((each) => (each.discountable ? each.unitPrice * each.quantity : 0)))
      const left = BigInt(whole - Math.min(off, whole))
      billFor(cart, facts).lines.forEach((billed, index) => {
        const each = itsLines[index]
        if (!each?.discountable || whole === 0) return
        const top = BigInt(each.unitPrice * each.quantity) * left * BigInt(Math.round(rate * 10_000))
        const bottom = BigInt(whole) * 1_000_000n
        same(billed.taxTotal, Number((2n * top + bottom) / (2n * bottom)), 'tax')
      })
    }),
    { numRuns },
  )
})

test('billing twice gives the same bill and leaves the cart alone', () => {
  forAnyCart((bill, { cart, facts }) => {
    const before = JSON.stringify([cart, facts])
    expect(billFor(cart, facts)).toEqual(bill)
    expect(JSON.stringify([cart, facts])).toBe(before)
  })
})

test('the reasons of a line add up to its total', () => {
  forAnyCart((bill, { cart, facts }) => {
    explain(bill, cart, facts).forEach(({ reasons }, index) => {
      same(add(reasons.map(({ amount }) => amount)), bill.lines[index]?.total ?? -1, 'reasons')
    })
  })
})
