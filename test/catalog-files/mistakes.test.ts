import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { mistakesToldMax } from '../../src/catalog-files/mistakes.ts'
import { type ImportingShop, openImportingShop, smallCatalog } from '../support/catalog/importing.ts'

let shop: ImportingShop
beforeEach(async () => {
  shop = await openImportingShop()
})
afterEach(() => shop.close())

type Catalog = Record<string, unknown[]>

/** The small catalog with one record changed or added. */
function spoiled(noun: string, at: number, fields: object): Catalog {
  const catalog: Catalog = JSON.parse(JSON.stringify(smallCatalog()))
  const records = catalog[noun] ?? []
  catalog[noun] = records.toSpliced(at, 1, { ...Object(records[at]), ...fields })
  return catalog
}

const shirtPrices = (...prices: object[]) => ({
  variants: [{ title: 'S', sku: 'S1', options: [{ value: 'S' }], prices }],
})

describe('a mistake is named with its position and its reason:', () => {
  const cases: readonly (readonly [string, Catalog, string])[] = [
    [
      'amount',
      spoiled('products', 0, shirtPrices({ currency_code: 'eur', amount: 9.5 })),
      'products[0].variants[0].prices[0].amount: must be a whole number of minor units (cents) from 0 to 1000000000000, not 9.5',
    ],
    [
      'huge amount',
      spoiled('products', 0, shirtPrices({ currency_code: 'eur', amount: 1e21 })),
      'prices[0].amount: must be a whole number',
    ],
    ['text as amount', spoiled('gift_cards', 0, { value: '1000' }), 'gift_cards[0].value: must be a whole number'],
    ['unknown field', spoiled('products', 1, { titel: 'x' }), 'products[1].titel: is not a field of this format'],
    ['unknown noun', { ...spoiled('products', 1, {}), produkte: [] }, 'produkte: is not a field of this format'],
    ['missing field', spoiled('regions', 1, { currency_code: null }), 'regions[1].currency_code: is missing'],
    [
      'upper case',
      spoiled('regions', 0, { countries: ['DE'] }),
      'regions[0].countries[0]: must be a country code in lower case',
    ],
    [
      'word',
      spoiled('products', 1, { status: 'sold' }),
      'products[1].status: must be one of "draft", "proposed", "published", "rejected", not "sold"',
    ],
    ['date', spoiled('discounts', 0, { starts_at: '2026-02-30' }), 'discounts[0].starts_at: must be a date'],
    [
      'dates',
      spoiled('discounts', 0, { starts_at: '2026-02-02', ends_at: '2026-02-01' }),
      'discounts[0].ends_at: must be after starts_at',
    ],
    [
      'percentage',
      spoiled('discounts', 0, { rule: { type: 'percentage', value: 101 } }),
      'discounts[0].rule.value: must be a percentage',
    ],
    [
      'fixed',
      spoiled('discounts', 0, { rule: { type: 'fixed', value: 1.5 } }),
      'discounts[0].rule.value: must be a whole number',
    ],
    ['id', spoiled('products', 1, { id: 'prod_1' }), 'products[1].id: must be an id as in prod_'],
    [
      'currency',
      spoiled('products', 0, shirtPrices({ currency_code: 'gbp', amount: 1 })),
      'prices[0].currency_code: "gbp" is not one of store.currencies',
    ],
    [
      'currency of a region',
      spoiled('products', 0, shirtPrices({ currency_code: 'eur', region: 'us', amount: 1 })),
      'prices[0].currency_code: must be "usd", the currency of the region "us"',
    ],
    [
      'price twice',
      spoiled('products', 0, shirtPrices({ currency_code: 'eur', amount: 1 }, { currency_code: 'eur', amount: 2 })),
      'products[0].variants[0].prices[1]: is for the same currency',
    ],
    [
      'region',
      spoiled('shipping_options', 0, { region: 'asia' }),
      'shipping_options[0].region: there is no region "asia"',
    ],
    [
      'profile',
      spoiled('shipping_options', 0, { profile: 'bulky' }),
      'shipping_options[0].profile: must be "default", "gift_card" or a profile that a product has, which "bulky" is not',
    ],
    ['flat rate', spoiled('shipping_options', 0, { amount: null }), 'shipping_options[0].amount: is missing'],
    [
      'collection',
      spoiled('products', 1, { collection: 'winter' }),
      'products[1].collection: there is no collection with the handle "winter"',
    ],
    [
      'sku',
      spoiled('price_lists', 0, { prices: [{ sku: 'CUP', currency_code: 'eur', amount: 1 }] }),
      'price_lists[0].prices[0].sku: there is no variant with the sku "CUP"',
    ],
    [
      'product of a condition',
      spoiled('discounts', 0, {
        rule: { type: 'percentage', value: 10, conditions: [{ operator: 'in', products: ['mug', 'cup'] }] },
      }),
      'discounts[0].rule.conditions[0].products[1]: there is no product with the handle "cup"',
    ],
    [
      'product of a tax rate',
      spoiled('regions', 0, { tax_rates: [{ code: 'low', rate: 5, products: ['cup'] }] }),
      'regions[0].tax_rates[0].products[0]: there is no product with the handle "cup"',
    ],
    [
      'option values',
      spoiled('products', 1, { options: [{ title: 'Size' }, { title: 'Colour' }] }),
      "products[1].variants[0].options: must have one value for each of the product's 2 options, not 0",
    ],
    [
      'handle twice',
      spoiled('products', 1, { handle: 'shirt' }),
      'products[1].handle: is the same as that of products[0]',
    ],
    [
      'sku twice',
      spoiled('products', 2, { variants: [{ title: 'M', sku: 'SHIRT-S', prices: [] }] }),
      'products[2].variants[0].sku: is the same as that of products[0].variants[0]',
    ],
    [
      'title twice',
      spoiled('products', 2, {
        variants: [
          { title: '25', prices: [] },
          { title: '25', prices: [] },
        ],
      }),
      'products[2].variants[1].title: is the same as that of products[2].variants[0]',
    ],
    [
      'code twice',
      spoiled('discounts', 1, { code: 'ten', rule: { type: 'free_shipping' } }),
      'discounts[1].code: is the same as that of discounts[0]',
    ],
    [
      'e-mail twice',
      spoiled('customers', 1, { email: 'ada@example.com' }),
      'customers[1].email: is the same as that of customers[0]',
    ],
    [
      'a country that is none',
      spoiled('regions', 1, { countries: ['zz'] }),
      'regions[1].countries[0]: "zz" is no country (ISO 3166-1)',
    ],
    [
      'country twice',
      spoiled('regions', 1, { countries: ['dk'] }),
      'regions[1].countries[0]: "dk" is in the region "eu" already',
    ],
    [
      'a field that changes what objects are',
      JSON.parse(
        '{"products": [{"title": "x", "handle": "x", "variants": [], "metadata": {"a": {"__proto__": {"is_admin": true}}}}]}',
      ),
      'products[0].metadata.a.__proto__: is not a name that a field may have',
    ],
  ]
  for (const [name, catalog, sentence] of cases) {
    test(name, async () => {
      const refusal = await shop.refusal(catalog)
      expect(refusal).toStartWith('shop.json has a mistake; nothing was imported\n')
      expect(refusal).toContain(sentence)
    })
  }
})

test('a bad record in the middle leaves the shop as it was', async () => {
  await shop.refusal(spoiled('products', 1, { collection: 'winter' }))
  await shop.store.read((books) => {
    expect(books.regions()).toEqual([])
    expect(books.productByHandle('shirt')).toBeNull()
    expect(books.channels()).toEqual([])
    expect(books.customers()).toEqual([])
  })
  await shop.import(smallCatalog())
  const before = await shop.export()
  await shop.refusal(spoiled('products', 0, { title: 'Changed', collection: 'winter' }))
  expect(await shop.export()).toEqual(before)
})

test('an id or a number cannot be given to something else, nor changed', async () => {
  await shop.import(smallCatalog())
  const other = { id: 'prod_01J0000000000000000000TEST', number: 9, title: 'Mug', handle: 'mug', variants: [] }
  const refusal = await shop.refusal({ products: [other, { title: 'New', handle: 'new', number: 1, variants: [] }] })
  expect(refusal).toStartWith('shop.json has 3 mistakes; nothing was imported\n')
  expect(refusal).toContain('products[0].id: cannot be given: the product with this handle has the id prod_')
  expect(refusal).toContain('products[0].number: cannot be 9: it is 2 already')
  expect(refusal).toContain('products[1].number: is taken')
})

test('a sku of one product cannot be taken by another', async () => {
  await shop.import(smallCatalog())
  const thief = { title: 'Thief', handle: 'thief', variants: [{ title: 'Mug', sku: 'MUG', prices: [] }] }
  expect(await shop.refusal({ products: [thief] })).toContain(
    'products[0].variants[0].sku: is that of a variant of another product already',
  )
})

test('many mistakes are told at once, and the rest counted', async () => {
  const products = Array.from({ length: 30 }, (_, at) => ({ title: at, handle: `p-${at}`, variants: [] }))
  const lines = (await shop.refusal({ products })).split('\n')
  expect(lines[0]).toBe('shop.json has 30 mistakes; nothing was imported')
  expect(lines[20]).toStartWith('products[19].title: must be text')
  expect(lines.at(-1)).toBe('and 10 more')
  expect(lines).toHaveLength(mistakesToldMax + 2)
})

test('a password is never repeated', async () => {
  expect(await shop.refusal({ customers: [{ email: 'a@b.test', password: 12345678 }] })).not.toContain('12345678')
})

describe('what is not JSON is refused with line and column:', () => {
  const cases: readonly (readonly [string, string])[] = [
    [
      '{"products": [\n  {"title": "a" "handle": "b"}\n]}',
      'a comma or the end of the list or object was expected at line 2, column 17',
    ],
    ['{"products": [],}', 'a name in double quotes was expected at line 1, column 17'],
    ['{"products"', 'it ends too early, at line 1, column 12'],
    ['{"a": nul}', 'a value was expected at line 1, column 7'],
    ['{"a": 01}', 'a value was expected at line 1, column 7'],
    ['{"a": 1} x', 'nothing more was expected at line 1, column 10'],
    ['{"a": "tab\there"}', 'a value was expected at line 1, column 7'],
    ['', 'it ends too early, at line 1, column 1'],
  ]
  for (const [text, sentence] of cases) {
    test(JSON.stringify(text), async () => {
      expect(await shop.refusal(text)).toBe(`shop.json is not JSON: ${sentence}; nothing was imported`)
    })
  }
})

test('a file that is nested without end, is no object or is too large is refused', async () => {
  expect(await shop.refusal('['.repeat(100_000) + ']'.repeat(100_000))).toContain('is nested deeper than 32 levels')
  expect(await shop.refusal('[]')).toContain('the file: must be an object, not a list')
  expect(await shop.refusal(' '.repeat(64 * 1024 * 1024 + 1))).toContain('is larger than 67108864 bytes')
})
