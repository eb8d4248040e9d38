import { expect, test } from 'bun:test'
import type { Price, PriceList, Variant } from '../../src/catalog/product.ts'
import { minor } from '../../src/money/money.ts'
import { type PriceQuestion, unitPriceFor } from '../../src/pricing/unit-price.ts'

const now = 1000

function price(amount: number, change: Partial<Price> = {}): Price {
  return {
    id: `price-${amount}`,
    currencyCode: 'eur',
    amount: minor(amount),
    regionId: null,
    minQuantity: null,
    maxQuantity: null,
    priceList: null,
    createdAt: 0,
    updatedAt: 0,
    ...change,
  }
}

function list(change: Partial<PriceList> = {}): { readonly priceList: PriceList } {
  const base = { id: 'list', name: 'Sale', startsAt: null, endsAt: null, createdAt: 0, updatedAt: 0 } as const
  return { priceList: { ...base, type: 'sale', status: 'active', ...change } }
}

function variant(prices: readonly Price[]): Variant {
  return {
    id: 'variant',
    number: 1,
    productId: 'product',
    title: 'S',
    sku: null,
    barcode: null,
    ean: null,
    upc: null,
    rank: 0,
    manageInventory: false,
    allowBackorder: false,
    options: [],
    prices,
    metadata: null,
    weight: null,
    length: null,
    height: null,
    width: null,
    hsCode: null,
    originCountry: null,
    midCode: null,
    material: null,
    createdAt: 0,
    updatedAt: 0,
  }
}

interface Expected {
  readonly amount: number
  readonly original: number
  readonly type: string
}

const cases: readonly (readonly [string, readonly Price[], Partial<PriceQuestion>, Expected | null])[] = [
  ['the currency’s price', [price(1000), price(900, { currencyCode: 'usd' })], {}, own(1000)],
  ['none in the currency', [price(900, { currencyCode: 'usd' })], {}, null],
  ['none at all', [], {}, null],
  ['the region’s price', [price(1000), price(900, { regionId: 'here' })], {}, own(900)],
  ['the region’s price although it is higher', [price(1000), price(1100, { regionId: 'here' })], {}, own(1100)],
  ['not another region’s', [price(1000), price(900, { regionId: 'there' })], {}, own(1000)],
  [
    'no region’s where nobody named one',
    [price(1000), price(900, { regionId: 'here' })],
    { regionId: null },
    own(1000),
  ],
  ['a sale', [price(1000), price(800, list())], {}, { amount: 800, original: 1000, type: 'sale' }],
  [
    'an override',
    [price(1000), price(800, list({ type: 'override' }))],
    {},
    { amount: 800, original: 1000, type: 'override' },
  ],
  ['a sale that is dearer', [price(1000), price(1200, list())], {}, own(1000)],
  ['a sale at the same price is none', [price(800, list()), price(800)], {}, own(800)],
  [
    'the cheaper of two sales',
    [price(1000), price(800, list()), price(700, list())],
    {},
    { amount: 700, original: 1000, type: 'sale' },
  ],
  ['a sale that is a draft', [price(1000), price(800, list({ status: 'draft' }))], {}, own(1000)],
  ['a sale not yet begun', [price(1000), price(800, list({ startsAt: now + 1 }))], {}, own(1000)],
  [
    'a sale just begun',
    [price(1000), price(800, list({ startsAt: now }))],
    {},
    { amount: 800, original: 1000, type: 'sale' },
  ],
  ['a sale that ended', [price(1000), price(800, list({ endsAt: now }))], {}, own(1000)],
  ['too few for a step', [price(1000), price(800, { minQuantity: 10 })], { quantity: 9 }, own(1000)],
  [
    'enough for a step',
    [price(1000), price(800, { minQuantity: 10 })],
    { quantity: 10 },
    { amount: 800, original: 1000, type: 'default' },
  ],
  ['too many for a step', [price(1000), price(800, { maxQuantity: 5 })], { quantity: 6 }, own(1000)],
  ['no quantity said', [price(1000), price(800, { minQuantity: 1 })], { quantity: null }, own(1000)],
  ['only steps, none fits', [price(800, { minQuantity: 10 })], { quantity: 1 }, null],
]

function own(amount: number): Expected {
  return { amount, original: amount, type: 'default' }
}

test.each(cases)('%s', (_, prices, question, expected) => {
  const found = unitPriceFor(variant(prices), { currencyCode: 'eur', regionId: 'here', quantity: 1, now, ...question })
  const shown = found && { amount: Number(found.amount), original: Number(found.originalAmount), type: found.priceType }
  expect<unknown>(shown).toEqual(expected)
})

test('all matching prices are shown, whatever the quantity', () => {
  const prices = [price(1000), price(800, { minQuantity: 10 }), price(700, list()), price(600, { currencyCode: 'usd' })]
  const found = unitPriceFor(variant(prices), { currencyCode: 'eur', regionId: 'here', quantity: 1, now })
  expect(found?.prices.map(({ amount }) => Number(amount))).toEqual([1000, 800, 700])
})
