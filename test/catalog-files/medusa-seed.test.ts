import { afterEach, beforeEach, expect, test } from 'bun:test'
import { detectFormat } from '../../src/catalog-files/detect.ts'
import { importCatalog } from '../../src/commands/catalog.ts'
import { type ImportingShop, openImportingShop, smallCatalog } from '../support/catalog/importing.ts'
import seed from '../support/catalog/medusa-seed.json' with { type: 'json' }
import peerStore from '../support/catalog/peer-store.json' with { type: 'json' }

let shop: ImportingShop
beforeEach(async () => {
  shop = await openImportingShop()
})
afterEach(() => shop.close())

test('a seed is known by its content, and so is a catalog file', () => {
  expect(detectFormat(seed)).toBe('medusa-seed')
  expect(detectFormat({ regions: seed.regions })).toBe('medusa-seed')
  expect(detectFormat(peerStore)).toBe('cartwright')
  expect(detectFormat(smallCatalog())).toBe('cartwright')
  expect(detectFormat({ products: [] })).toBe('cartwright')
})

test('a seed becomes a shop, and what has no place in it is said', async () => {
  const report = await shop.import(seed)
  expect(report.format).toBe('medusa-seed')
  expect(report.leftOut).toEqual(['users', 'categories', 'publishable_api_keys', 'products[].categories (2)'])
  await shop.store.read((books) => {
    const [nordics, states] = books.regions()
    expect(books.profile().currencies).toEqual(['eur', 'usd'])
    expect(nordics).toMatchObject({ name: 'Nordics', taxRate: 25, countries: ['dk', 'se', 'fi'], currencyCode: 'eur' })
    expect(states).toMatchObject({ currencyCode: 'usd' })
    expect(books.shippingOptionsOf(nordics?.id ?? '')).toMatchObject([
      { name: 'Post', amount: 900, data: { id: 'manual-fulfillment' } },
    ])
    const [normal, gifts] = books.shippingProfiles()
    expect(books.shippingOptionsOf(states?.id ?? '')).toMatchObject([{ name: 'Digital', profileId: gifts?.id }])
    const lantern = books.productByHandle('camping-lantern')
    expect(lantern).toMatchObject({
      status: 'published',
      thumbnail: '/lantern.png',
      subtitle: null,
      profileId: normal?.id,
    })
    expect(lantern?.options).toMatchObject([{ title: 'Fuel' }])
    expect(lantern?.images).toMatchObject([{ url: '/lantern.png' }])
    expect(lantern?.variants[1]?.prices).toMatchObject([
      { currencyCode: 'eur', amount: 3900, regionId: null },
      { currencyCode: 'usd', amount: 4100, regionId: states?.id },
    ])
    expect(books.stock(lantern?.variants[0]?.id ?? '')?.onHand).toBe(40)
    expect(books.productByHandle('wick-glass-spare')).toMatchObject({ status: 'draft' })
    expect(books.productByHandle('voucher')).toMatchObject({ isGiftcard: true, profileId: gifts?.id })
  })
})

test('a seed again changes nothing', async () => {
  await shop.import(seed)
  expect((await shop.import(seed)).isChanged).toBe(false)
})

test("a mistake is told in the seed's own words", async () => {
  const [post, digital] = seed.shipping_options
  const refusal = await shop.refusal({
    ...seed,
    shipping_options: [post, { ...digital, region_id: 'moon', amount: '0' }],
  })
  expect(refusal).toContain('shipping_options[1].amount: must be a whole number')
  expect(await shop.refusal({ ...seed, shipping_options: [post, { ...digital, region_id: 'moon' }] })).toContain(
    'shipping_options[1].region_id: there is no region "moon"',
  )
})

test('a format that is said is believed', async () => {
  const deps = { store: shop.store, now: shop.clock.now, newId: shop.newId }
  const text = JSON.stringify(seed)
  await expect(importCatalog(deps, { text, fileName: 'seed.json', format: 'cartwright' })).rejects.toThrow(
    'users: is not a field of this format',
  )
  const empty = await importCatalog(deps, { text: '{"products": []}', fileName: 'seed.json', format: 'medusa-seed' })
  expect(empty.format).toBe('medusa-seed')
})
