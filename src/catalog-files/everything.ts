import type { Product } from '../catalog/product.ts'
import type { ShippingOption } from '../catalog/shipping-option.ts'
import type { CatalogView } from '../checkout/books.ts'

const pageSize = 1_000

/** Every product of the shop, drafts included, in the order of creation. */
export function allProducts(view: CatalogView): readonly Product[] {
  const products: Product[] = []
  let count = 1
  while (products.length < count) {
    const page = view.products({
      ids: null,
      handles: null,
      collectionIds: null,
      tags: null,
      title: null,
      text: null,
      isGiftcard: null,
      statuses: [],
      newestFirst: false,
      offset: products.length,
      limit: pageSize,
    })
    if (page.products.length === 0) break
    products.push(...page.products)
    count = page.count
  }
  return products
}

/** The shipping options of all regions, in the order of creation. */
export function allShippingOptions(view: CatalogView): readonly ShippingOption[] {
  return inOrder(view.regions().flatMap((region) => view.shippingOptionsOf(region.id)))
}

/** In the order of creation. */
export function inOrder<Row extends { readonly id: string; readonly createdAt: number }>(
  rows: readonly Row[],
): readonly Row[] {
  return [...rows].sort((one, other) => one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1))
}
