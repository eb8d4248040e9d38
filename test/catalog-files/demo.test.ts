import { afterEach, beforeEach, expect, test } from 'bun:test'
import { importDemo } from '../../src/commands/catalog.ts'
import { type ImportingShop, openImportingShop, smallCatalog } from '../support/catalog/importing.ts'

let shop: ImportingShop
beforeEach(async () => {
  shop = await openImportingShop()
})
afterEach(() => shop.close())

const importing = () => importDemo({ store: shop.store, now: shop.clock.now, newId: shop.newId })

test('the demo shop has enough to try everything with', async () => {
  const report = await importing()
  expect(report?.nouns.products?.created).toBeGreaterThanOrEqual(20)
  await shop.store.read((books) => {
    expect(books.profile().currencies).toEqual(['eur', 'usd'])
    expect(books.collections().length).toBeGreaterThanOrEqual(3)
    expect(books.regions().some((region) => region.includesTax)).toBe(true)
    expect(books.regions().some((region) => !region.automaticTaxes)).toBe(true)
    for (const region of books.regions()) {
      expect(region.paymentProviders).toEqual(['manual', 'test'])
      expect(books.shippingOptionsOf(region.id).length).toBeGreaterThanOrEqual(2)
    }
    expect(new Set(books.discounts().map((discount) => discount.rule.type)).size).toBe(3)
    expect(books.giftCards().every((card) => card.balance > 0)).toBe(true)
    expect(books.variantBySku('CAP-NAVY')?.prices.filter((price) => price.priceList !== null)).toHaveLength(2)
    expect(books.customerByEmail('maren@example.com', true)).not.toBeNull()
    for (const handle of ['everyday-t-shirt', 'gift-card']) {
      for (const variant of books.productByHandle(handle)?.variants ?? []) {
        expect(variant.prices.map((price) => price.currencyCode)).toEqual(['eur', 'usd'])
      }
    }
  })
})

test('the demo is for an empty database only', async () => {
  await shop.import(smallCatalog())
  expect(await importing()).toBeNull()
  expect(await shop.store.read((books) => books.regions().length)).toBe(2)
})
