import type { CatalogView } from '../../checkout/books.ts'
import { Refusal } from '../../refusal.ts'
import type { CatalogBook, CatalogRows } from '../store.ts'
import type { CatalogMemory } from './catalog-memory.ts'
import { isDuplicate } from './errors.ts'
import type { GroupCommit } from './group-commit.ts'
import type { Rows } from './rows.ts'

/** What the shop sells, saved whole or not at all; every process sees the new catalog with its next look. */
export function catalogBookOn(
  rows: Rows,
  books: CatalogView,
  memory: CatalogMemory,
  commits: GroupCommit,
): CatalogBook {
  return {
    save(prepare) {
      return commits.write(({ begin }) => {
        memory.look()
        const { catalog, result } = prepare(books)
        begin()
        try {
          saveAll(rows, catalog)
        } catch (error) {
          if (!isDuplicate(error)) throw error
          throw new Refusal('catalog-invalid', 'Two things of the catalog have the same handle, sku, code or number.')
        }
        memory.changed()
        return result
      })
    },
  }
}

/** In the order in which one names another. */
function saveAll(rows: Rows, catalog: CatalogRows): void {
  if (catalog.profile) rows.profile.save(catalog.profile)
  for (const channel of catalog.channels) rows.channels.save(channel)
  for (const region of catalog.regions) rows.regions.save(region)
  for (const profile of catalog.shippingProfiles) rows.shippingProfiles.save(profile)
  for (const option of catalog.shippingOptions) rows.shippingOptions.save(option)
  for (const collection of catalog.collections) rows.collections.save(collection)
  rows.products.save(catalog.products)
  for (const { variantId, imported } of catalog.stock) rows.stock.save(variantId, imported)
  for (const discount of catalog.discounts) rows.discounts.save(discount)
  for (const giftCard of catalog.giftCards) rows.giftCards.save(giftCard)
  for (const customer of catalog.customers) rows.customers.save(customer)
}
