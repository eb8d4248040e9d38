import type { Tally } from '../../../src/catalog-files/into-catalog/desk.ts'
import { exportCatalog, type ImportReport, importCatalog } from '../../../src/commands/catalog.ts'
import { Refusal } from '../../../src/refusal.ts'
import { openTestStore, type TestStore } from '../store.ts'

/** A shop on a real database that catalogs are imported into. */
export interface ImportingShop extends TestStore {
  import(catalog: unknown): Promise<ImportReport>
  /** The sentence with which the catalog is refused; fails when it is not. */
  refusal(catalog: unknown): Promise<string>
  export(): Promise<unknown>
}

export async function openImportingShop(): Promise<ImportingShop> {
  const test = await openTestStore()
  const shop = { store: test.store, now: test.clock.now, newId: test.newId }
  const importing = (catalog: unknown): Promise<ImportReport> => {
    const text = typeof catalog === 'string' ? catalog : JSON.stringify(catalog)
    test.clock.advance(60_000)
    return importCatalog(shop, { text, fileName: 'shop.json', format: null })
  }
  return {
    ...test,
    import: importing,
    async refusal(catalog) {
      try {
        await importing(catalog)
      } catch (error) {
        if (error instanceof Refusal && error.code === 'catalog-invalid') return error.message
        throw error
      }
      throw new Error('the catalog was imported')
    },
    export: () => exportCatalog(test.store),
  }
}

export const unchanged = (count: number): Tally => ({ created: 0, updated: 0, unchanged: count })
export const created = (count: number): Tally => ({ created: count, updated: 0, unchanged: 0 })

/** A small shop of two regions, three products and everything that a file may hold. */
export function smallCatalog() {
  return {
    store: { name: 'Small', currencies: ['eur', 'usd'] },
    regions: [
      { name: 'eu', currency_code: 'eur', tax_rate: 20, countries: ['de', 'dk'] },
      { name: 'us', currency_code: 'usd', countries: ['us'] },
    ],
    shipping_options: [{ name: 'Standard', region: 'eu', amount: 500 }],
    collections: [{ handle: 'summer', title: 'Summer' }],
    products: [
      {
        title: 'Shirt',
        handle: 'shirt',
        collection: 'summer',
        tags: ['cotton'],
        options: [{ title: 'Size' }],
        variants: [
          variant('S', 'SHIRT-S', 1000, { options: [{ value: 'S' }], inventory_quantity: 10 }),
          variant('M', 'SHIRT-M', 1100, { options: [{ value: 'M' }], inventory_quantity: 20 }),
        ],
      },
      { title: 'Mug', handle: 'mug', tags: [{ value: 'cotton' }], variants: [variant('Mug', 'MUG', 700, {})] },
      {
        title: 'Voucher',
        handle: 'voucher',
        is_giftcard: true,
        variants: [{ title: '25', prices: [{ currency_code: 'eur', amount: 2500 }] }],
      },
    ],
    price_lists: [{ name: 'Sale', prices: [{ sku: 'MUG', currency_code: 'eur', amount: 500 }] }],
    discounts: [{ code: 'TEN', rule: { type: 'percentage', value: 10 } }],
    gift_cards: [{ code: 'GC10', value: 1000, region: 'eu' }],
    customers: [{ email: 'Ada@Example.com', password: 'secret word' }],
  }
}

function variant<More extends object>(title: string, sku: string, amount: number, more: More) {
  return { title, sku, ...more, prices: [{ currency_code: 'eur', amount }] }
}
