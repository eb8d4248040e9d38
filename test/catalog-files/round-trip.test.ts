import { afterEach, expect, test } from 'bun:test'
import { demoCatalog } from '../../src/catalog-files/demo.ts'
import { exportCatalog } from '../../src/commands/catalog.ts'
import { type ImportingShop, openImportingShop, smallCatalog } from '../support/catalog/importing.ts'
import peerStore from '../support/catalog/peer-store.json' with { type: 'json' }

const open: ImportingShop[] = []
afterEach(async () => {
  for (const shop of open.splice(0)) await shop.close()
})

async function shopWith(catalog: unknown): Promise<ImportingShop> {
  const shop = await openImportingShop()
  open.push(shop)
  await shop.import(catalog)
  return shop
}

test('the catalog that answers are compared with comes out as it went in, but for the password', async () => {
  const shop = await shopWith(peerStore)
  const customers = peerStore.customers.map(({ password, ...customer }) => {
    expect(password).toBe('adapassword')
    return customer
  })
  expect(await shop.export()).toEqual({ ...peerStore, customers })
})

for (const [name, catalog] of Object.entries({ small: smallCatalog(), demo: demoCatalog, peer: peerStore })) {
  test(`the export of the ${name} shop changes nothing here and makes an equal shop elsewhere`, async () => {
    const shop = await shopWith(catalog)
    const exported = await shop.export()
    expect((await shop.import(exported)).isChanged).toBe(false)
    const elsewhere = await shopWith(exported)
    expect(await elsewhere.export()).toEqual(exported)
  })
}

test('everything that a product, a variant and a rule may say survives', async () => {
  const physical = { weight: 1.5, length: 2, height: 3, width: 4, hs_code: 'hs', origin_country: 'de', mid_code: 'mid' }
  const catalog = {
    store: { name: 'Full', currencies: ['eur'], default_currency_code: 'eur' },
    channels: [
      { name: 'Web', description: 'Here', channel_id: 3, store_group_id: 'MAIN' },
      { name: 'Second Shop', channel_id: 1 },
    ],
    regions: [
      {
        id: 'reg_01J0000000000000000000TEST',
        name: 'eu',
        currency_code: 'eur',
        tax_rate: 19.5,
        tax_code: 'DE',
        automatic_taxes: false,
        includes_tax: true,
        gift_cards_taxable: false,
        countries: ['de'],
        payment_providers: ['test'],
        fulfillment_providers: ['manual'],
        tax_rates: [{ code: 'low', name: 'Low', rate: 7, products: ['book'], shipping_options: ['Bulky'] }],
        metadata: { nothing: null, deep: { list: [1, null] } },
      },
    ],
    shipping_options: [
      {
        name: 'Bulky',
        region: 'eu',
        profile: 'bulky',
        provider_id: 'manual',
        price_type: 'calculated',
        amount: 0,
        requirements: [
          { type: 'min_subtotal', amount: 1 },
          { type: 'max_subtotal', amount: 9 },
        ],
        data: { carrier: null },
        metadata: { a: 1 },
      },
    ],
    collections: [{ handle: 'all', title: 'All', metadata: { b: 2 } }],
    products: [
      {
        number: 12,
        title: 'Book',
        handle: 'book',
        subtitle: 'Sub',
        description: 'Text',
        status: 'proposed',
        is_giftcard: false,
        discountable: false,
        profile: 'bulky',
        ...physical,
        material: 'paper',
        thumbnail: '/book.png',
        images: ['/a.png', '/b.png'],
        collection: 'all',
        tags: [{ value: 'old' }],
        type: { value: 'print' },
        external_id: 'x-1',
        metadata: { c: [] },
        options: [{ title: 'Cover' }],
        variants: [
          {
            id: 'variant_01J0000000000000000000TEST',
            number: 4,
            title: 'Hard',
            sku: 'BOOK-H',
            barcode: '1',
            ean: '2',
            upc: '3',
            inventory_quantity: 5,
            manage_inventory: false,
            allow_backorder: true,
            ...physical,
            material: 'card',
            metadata: { d: 1 },
            options: [{ value: 'hard' }],
            prices: [
              { currency_code: 'eur', amount: 900 },
              { currency_code: 'eur', region: 'eu', amount: 800, min_quantity: 2, max_quantity: 5 },
            ],
          },
          {
            title: 'Soft',
            inventory_quantity: 0,
            manage_inventory: true,
            allow_backorder: false,
            options: [{ value: 'soft' }],
            prices: [],
          },
        ],
      },
    ],
    price_lists: [
      {
        name: 'Override',
        type: 'override',
        status: 'draft',
        starts_at: '2026-01-01T00:00:00.000Z',
        ends_at: '2027-01-01T00:00:00.000Z',
        prices: [
          { sku: 'BOOK-H', currency_code: 'eur', amount: 700 },
          { product: 'book', variant: 'Soft', currency_code: 'eur', region: 'eu', amount: 600, min_quantity: 3 },
        ],
      },
    ],
    discounts: [
      {
        id: 'disc_01J0000000000000000000TEST',
        code: 'FULL',
        rule: {
          type: 'percentage',
          value: 12.5,
          allocation: 'item',
          description: 'All of it',
          conditions: [{ operator: 'not_in', products: ['book'] }],
        },
        regions: ['eu'],
        starts_at: '2026-01-01T00:00:00.000Z',
        ends_at: '2027-01-01T00:00:00.000Z',
        is_disabled: true,
        usage_limit: 3,
        metadata: { e: 1 },
      },
    ],
    gift_cards: [
      {
        code: 'Half-Spent',
        value: 100,
        balance: 40,
        region: 'eu',
        is_disabled: true,
        ends_at: '2027-01-01T00:00:00.000Z',
        metadata: { f: 1 },
      },
    ],
    customers: [{ number: 8, first_name: 'A', last_name: 'B', email: 'a@b.test', phone: '1', metadata: { g: 1 } }],
  }
  const expected = { ...catalog, channels: [catalog.channels[0], { name: 'Second Shop', channel_id: 1 }] }
  const shop = await shopWith(catalog)
  expect(JSON.parse(JSON.stringify(await shop.export()))).toEqual(expected)
})

test('ids and password hashes are told only when asked for, and then carry accounts and references elsewhere', async () => {
  const shop = await shopWith(smallCatalog())
  expect(JSON.stringify(await shop.export())).not.toMatch(/argon2id|"id":/)
  const whole = await exportCatalog(shop.store, { ids: true, passwords: true })
  const elsewhere = await shopWith(whole)
  const [here, there] = await Promise.all(
    [shop, elsewhere].map(({ store }) =>
      store.read((books) => [
        books.variantBySku('MUG')?.id,
        books.customerByEmail('ada@example.com', true)?.passwordHash,
      ]),
    ),
  )
  expect(there).toEqual(here ?? [])
  expect(here?.[1]).toStartWith('$argon2id$')
})
