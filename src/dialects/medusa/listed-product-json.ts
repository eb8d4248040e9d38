import type { Price, PriceList, Product, Variant } from '../../catalog/product.ts'
import type { Region, TaxRate } from '../../catalog/region.ts'
import type { CatalogView } from '../../checkout/books.ts'
import { type PriceContext, type ShownPrices, shownPrices } from '../../commands/reads.ts'
import type { DueTax } from '../../pricing/tax-rates.ts'
import { channelJson } from './channel-json.ts'
import { type Json, rememberedBy, row, timeOrNull } from './json.ts'
import { collectionJson, productJson, profilesJson, variantJson } from './product-json.ts'
import { taxRateJson } from './region-json.ts'
import { plainShown, shows, type View } from './views.ts'

/** For whom and when prices are shown. */
export interface PriceView {
  readonly context: PriceContext | null
  readonly now: number
}

/** What of a product is shown, and its prices. */
export interface ProductView extends PriceView, View {}

/** What `fields` may name. */
export const productFields = [
  ...['id', 'title', 'subtitle', 'status', 'external_id', 'description', 'handle', 'is_giftcard', 'discountable'],
  ...['thumbnail', 'collection_id', 'type_id', 'weight', 'length', 'height', 'width', 'hs_code', 'origin_country'],
  ...['mid_code', 'material', 'created_at', 'updated_at', 'deleted_at', 'metadata'],
]

/** What `expand` may name. */
export const productRelations = [
  ...['variants', 'variants.prices', 'variants.options', 'options', 'options.values', 'images', 'tags'],
  ...['collection', 'type', 'profiles', 'variants.inventory_items', 'sales_channels'],
]

/** A product as lists and its own page show it: with everything that belongs to it, and prices. */
export function listedProductJson(product: Product, books: CatalogView, view: ProductView): Json {
  const plain = plainShown(productJson(product), view)
  const relations = { ...belongingJson(product, books, view), ...profilesShown(product, books, view) }
  if (!shows(view, 'variants')) return { ...plain, ...relations }
  const variants = product.variants.map((variant) => variantOfProduct(variant, books, view))
  return { ...plain, ...relations, variants }
}

/** A variant alone: `fields` and `expand` are about it, and its prices come whatever they say. */
export function viewedVariantJson(variant: Variant, books: CatalogView, view: ProductView): Json {
  const product = shows(view, 'product') ? books.product(variant.productId) : null
  return {
    ...plainShown(variantJson(variant, books), view),
    ...(shows(view, 'options') && { options: valuesJson(variant, null) }),
    ...(view.relations?.has('inventory_items') && { inventory_items: [] }),
    ...pricesJson(variant, view),
    ...(product && { product: productJson(product) }),
  }
}

/** Prices are only worked out where both variants and their prices are shown; else they are what stands in the catalog. */
function variantOfProduct(variant: Variant, books: CatalogView, view: ProductView): Json {
  const isPriced = view.relations === null || (view.relations.has('variants') && view.relations.has('variants.prices'))
  return {
    ...variantJson(variant, books),
    ...(shows(view, 'variants.options') && { options: valuesJson(variant, null) }),
    ...(view.relations?.has('variants.inventory_items') && { inventory_items: [] }),
    ...(isPriced ? pricesJson(variant, view) : shows(view, 'variants.prices') && rawPricesJson(variant)),
  }
}

function belongingJson(product: Product, books: CatalogView, view: ProductView): Json {
  const collection = product.collectionId === null ? null : books.collection(product.collectionId)
  return {
    ...(shows(view, 'collection') && { collection: collection && collectionJson(collection) }),
    ...(shows(view, 'images') && { images: product.images.map((image) => imageJson(image, product)) }),
    ...(shows(view, 'options') && { options: optionsJson(product, shows(view, 'options.values')) }),
    ...(view.relations?.has('sales_channels') && { sales_channels: books.channels().map(channelJson) }),
    ...(shows(view, 'tags') && { tags: product.tags.map((tag) => valueJson(tag, product)) }),
    ...(shows(view, 'type') && { type: product.type && valueJson(product.type, product) }),
  }
}

/** `profile_id` comes with the profiles, unless only some fields were asked for. */
function profilesShown(product: Product, books: CatalogView, view: ProductView): Json {
  if (!shows(view, 'profiles')) return {}
  const { profiles, profile_id } = profilesJson(books.shippingProfile(product.profileId))
  return view.fields === null ? { profiles, profile_id } : { profiles }
}

/** Where nobody said for whom, all prices; where they said, the fitting ones, or all of them if none fits. */
function pricesJson(variant: Variant, { context, now }: PriceView): Json {
  const shown = shownPrices(variant, context, now)
  if (context && !shown.unit) return rawPricesJson(variant)
  return {
    prices: shown.prices.toSorted((a, b) => a.amount - b.amount).map((price) => priceJson(price, variant)),
    ...calculatedJson(shown, context, variant),
  }
}

/** Null where nobody said for whom; the kind of price is then left out. */
function calculatedJson(shown: ShownPrices, context: PriceContext | null, { productId }: Variant): Json {
  const { unit, original, calculated, taxes } = shown
  const named = context?.region?.taxRates.filter(({ productIds }) => productIds.includes(productId)) ?? []
  return {
    original_price: original?.amount ?? null,
    calculated_price: calculated?.amount ?? null,
    ...(context && { calculated_price_type: unit?.priceType ?? null }),
    original_price_incl_tax: original?.withTax ?? null,
    calculated_price_incl_tax: calculated?.withTax ?? null,
    original_tax: original?.tax ?? null,
    calculated_tax: calculated?.tax ?? null,
    tax_rates: taxes && taxRatesJson(named, taxes, context?.region ?? null),
  }
}

/** Rates of the product's own are shown whole; the region's has no row of its own. */
function taxRatesJson(named: readonly TaxRate[], taxes: readonly DueTax[], region: Region | null): readonly Json[] {
  if (region && named.length > 0) return named.map((rate) => taxRateJson(rate, region))
  return taxes.map(({ rate, name, code }) => ({ rate, name, code }))
}

const optionsOf = rememberedBy((product: Product) => ({
  options: product.options.map((option) => ({
    ...row({ ...product, id: option.id }),
    title: option.title,
    product_id: product.id,
    metadata: null,
    values: product.variants.flatMap((variant) => valuesJson(variant, option.id)),
  })),
}))

function optionsJson(product: Product, hasValues: boolean): unknown {
  const options = optionsOf(product)['options'] as readonly Json[]
  return hasValues ? options : options.map(({ values, ...option }) => option)
}

function valuesJson(variant: Variant, optionId: string | null): readonly Json[] {
  const values = variant.options.filter((value) => optionId === null || value.optionId === optionId)
  return values.map((value) => ({
    ...row({ ...variant, id: value.id }),
    value: value.value,
    option_id: value.optionId,
    variant_id: variant.id,
    metadata: null,
  }))
}

function imageJson(image: Product['images'][number], product: Product): Json {
  return { ...row({ ...product, id: image.id }), url: image.url, metadata: null }
}

/** A tag or a type. */
function valueJson(thing: Product['tags'][number], product: Product): Json {
  return { ...row({ ...product, id: thing.id }), value: thing.value, metadata: null }
}

function rawPricesJson(variant: Variant): Json {
  return { prices: variant.prices.map(priceRow) }
}

function priceJson(price: Price, variant: Variant): Json {
  const { priceList } = price
  return { ...priceRow(price), price_list: priceList && priceListJson(priceList), variant_id: variant.id }
}

function priceRow(price: Price): Json {
  return {
    ...row(price),
    currency_code: price.currencyCode,
    amount: price.amount,
    min_quantity: price.minQuantity,
    max_quantity: price.maxQuantity,
    price_list_id: price.priceList?.id ?? null,
    region_id: price.regionId,
  }
}

function priceListJson(list: PriceList): Json {
  return {
    ...row(list),
    name: list.name,
    description: null,
    type: list.type,
    status: list.status,
    starts_at: timeOrNull(list.startsAt),
    ends_at: timeOrNull(list.endsAt),
  }
}
