import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { importCatalog } from '../../../src/commands/catalog.ts'
import { type BrinkDoor, openBrinkDoor } from './door.ts'

/** Prices there contain their tax, and a book is taxed less. */
const ireland = {
  name: 'ie',
  currency_code: 'eur',
  tax_rate: 23,
  automatic_taxes: true,
  includes_tax: true,
  countries: ['ie'],
  payment_providers: ['manual'],
  fulfillment_providers: ['manual'],
  tax_rates: [{ code: 'books', name: 'Books', rate: 13.5, products: ['reduced-tax-book'] }],
}

let door: BrinkDoor
beforeAll(async () => {
  door = await openBrinkDoor()
  const shipping = { name: 'Post', region: 'ie', profile: 'default', provider_id: 'manual', price_type: 'flat_rate' }
  const rule = { type: 'percentage', value: 10, allocation: 'total' }
  const discounts = [{ code: 'TENIE', rule, regions: ['ie'] }]
  const file = { regions: [ireland], shipping_options: [{ ...shipping, amount: 615 }], discounts }
  await importCatalog(door.shop, { text: JSON.stringify(file), fileName: 'ireland.json', format: null })
})
afterAll(() => door.close())

const at = (noun: 'prices' | 'stocks', product: string, country = 'DE', storeGroup = 'DEMO') =>
  `GET /${noun}/product-parents/${product}/store-groups/${storeGroup}/markets/${country}`

describe('prices', () => {
  test('of every variant, what it costs, what it saves and the tax on it', async () => {
    const { status, json, text } = await door.call(at('prices', 'on-sale'))
    expect(status).toBe(200)
    const { id } = json.productParent
    expect(json.productParent).toMatchObject({
      id: expect.stringMatching(/^prod_/),
      storeGroupId: 'DEMO',
      countryCode: 'DE',
      currencyCode: 'EUR',
      isTaxIncludedInPrice: false,
    })
    expect(json.productParent.productVariants[0]).toEqual({
      id: await door.variant('ON-SALE-S'),
      sku: 'ON-SALE-S',
      basePriceAmount: 3000,
      salePriceAmount: 2550,
      discountAmount: 450,
      taxAmount: 510,
      taxPercentage: 20,
      taxPercentageDecimals: 0,
    })
    expect((await door.call(at('prices', id))).text).toBe(text)
    expect((await door.call(at('prices', 'on-sale').replace('GET ', 'GET /shopper'))).text).toBe(text)
  })

  test('contain their tax where that is so', async () => {
    const { json } = await door.call(at('prices', 'reduced-tax-book', 'ie'))
    expect(json.productParent).toMatchObject({ countryCode: 'IE', isTaxIncludedInPrice: true })
    // 15.90 × 13.5 / 113.5 is 1.891.
    expect(json.productParent.productVariants[0]).toMatchObject({
      salePriceAmount: 1590,
      taxAmount: 189,
      taxPercentage: 135,
      taxPercentageDecimals: 1,
    })
  })

  test('are those that the cart has', async () => {
    const visit = await door.visit()
    const { cart } = await visit.ok('POST /sessions/items', { productVariantId: 'ON-SALE-S', quantity: 2 })
    expect(cart.items[0]).toMatchObject({ basePriceAmount: 3000, salePriceAmount: 2550, discountAmount: 450 })
    expect(cart.totals.subTotal).toBe(5100)
  })
})

describe('stocks', () => {
  const stockOf = async (product: string, sku: string) => {
    const { json } = await door.call(at('stocks', product))
    return json.productParent.productVariants.find((variant: { sku: string }) => variant.sku === sku)
  }

  test('say what can be had', async () => {
    expect(await stockOf('low-stock', 'LOW-STOCK-S')).toEqual({
      id: await door.variant('LOW-STOCK-S'),
      sku: 'LOW-STOCK-S',
      availableQuantity: 3,
      isAvailable: true,
      reservedQuantity: 0,
      stockQuantity: 3,
      validateStock: true,
      inventories: [],
    })
  })

  test.each([
    ['backorder', 'BACKORDER-S'],
    ['unmanaged', 'UNMANAGED-S'],
  ])('of a product that is sold without being there (%s)', async (product, sku) => {
    expect(await stockOf(product, sku)).toMatchObject({ availableQuantity: 0, isAvailable: true, validateStock: false })
  })
})

test.each([
  ['product', 'nothing', 'DE', 'DEMO', 'There is no product nothing.'],
  ['product that is not for sale', 'draft', 'DE', 'DEMO', 'There is no product draft.'],
  ['country', 'on-sale', 'JP', 'DEMO', 'store group id DEMO, countryCode JP not found'],
  ['store group', 'on-sale', 'DE', 'X', 'store group id X, countryCode DE not found'],
])('an unknown %s is 404', async (_, product, country, storeGroup, message) => {
  for (const noun of ['prices', 'stocks'] as const) {
    const { status, json } = await door.call(at(noun, product, country, storeGroup))
    expect([status, json]).toEqual([404, { requestId: expect.any(String), error: 'not found', message }])
  }
})

test('where prices contain tax, so do the amounts of the cart, and they add up without it', async () => {
  const visit = await door.visit('IE')
  const { cart } = await visit.ok('POST /sessions/items', { productVariantId: 'PRODUCT-02-S', quantity: 2 })
  // 2 × 19.99, of which 23/123 is tax: 3.74 a piece.
  expect(cart).toMatchObject({
    isTaxIncludedInPrice: true,
    subTotalAmount: 3998,
    totalAmount: 3998,
    totalTaxAmount: 748,
    items: [{ totalPriceAmount: 3998, totalTaxAmount: 748, taxPercentage: 23 }],
  })
  const { shippingMethods } = await visit.ok('GET /sessions/shipping-methods')
  const { cart: shipped } = await visit.ok('PUT /sessions/shipping-method', { id: shippingMethods[0].id })
  // Of 6.15, 1.15 is tax.
  expect(shipped.totals).toMatchObject({ subTotal: 3998, shippingTotal: 615, taxTotal: 863, grandTotal: 4613 })

  const { cart: discounted } = await visit.ok('POST /sessions/discount-codes', { code: 'TENIE' })
  // 10 % off 16.25 a piece leaves 29.25, and 23 % of that is 6.73: 35.98 in all.
  expect(discounted).toMatchObject({
    discountAmount: 400,
    discountCodes: [{ discountAmount: 400 }],
    items: [{ totalDiscountAmount: 400, totalPriceAmount: 3598, totalTaxAmount: 673 }],
    totals: { subTotal: 3998, discountTotal: 400, shippingTotal: 615, taxTotal: 788, grandTotal: 4213 },
  })
})
