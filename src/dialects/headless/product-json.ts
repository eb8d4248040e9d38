import { availableOf, type Product, type Variant } from '../../catalog/product.ts'
import type { Region } from '../../catalog/region.ts'
import type { CatalogView } from '../../checkout/books.ts'
import { cheapest, startingRegion } from '../../commands/product-search.ts'
import { type UnitPrice, unitPriceFor } from '../../pricing/unit-price.ts'
import { moneyJson, timeJson } from './money-json.ts'

/** A product with all of its parts, priced where carts begin: `include` and `expand` ask for what is there anyway. */
export function productJson(product: Product, books: CatalogView, now: number) {
  const region = startingRegion(books)
  return {
    id: product.id,
    name: product.title,
    slug: product.handle,
    description: product.description,
    type: product.isGiftcard ? 'digital' : 'physical',
    status: 'active',
    tags: product.tags.map(({ value }) => value),
    attributes: {},
    images: imagesJson(product),
    ...pricesJson(cheapest(product, region, now), region),
    options: product.options.map(({ id, title }, position) => ({
      id,
      name: title,
      position,
      values: valuesOf(product, id).map((value, at) => ({ id: value.id, value: value.value, position: at })),
    })),
    variants: product.variants.map((variant) => variantJson(variant, region, books, now)),
    collection_id: product.collectionId,
    metadata: product.metadata ?? {},
    created_at: timeJson(product.createdAt),
    updated_at: timeJson(product.updatedAt),
  }
}

function imagesJson({ images, thumbnail }: Product) {
  const shown = images.length > 0 || thumbnail === null ? images : [{ id: thumbnail, url: thumbnail }]
  return shown.map(({ id, url }, position) => ({ id, url, alt_text: null, position, width: null, height: null }))
}

/** Each value of an option once, in the order of the variants. */
function valuesOf({ variants }: Product, optionId: string): Variant['options'] {
  const all = variants.flatMap(({ options }) => options.filter((option) => option.optionId === optionId))
  return all.filter(({ value }, at) => all.findIndex((one) => one.value === value) === at)
}

function variantJson(variant: Variant, region: Region | null, books: CatalogView, now: number) {
  const at = region && { currencyCode: region.currencyCode, regionId: region.id, quantity: null, now }
  const prices = pricesJson(at && unitPriceFor(variant, at), region)
  const stock = variant.manageInventory && !variant.allowBackorder ? books.stock(variant.id) : null
  return {
    id: variant.id,
    product_id: variant.productId,
    name: variant.title,
    sku: variant.sku,
    barcode: variant.barcode,
    ...prices,
    cost_price: null,
    weight: variant.weight,
    is_active: prices.price !== null,
    stock: stock && Math.max(0, availableOf(stock)),
    option_values: variant.options.map(({ id, value }, position) => ({ id, value, position })),
    metadata: variant.metadata ?? {},
    created_at: timeJson(variant.createdAt),
    updated_at: timeJson(variant.updatedAt),
  }
}

/** What it cost before is worth saying only where that was more. */
function pricesJson(price: UnitPrice | null, region: Region | null) {
  if (!price || !region) return { price: null, compare_at_price: null }
  const before = price.originalAmount > price.amount ? moneyJson(price.originalAmount, region.currencyCode) : null
  return { price: moneyJson(price.amount, region.currencyCode), compare_at_price: before }
}
