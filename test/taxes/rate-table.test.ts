import { expect, test } from 'bun:test'
import type { Region, TaxRate } from '../../src/catalog/region.ts'
import { minor } from '../../src/money/money.ts'
import { rateTable } from '../../src/taxes/rate-table.ts'
import type { TaxedThing } from '../../src/taxes/tax-provider.ts'

function rate(more: Partial<TaxRate>): TaxRate {
  const none = { productIds: [], shippingOptionIds: [], createdAt: 0, updatedAt: 0 }
  return { id: 'txr_1', code: 'reduced', name: 'Reduced', rate: 5.5, ...none, ...more }
}

function regionWith(taxRates: readonly TaxRate[]): Region {
  return {
    id: 'reg_1',
    name: 'eu',
    currencyCode: 'eur',
    taxRate: 20,
    taxCode: null,
    automaticTaxes: true,
    includesTax: false,
    giftCardsTaxable: true,
    countries: ['de'],
    paymentProviders: ['manual'],
    fulfillmentProviders: ['manual'],
    taxRates,
    metadata: null,
    createdAt: 0,
    updatedAt: 0,
  }
}

function thing(id: string, more: Partial<TaxedThing>): TaxedThing {
  const plain = { productId: null, shippingOptionId: null, sku: null, taxCode: null, quantity: 1, includesTax: false }
  return { id, ...plain, amount: minor(100), ...more }
}

test('what a rate names has that rate, everything else the region’s; the bill works out the amounts', async () => {
  const book = rate({ productIds: ['prod_book'] })
  const express = rate({ code: 'express', name: 'Express', rate: 7, shippingOptionIds: ['so_express'] })
  const outcome = await rateTable.calculate({
    region: regionWith([book, express]),
    currencyCode: 'eur',
    address: null,
    lines: [
      thing('item_1', { productId: 'prod_book' }),
      thing('item_2', { productId: 'prod_mug' }),
      thing('item_3', {}),
    ],
    shipping: [thing('sm_1', { shippingOptionId: 'so_express' }), thing('sm_2', { shippingOptionId: 'so_slow' })],
    deadlineMs: 1_000,
  })
  const standard = { rate: 20, name: 'default', code: 'default', amount: null }
  expect(outcome).toEqual({
    kind: 'given',
    taxes: {
      lines: [
        { id: 'item_1', rate: 5.5, name: 'Reduced', code: 'reduced', amount: null },
        { id: 'item_2', ...standard },
        { id: 'item_3', ...standard },
      ],
      shipping: [
        { id: 'sm_1', rate: 7, name: 'Express', code: 'express', amount: null },
        { id: 'sm_2', ...standard },
      ],
    },
  })
})
