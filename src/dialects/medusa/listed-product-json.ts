import type { Price, PriceList, Product, Variant } from '../../catalog/product.ts'
import type { CatalogView } from '../../checkout/books.ts'
import { type PriceContext, type ShownPrices, shownPrices } from '../../commands/reads.ts'
import { type Json, rememberedBy, row, timeOrNull } from './json.ts'
import { collectionJson, productJson, profilesJson, variantJson } from './product-json.ts'

/** For whom and when prices are shown. */
export interface PriceView {
  readonly context: PriceContext | null
  readonly now: number
}

/** A product as lists and its own page show it: with everything that belongs to it, and prices. */
export function listedProductJson(product: Product, books: CatalogView, view: PriceView): Json {
  const collection = product.collectionId === null ? null : books.collection(product.collectionId)
  const { profiles, profile_id } = profilesJson(books.shippingProfile(product.profileId))
  return {
    ...productJson(product),
    collection: collection && collectionJson(collection),
    images: product.images.map((image) => ({ ...row({ ...product, id: image.id }), url: image.url, metadata: null })),
    options: optionsJson(product),
    profiles,
    profile_id,
    tags: product.tags.map((tag) => ({ ...row({ ...product, id: tag.id }), value: tag.value, metadata: null })),
    type: product.type && { ...row({ ...product, id: product.type.id }), value: product.type.value, metadata: null },
    variants: product.variants.map((variant) => listedVariantJson(variant, books, view)),
  }
}

/** A variant with its options and prices. */
function listedVariantJson(variant: Variant, books: CatalogView, view: PriceView): Json {
  const shown = shownPrices(variant, view.context, view.now)
  return {
    ...variantJson(variant, books),
    options: optionValuesJson(variant),
    prices: shown.prices.toSorted((a, b) => a.amount - b.amount).map((price) => priceJson(price, variant)),
    ...calculatedJson(shown, view.context),
  }
}

/** As `listedVariantJson`, with the product as a row: what asking for variants alone shows. */
export function variantWithProductJson(variant: Variant, books: CatalogView, view: PriceView): Json {
  const product = books.product(variant.productId)
  return { ...listedVariantJson(variant, books, view), product: product && productJson(product) }
}

/** Null where nobody said for whom; the kind of price is then left out. */
function calculatedJson({ unit, original, calculated, taxes }: ShownPrices, context: PriceContext | null): Json {
  return {
    original_price: original?.amount ?? null,
    calculated_price: calculated?.amount ?? null,
    ...(context && { calculated_price_type: unit?.priceType ?? null }),
    original_price_incl_tax: original?.withTax ?? null,
    calculated_price_incl_tax: calculated?.withTax ?? null,
    original_tax: original?.tax ?? null,
    calculated_tax: calculated?.tax ?? null,
    tax_rates: taxes?.map(({ rate, name, code }) => ({ rate, name, code })) ?? null,
  }
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

function optionsJson(product: Product): unknown {
  return optionsOf(product)['options']
}

function optionValuesJson(variant: Variant): readonly Json[] {
  return valuesJson(variant, null)
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

function priceJson(price: Price, variant: Variant): Json {
  return {
    ...row(price),
    currency_code: price.currencyCode,
    amount: price.amount,
    min_quantity: price.minQuantity,
    max_quantity: price.maxQuantity,
    price_list_id: price.priceList?.id ?? null,
    region_id: price.regionId,
    price_list: price.priceList && priceListJson(price.priceList),
    variant_id: variant.id,
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
