import { Database } from 'bun:sqlite'
import { describe, expect, test } from 'bun:test'
import { notAsAgreed } from './as-agreed.ts'
import { wrongBills } from './own-sums.ts'
import { newPurchase, type Purchase, remember, type Shown, wrongSums } from './purchase.ts'

/** 3 of 19.99 and 2 of 10.01 in a region of 19 %, 7.00 off all of it, shipped for 4.99; each worked out by hand. */
const shown: Shown = {
  id: 'cart_1',
  email: 'grete@example.com',
  items: [
    { id: 'item_a', variant_id: 'variant_tee', quantity: 3, unit_price: 1999 },
    { id: 'item_b', variant_id: 'variant_cap', quantity: 2, unit_price: 1001 },
  ],
  discounts: [{ code: 'SEVEN-OFF' }],
  gift_cards: [],
  shipping_methods: [{ shipping_option_id: 'so_1', price: 499 }],
  shipping_address: { address_1: 'Am Wall 1', city: 'Bremen', postal_code: '28195', country_code: 'de' },
  subtotal: 7999,
  discount_total: 700,
  shipping_total: 499,
  // 5997 less 7.00 × 5997 ÷ 7999 is 5472.1947…, of which 19 % is 1039.7; 2002 less 175.1931… is 1826.8053, of which 347.1.
  tax_total: 1040 + 347 + 95,
  gift_card_total: 0,
  total: 7999 - 700 + 499 + 1482,
}

const line = (id: string, variantId: string, unitPrice: number, quantity: number) => {
  return { id, variantId, unitPrice, quantity, discountable: true, metadata: {} }
}
const billLine = (lineId: string, subtotal: number, discountTotal: number, taxTotal: number) => {
  const adjustments = [{ discountId: 'disc_1', amount: discountTotal }]
  const taxLines = [{ rate: 19, amount: taxTotal }]
  return {
    lineId,
    subtotal,
    discountTotal,
    adjustments,
    taxLines,
    taxTotal,
    total: subtotal - discountTotal + taxTotal,
  }
}
const order = {
  id: 'order_1',
  checkoutId: 'chk_1',
  email: 'grete@example.com',
  cart: {
    regionId: 'reg_1',
    lines: [line('item_a', 'variant_tee', 1999, 3), line('item_b', 'variant_cap', 1001, 2)],
    discounts: [{ id: 'disc_1', code: 'SEVEN-OFF' }],
    giftCards: [],
    shippingMethods: [{ optionId: 'so_1', price: 499 }],
    shippingAddress: { address1: 'Am Wall 1', city: 'Bremen', postalCode: '28195', countryCode: 'de' },
  },
  bill: {
    lines: [billLine('item_a', 5997, 525, 1040), billLine('item_b', 2002, 175, 347)],
    shipping: [{ subtotal: 499, taxLines: [{ rate: 19, amount: 95 }], taxTotal: 95, total: 594 }],
    giftCards: [],
    subtotal: 7999,
    discountTotal: 700,
    shippingTotal: 499,
    itemTaxTotal: 1387,
    shippingTaxTotal: 95,
    taxTotal: 1482,
    giftCardTotal: 0,
    giftCardTaxTotal: 0,
    total: 9280,
  },
}

describe('the judge', () => {
  test('finds nothing wrong with what is right', () => {
    expect(wrongSums(shown)).toBeNull()
    expect(saidOf(order, purchased())).toEqual([])
  })

  test.each([
    ['a cent of tax', { bill: { ...order.bill, itemTaxTotal: 1386, taxTotal: 1481, total: 9279 } }],
    ['a discount that lost a cent', { bill: { ...order.bill, discountTotal: 699, total: 9281 } }],
    ['half a cent', { bill: { ...order.bill, total: 9280.5 } }],
    [
      'tax on the rounded share',
      { bill: { ...order.bill, lines: [billLine('item_a', 5997, 525, 1039), billLine('item_b', 2002, 175, 348)] } },
    ],
    [
      'a share that is somebody else’s',
      { bill: { ...order.bill, lines: [billLine('item_a', 5997, 523, 1040), billLine('item_b', 2002, 177, 347)] } },
    ],
  ])('finds %s, by its own arithmetic', (_, change) => {
    const rules = saidOf({ ...order, ...change }, purchased()).map(({ rule }) => rule)
    expect(rules).toContain('I9')
  })

  test('finds an order that nobody was shown', () => {
    const cart = { ...order.cart, lines: [line('item_a', 'variant_tee', 1999, 4), ...order.cart.lines.slice(1)] }
    expect(saidOf({ ...order, cart }, purchased())).toContainEqual(expect.objectContaining({ rule: 'I15' }))
  })

  test('finds a line that is missing although it was there before', () => {
    const purchase = { ...purchased(), linesAsked: new Set(['item_a', 'item_b', 'item_c']) }
    expect(saidOf(order, purchase)).toEqual([
      { rule: 'I15', says: expect.stringContaining('item_c'), about: ['cart_1', 'order_1'] },
    ])
  })

  test('finds a line that was sent after the attempt was acknowledged', () => {
    const late = { ...line('item_b', 'variant_cap', 1001, 2), metadata: { edit: 4 } }
    const purchase = purchased()
    purchase.edits.set(4, 200)
    const cart = { ...order.cart, lines: [...order.cart.lines.slice(0, 1), late] }
    purchase.acknowledgedAt.set('chk_1', 300)
    expect(saidOf({ ...order, cart }, purchase)).toEqual([])
    purchase.acknowledgedAt.set('chk_1', 100)
    expect(saidOf({ ...order, cart }, purchase)).toEqual([
      { rule: 'I15', says: expect.stringContaining('item_b'), about: ['cart_1', 'order_1'] },
    ])
  })

  test('finds an answer whose amounts do not add up, or are not whole', () => {
    expect(wrongSums({ ...shown, total: shown.total + 1 })).toContain('come to 9280')
    expect(wrongSums({ ...shown, tax_total: 1482.5, total: 9280.5 })).toContain('not all whole')
  })
})

function purchased(): Purchase {
  const purchase = newPurchase('cart_1', 'key-1', 'test')
  remember(purchase, shown)
  purchase.linesAsked = new Set(['item_a', 'item_b'])
  return purchase
}

function saidOf(one: object, purchase: Purchase) {
  const shop = new Database(':memory:')
  try {
    for (const table of ['regions', 'discounts', 'checkouts']) shop.run(`create table ${table} (id text, doc text)`)
    shop.run('create table orders (id text, cart_id text, checkout_id text, doc text)')
    shop.run('create table gift_card_entries (checkout_id, gift_card_id, kind, amount, is_final)')
    shop.prepare('insert into regions values (?, ?)').run('reg_1', JSON.stringify({ taxRate: 19 }))
    const rule = { type: 'fixed', allocation: 'total', value: 700 }
    shop.prepare('insert into discounts values (?, ?)').run('disc_1', JSON.stringify({ rule }))
    shop.prepare('insert into orders values (?, ?, ?, ?)').run('order_1', 'cart_1', 'chk_1', JSON.stringify(one))
    return [...wrongBills(shop), ...notAsAgreed(shop, [purchase])]
  } finally {
    shop.close()
  }
}
