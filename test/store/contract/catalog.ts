import { describe, expect, test } from 'bun:test'
import type { ProductQuery } from '../../../src/checkout/books.ts'
import { minor } from '../../../src/money/money.ts'
import { Refusal } from '../../../src/refusal.ts'
import type { TestStore } from '../../support/store.ts'
import { catalogOf, customer, discount, giftCard, importInto, product, region, variant } from '../catalog-things.ts'
import { acceptedCheckout, save } from '../things.ts'

/** What the shop sells: replaced by import, while what was sold and spent since stays so. */
export function catalogContract(at: () => TestStore): void {
  describe('the catalog', () => lookingUp(at))
  describe('a list of products', () => listing(at))
  describe('an import', () => importing(at))
  describe('an import of what is counted', () => counted(at))
}

function lookingUp(at: () => TestStore): void {
  test('is found by every name it has', async () => {
    const { store } = at()
    const shirt = product(1, [variant(1), variant(2, { sku: null })])
    const regions = [region('reg_b'), region('reg_a')]
    const ten = discount('TEN', null)
    await importInto(store, { products: [shirt], regions, discounts: [ten], giftCards: [giftCard('gc', 5)] })
    const [first] = shirt.variants
    await store.read((books) => {
      expect([books.product('prod_1'), books.productByHandle('product-1')]).toEqual([shirt, shirt])
      expect([books.variant('variant_1'), books.variantBySku('SKU-1')]).toEqual([first ?? null, first ?? null])
      expect([books.variantBySku('nope'), books.variant('nope'), books.product('nope')]).toEqual([null, null, null])
      expect(books.regions()).toEqual(regions)
      expect(books.discountByCode('tEn')).toEqual(ten)
      expect(books.giftCardByCode('gc')?.id).toBe('gift_gc')
      expect(books.giftCardByCode('GC')).toBeNull()
    })
  })

  test('names a price list once, as its prices have it', async () => {
    const dated = { createdAt: 1, updatedAt: 1 }
    const priceList = {
      id: 'pl_1',
      name: 'Sale',
      type: 'sale',
      status: 'active',
      startsAt: null,
      endsAt: null,
    } as const
    const price = { currencyCode: 'eur', amount: minor(5), regionId: null, minQuantity: null, maxQuantity: null }
    const prices = ['ma_1', 'ma_2'].map((id) => ({ id, ...price, priceList: { ...priceList, ...dated }, ...dated }))
    const plain = { id: 'ma_3', ...price, priceList: null, ...dated }
    await importInto(at().store, { products: [product(1, [variant(1, { prices: [plain, ...prices] })])] })
    expect(await at().store.read((books) => books.priceLists())).toEqual([{ ...priceList, ...dated }])
  })
}

function listing(at: () => TestStore): void {
  const everything: ProductQuery = {
    ids: null,
    handles: null,
    collectionIds: null,
    tags: null,
    title: null,
    text: null,
    isGiftcard: null,
    statuses: [],
    newestFirst: false,
    offset: 0,
    limit: 100,
  }
  const products = [
    product(1, [variant(1, { sku: 'ABC' })], { title: 'Ærø Shirt', collectionId: 'pcol_1' }),
    product(2, [], { status: 'draft', tags: [{ id: 'ptag_1', value: 'new' }] }),
    product(3, [], { isGiftcard: true, description: 'A card for a shirt', collectionId: 'pcol_2' }),
  ]

  const questions: readonly [string, Partial<ProductQuery>, readonly number[]][] = [
    ['all', {}, [1, 2, 3]],
    ['newest first', { newestFirst: true }, [3, 2, 1]],
    ['by id', { ids: ['prod_3', 'prod_1', 'nope'] }, [1, 3]],
    ['by handle', { handles: ['product-2'] }, [2]],
    ['by id and handle', { ids: ['prod_3'], handles: ['product-2'] }, []],
    ['by collection', { collectionIds: ['pcol_1', 'pcol_2'] }, [1, 3]],
    ['by tag', { tags: ['ptag_1'] }, [2]],
    ['by title', { title: 'Product 2' }, [2]],
    ['by text, without case, also beyond ASCII', { text: 'æRØ' }, [1]],
    ['by text of a description', { text: 'SHIRT' }, [1, 3]],
    ['by text of a sku', { text: 'abc' }, [1]],
    ['gift cards', { isGiftcard: true }, [3]],
    ['published ones that are none', { isGiftcard: false, statuses: ['published'] }, [1]],
    ['of no id', { ids: [] }, []],
  ]
  test.each([...questions])('can be asked for: %s', async (_name, query, numbers) => {
    await importInto(at().store, { products })
    const found = await at().store.read((books) => books.products({ ...everything, ...query }))
    expect(found.products.map((each) => each.number)).toEqual([...numbers])
    expect(found.count).toBe(numbers.length)
  })

  test('comes in pages that say how many there are in all', async () => {
    await importInto(at().store, { products })
    const page = await at().store.read((books) => books.products({ ...everything, offset: 1, limit: 1 }))
    expect([page.products.map(({ number }) => number), page.count]).toEqual([[2], 3])
  })
}

function importing(at: () => TestStore): void {
  test('replaces what has the same id and keeps the rest, in its place', async () => {
    const { store } = at()
    await importInto(store, { products: [product(1, [variant(1), variant(2)]), product(2, [])] })
    const renamed = product(1, [variant(2, { sku: 'SKU-1' })], { title: 'Renamed' })
    expect((await store.read((books) => books.variant('variant_1')))?.id).toBe('variant_1')
    await importInto(store, { products: [renamed] })
    await store.read((books) => {
      expect(books.product('prod_1')).toEqual(renamed)
      expect(books.variant('variant_1')).toBeNull()
      expect(books.variantBySku('SKU-1')?.id).toBe('variant_2')
      expect(books.product('prod_2')).not.toBeNull()
    })
  })

  test('sees what is there, and its refusal saves nothing', async () => {
    const { store } = at()
    await importInto(store, { regions: [region('reg_1')], customers: [customer(1), customer(2)] })
    const seen = store.catalog.save((now) => {
      expect(now.regions().map(({ id }) => id)).toEqual(['reg_1'])
      expect(now.customers().map(({ number }) => number)).toEqual([1, 2])
      throw new Refusal('catalog-invalid', 'Line 7.')
    })
    await expect(seen).rejects.toMatchObject({ code: 'catalog-invalid' })
    const twins = [product(1, []), product(2, [], { handle: 'product-1' })]
    const twice = importInto(store, { regions: [region('reg_2')], products: twins })
    await expect(twice).rejects.toMatchObject({ code: 'catalog-invalid' })
    expect(await store.read((books) => books.regions().map(({ id }) => id))).toEqual(['reg_1'])
    expect(await store.read((books) => books.product('prod_1'))).toBeNull()
  })

  test('returns what its preparation said', async () => {
    const saved = at().store.catalog.save(() => ({ catalog: catalogOf({}), result: { products: 3 } }))
    expect(await saved).toEqual({ products: 3 })
  })
}

function counted(at: () => TestStore): void {
  test('leaves sold what was sold', async () => {
    const { store, newId } = at()
    const stock = (imported: number) => importInto(store, { stock: [{ variantId: 'v', imported }] })
    const shown = () => store.read((books) => [books.stock('v')?.onHand, books.stockImported('v')])
    await stock(10)
    const { id: checkoutId } = await acceptedCheckout(store, newId)
    const items = [{ variantId: 'v', quantity: 4, allowBackorder: false }]
    await save(store, { kind: 'hold-stock', checkoutId, items })
    await expect(stock(3)).rejects.toMatchObject({ code: 'catalog-invalid' })
    await save(store, { kind: 'settle-holds', checkoutId, orderId: 'order_1' })
    await stock(10)
    expect(await shown()).toEqual([6, 10])
    await stock(25)
    expect(await shown()).toEqual([21, 25])
    await expect(stock(3)).rejects.toMatchObject({ code: 'catalog-invalid' })
    expect(await shown()).toEqual([21, 25])
  })

  test('leaves spent what was spent, and used what was used', async () => {
    const { store, newId } = at()
    await importInto(store, { giftCards: [giftCard('GC', 100)], discounts: [discount('TEN', 5)] })
    const { id: checkoutId } = await acceptedCheckout(store, newId)
    await save(
      store,
      { kind: 'hold-gift-card', checkoutId, giftCardId: 'gift_GC', amount: minor(60) },
      { kind: 'hold-discount', checkoutId, discountId: 'disc_TEN' },
      { kind: 'settle-holds', checkoutId, orderId: 'order_1' },
    )
    await importInto(store, { giftCards: [giftCard('GC', 100)], discounts: [discount('TEN', 9)] })
    expect(await store.read((books) => books.giftCard('gift_GC'))).toMatchObject({ balance: minor(40) })
    expect(await store.read((books) => books.discountUses('disc_TEN'))).toMatchObject({ held: 0, used: 1 })
    await importInto(store, { giftCards: [giftCard('GC', 150)] })
    const raised = await store.read((books) => books.giftCard('gift_GC'))
    expect(raised).toMatchObject({ value: minor(150), balance: minor(90) })
    await expect(importInto(store, { giftCards: [giftCard('GC', 10)] })).rejects.toMatchObject({
      code: 'catalog-invalid',
    })
  })
}
