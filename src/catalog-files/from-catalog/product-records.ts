import type { Physical, Price, PriceList, Product, Variant } from '../../catalog/product.ts'
import type { CatalogView } from '../../checkout/books.ts'
import type { PriceListRecord, PriceRecord, ProductRecord, VariantRecord } from '../product-records.ts'
import type { ExportedPriceList, ExportOptions } from './exported.ts'
import { idFields } from './ids.ts'
import { numbersToTell } from './numbers.ts'
import { dateOf, metadataOf, spare } from './spare.ts'

type Numbers = ReadonlyMap<string, number>

/** Products with their variants, and the price lists whose prices stand with the variants. */
export function productRecords(
  view: CatalogView,
  products: readonly Product[],
  options: ExportOptions,
): { products: ProductRecord[]; price_lists: ExportedPriceList[] } {
  const numbers = numbersToTell(products)
  const variantNumbers = numbersToTell(products.flatMap((product) => product.variants))
  return {
    products: products.map((product) => ({
      ...idFields(product.id, options),
      ...spare({ number: numbers.get(product.id) }),
      ...productRecord(view, product),
      variants: product.variants.map((variant) => variantRecord(view, variant, variantNumbers, options)),
    })),
    price_lists: priceListRecords(view, products),
  }
}

function productRecord(view: CatalogView, product: Product): Omit<ProductRecord, 'variants'> {
  const collection = product.collectionId === null ? null : view.collection(product.collectionId)
  return {
    title: product.title,
    handle: product.handle,
    ...spare({ subtitle: product.subtitle, description: product.description }),
    status: product.status,
    is_giftcard: product.isGiftcard,
    discountable: product.discountable,
    ...spare({
      profile: view.shippingProfile(product.profileId)?.key,
      ...physicalFields(product),
      thumbnail: product.thumbnail,
      images: product.images.map((image) => image.url),
      collection: collection?.handle,
      tags: product.tags.map(({ value }) => ({ value })),
      type: product.type === null ? null : { value: product.type.value },
      external_id: product.externalId,
      metadata: metadataOf(product.metadata),
    }),
    options: product.options.map(({ title }) => ({ title })),
  }
}

function variantRecord(view: CatalogView, variant: Variant, numbers: Numbers, options: ExportOptions): VariantRecord {
  return {
    ...idFields(variant.id, options),
    ...spare({ number: numbers.get(variant.id) }),
    title: variant.title,
    ...spare({ sku: variant.sku, barcode: variant.barcode, ean: variant.ean, upc: variant.upc }),
    inventory_quantity: view.stockImported(variant.id) ?? 0,
    manage_inventory: variant.manageInventory,
    allow_backorder: variant.allowBackorder,
    ...spare({ ...physicalFields(variant), metadata: metadataOf(variant.metadata) }),
    options: variant.options.map(({ value }) => ({ value })),
    prices: variant.prices.filter((price) => price.priceList === null).map((price) => priceRecord(view, price)),
  }
}

function physicalFields(thing: Physical) {
  return {
    weight: thing.weight,
    length: thing.length,
    height: thing.height,
    width: thing.width,
    hs_code: thing.hsCode,
    origin_country: thing.originCountry,
    mid_code: thing.midCode,
    material: thing.material,
  }
}

function priceRecord(view: CatalogView, price: Price): PriceRecord {
  return {
    currency_code: price.currencyCode,
    ...spare({ region: price.regionId === null ? null : view.region(price.regionId)?.name }),
    amount: price.amount,
    ...spare({ min_quantity: price.minQuantity, max_quantity: price.maxQuantity }),
  }
}

function priceListRecords(view: CatalogView, products: readonly Product[]): ExportedPriceList[] {
  const lists = new Map<string, { readonly list: PriceList; readonly prices: NonNullable<PriceListRecord['prices']> }>()
  for (const product of products) {
    for (const variant of product.variants) {
      for (const price of variant.prices) {
        if (price.priceList === null) continue
        const entry = lists.get(price.priceList.id) ?? { list: price.priceList, prices: [] }
        const whose = variant.sku === null ? { product: product.handle, variant: variant.title } : { sku: variant.sku }
        entry.prices.push({ ...whose, ...priceRecord(view, price) })
        lists.set(price.priceList.id, entry)
      }
    }
  }
  const ordered = [...lists.values()].sort((one, other) => one.list.createdAt - other.list.createdAt)
  return ordered.map(({ list, prices }) => ({
    name: list.name,
    type: list.type,
    status: list.status,
    starts_at: dateOf(list.startsAt),
    ends_at: dateOf(list.endsAt),
    prices,
  }))
}
