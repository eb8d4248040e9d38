import { Database } from 'bun:sqlite'
import { afterEach, beforeEach, expect, test } from 'bun:test'
import type { Variant } from '../../src/catalog/product.ts'
import { importCatalog } from '../../src/commands/catalog.ts'
import {
  created,
  type ImportingShop,
  openImportingShop,
  smallCatalog,
  unchanged,
} from '../support/catalog/importing.ts'

let shop: ImportingShop
beforeEach(async () => {
  shop = await openImportingShop()
})
afterEach(() => shop.close())

const variantBySku = (sku: string): Promise<Variant | null> => shop.store.read((books) => books.variantBySku(sku))
const availableOf = (sku: string): Promise<number | undefined> =>
  shop.store.read((books) => books.stock(books.variantBySku(sku)?.id ?? '')?.onHand)

test('a first import says what it made, and gives everything its default', async () => {
  const report = await shop.import(smallCatalog())
  expect(report.nouns).toEqual({
    store: created(1),
    channels: created(1),
    regions: created(2),
    shipping_profiles: created(2),
    shipping_options: created(1),
    collections: created(1),
    products: created(3),
    variants: created(4),
    price_lists: created(1),
    discounts: created(1),
    gift_cards: created(1),
    customers: created(1),
  })
  await shop.store.read((books) => {
    expect(books.profile()).toEqual({ name: 'Small', currencies: ['eur', 'usd'], defaultCurrencyCode: 'eur' })
    expect(books.channels()).toMatchObject([{ name: 'Default Sales Channel', number: 1 }])
    expect(books.regions()[1]).toMatchObject({
      taxRate: 0,
      automaticTaxes: true,
      includesTax: false,
      giftCardsTaxable: true,
      paymentProviders: ['manual'],
    })
    expect(books.shippingProfiles()).toMatchObject([
      { key: 'default', name: 'Default Shipping Profile', type: 'default' },
      { key: 'gift_card', name: 'Gift Card Profile', type: 'gift_card' },
    ])
    expect(books.productByHandle('mug')).toMatchObject({ status: 'published', discountable: true, number: 2 })
    expect(books.productByHandle('voucher')).toMatchObject({
      discountable: false,
      profileId: books.shippingProfiles()[1]?.id,
    })
    expect(books.variantBySku('MUG')).toMatchObject({
      number: 3,
      manageInventory: true,
      allowBackorder: false,
      rank: 0,
    })
    expect(books.stock(books.variantBySku('SHIRT-M')?.id ?? '')).toMatchObject({ onHand: 20, reserved: 0 })
    expect(books.giftCardByCode('GC10')).toMatchObject({ value: 1000, balance: 1000, isDisabled: false })
    expect(books.discountByCode('ten')).toMatchObject({ regionIds: [], usageLimit: null, endsAt: null })
  })
})

test('one tag of two products is one tag', async () => {
  await shop.import(smallCatalog())
  const [shirt, mug] = await shop.store.read((books) => [books.productByHandle('shirt'), books.productByHandle('mug')])
  expect(shirt?.tags).toMatchObject([{ value: 'cotton' }])
  expect(mug?.tags).toEqual(shirt?.tags ?? [])
})

test('importing a file again changes nothing and says so', async () => {
  await shop.import(smallCatalog())
  const before = await everything()
  const report = await shop.import(smallCatalog())
  expect(report.isChanged).toBe(false)
  expect(report.nouns).toMatchObject({ products: unchanged(3), variants: unchanged(4), customers: unchanged(1) })
  expect(await everything()).toEqual(before)
})

test('another price changes the price and nothing else', async () => {
  await shop.import(smallCatalog())
  const before = await variantBySku('SHIRT-S')
  const mug = await variantBySku('MUG')
  const dearer = smallCatalog()
  dearer.products[0]?.variants[0]?.prices.splice(0, 1, { currency_code: 'eur', amount: 1250 })
  const report = await shop.import(dearer)
  expect(report.nouns.variants).toEqual({ created: 0, updated: 1, unchanged: 3 })
  expect(report.nouns.products).toEqual(unchanged(3))
  const after = await variantBySku('SHIRT-S')
  expect(after?.prices).toMatchObject([{ id: before?.prices[0]?.id, amount: 1250 }])
  expect(after).toMatchObject({ id: before?.id, number: before?.number, createdAt: before?.createdAt })
  expect(after?.updatedAt).toBeGreaterThan(before?.updatedAt ?? 0)
  expect(await variantBySku('MUG')).toEqual(mug)
})

test('what a file does not name stays', async () => {
  await shop.import(smallCatalog())
  const { regions, products } = smallCatalog()
  await shop.import({ regions: regions.slice(0, 1), products: products.slice(1, 2) })
  await shop.store.read((books) => {
    expect(books.regions()).toHaveLength(2)
    expect(books.productByHandle('shirt')?.variants).toHaveLength(2)
    expect(books.profile().currencies).toEqual(['eur', 'usd'])
    expect(books.variantBySku('MUG')?.prices).toHaveLength(2)
  })
})

test('lists newest first show the order of the file reversed, also over several files', async () => {
  await shop.import(smallCatalog())
  await shop.import({ products: [{ title: 'Late', handle: 'late', variants: [] }] })
  const products = await shop.store.read((books) =>
    ['shirt', 'mug', 'voucher', 'late'].map((handle) => books.productByHandle(handle)),
  )
  const times = products.map((product) => product?.createdAt ?? 0)
  expect(new Set(times).size).toBe(4)
  expect(times.toSorted((one, other) => one - other)).toEqual(times)
  expect(Math.max(...times)).toBeLessThanOrEqual(shop.clock.now())
})

test('a new amount of stock keeps what was sold', async () => {
  await shop.import(smallCatalog())
  const others = new Database(shop.file)
  others.run('update stock set on_hand = on_hand - 3, sold = 3 where initial = 10')
  others.close()
  await shop.import(smallCatalog())
  expect(await availableOf('SHIRT-S')).toBe(7)
  const delivered = smallCatalog()
  Object.assign(delivered.products[0]?.variants[0] ?? {}, { inventory_quantity: 15 })
  expect((await shop.import(delivered)).nouns.variants).toEqual({ created: 0, updated: 1, unchanged: 3 })
  expect(await availableOf('SHIRT-S')).toBe(12)
  Object.assign(delivered.products[0]?.variants[0] ?? {}, { inventory_quantity: 2 })
  expect(await shop.refusal(delivered)).toContain(
    'products[0].variants[0].inventory_quantity: cannot be 2: 3 of them are sold or held',
  )
  expect(await availableOf('SHIRT-S')).toBe(12)
})

test('a price list is whole, and reaches products that the file does not name', async () => {
  await shop.import(smallCatalog())
  const report = await shop.import({
    price_lists: [{ name: 'Sale', prices: [{ sku: 'SHIRT-S', currency_code: 'eur', amount: 900 }] }],
  })
  expect(report.nouns).toEqual({ price_lists: { created: 0, updated: 1, unchanged: 0 } })
  expect((await variantBySku('MUG'))?.prices).toMatchObject([{ amount: 700, priceList: null }])
  expect((await variantBySku('SHIRT-S'))?.prices).toMatchObject([
    { amount: 1000, priceList: null },
    { amount: 900, priceList: { name: 'Sale', type: 'sale', status: 'active' } },
  ])
})

test('a variant without a sku is known by its title, and by the sku that it gets later', async () => {
  await shop.import(smallCatalog())
  const idOf = async (): Promise<string | undefined> =>
    (await shop.store.read((books) => books.productByHandle('voucher')))?.variants[0]?.id
  const before = await idOf()
  const changed = smallCatalog()
  Object.assign(changed.products[2]?.variants[0] ?? {}, { sku: 'VOUCHER-25' })
  expect((await shop.import(changed)).nouns.variants).toEqual({ created: 0, updated: 1, unchanged: 3 })
  expect(await idOf()).toBe(before)
})

test('ids and numbers of the file are kept, and a record is known again by its id', async () => {
  const id = 'prod_01J0000000000000000000TEST'
  const product = { id, number: 77, title: 'Hat', handle: 'hat', variants: [] }
  await shop.import({ products: [product, { title: 'Cap', handle: 'cap', variants: [] }] })
  await shop.import({ products: [{ ...product, handle: 'bowler-hat' }] })
  await shop.store.read((books) => {
    expect(books.productByHandle('bowler-hat')).toMatchObject({ id, number: 77 })
    expect(books.productByHandle('hat')).toBeNull()
    expect(books.productByHandle('cap')?.number).toBe(1)
  })
})

test('a customer signs in with the password of the file, and keeps it when the file has none', async () => {
  await shop.import(smallCatalog())
  await shop.import({ customers: [{ email: 'ada@example.com', first_name: 'Ada' }] })
  const ada = await shop.store.read((books) => books.customerByEmail('ada@example.com', true))
  expect(ada).toMatchObject({ firstName: 'Ada', hasAccount: true, number: 1 })
  expect(ada?.passwordHash).toStartWith('$argon2id$v=19$m=19456,t=2,')
  expect(await Bun.password.verify('secret word', ada?.passwordHash ?? '')).toBe(true)
})

test('a gift card that is partly spent stays so', async () => {
  await shop.import(smallCatalog())
  const others = new Database(shop.file)
  others.run('update gift_cards set balance = 400')
  others.close()
  expect((await shop.import(smallCatalog())).isChanged).toBe(false)
  const card = await shop.store.read((books) => books.giftCardByCode('GC10'))
  expect(card).toMatchObject({ value: 1000, balance: 400 })
})

test('progress is told, from reading to saving', async () => {
  const told: string[] = []
  await importCatalog(
    { store: shop.store, now: shop.clock.now, newId: shop.newId },
    {
      text: JSON.stringify(smallCatalog()),
      fileName: 'shop.json',
      format: null,
      onProgress: ({ part, done, total }) => told.push(`${part} ${done}/${total}`),
    },
  )
  expect(told).toEqual(['read 0/1', 'read 1/1', 'passwords 0/1', 'passwords 1/1', 'save 0/1', 'save 1/1'])
})

function everything(): Promise<unknown> {
  return shop.store.read((books) => ({
    profile: books.profile(),
    channels: books.channels(),
    regions: books.regions(),
    products: ['shirt', 'mug', 'voucher'].map((handle) => books.productByHandle(handle)),
    discounts: books.discounts(),
    giftCards: books.giftCards(),
    customers: books.customers(),
  }))
}
