import type { Collection, Physical, Product, ShippingProfile, Stock, Variant } from '../../catalog/product.ts'
import { availableOf } from '../../catalog/product.ts'
import type { CatalogView } from '../../checkout/books.ts'
import { type Json, rememberedBy, row } from './json.ts'

/** A product as a row, without what belongs to it. */
export const productJson = rememberedBy((product: Product) => ({
  ...row(product),
  title: product.title,
  subtitle: product.subtitle,
  description: product.description,
  handle: product.handle,
  is_giftcard: product.isGiftcard,
  status: product.status,
  thumbnail: product.thumbnail,
  ...weightFirst(product),
  collection_id: product.collectionId,
  type_id: product.type?.id ?? null,
  discountable: product.discountable,
  external_id: product.externalId,
  metadata: product.metadata,
}))

/** A variant as a row, with what is there to be sold at the moment. */
export function variantJson(variant: Variant, books: CatalogView): Json {
  return { ...variantRow(variant), inventory_quantity: quantityLeft(books.stock(variant.id)) }
}

/** A variant as a cart's line shows it: with its product and that product's profile. */
export function variantOfLine(variant: Variant, books: CatalogView): Json {
  const product = books.product(variant.productId)
  return { ...variantJson(variant, books), product: product && productOfLine(product, books) }
}

/** What Medusa calls inventory: what was imported less what was sold, also where that is below zero. */
function quantityLeft(stock: Stock | null): number {
  return stock ? availableOf(stock) : 0
}

export function profilesJson(profile: ShippingProfile | null): Json {
  const json = profile && profileJson(profile)
  return { profiles: json ? [json] : [], profile: json, profile_id: profile?.id ?? null }
}

export const profileJson = rememberedBy((profile: ShippingProfile) => ({
  ...row(profile),
  name: profile.name,
  type: profile.type,
  metadata: null,
}))

export const collectionJson = rememberedBy((collection: Collection) => ({
  ...row(collection),
  title: collection.title,
  handle: collection.handle,
  metadata: collection.metadata,
}))

const variantRow = rememberedBy((variant: Variant) => ({
  ...row(variant),
  title: variant.title,
  product_id: variant.productId,
  sku: variant.sku,
  barcode: variant.barcode,
  ean: variant.ean,
  upc: variant.upc,
  variant_rank: variant.rank,
  inventory_quantity: 0,
  allow_backorder: variant.allowBackorder,
  manage_inventory: variant.manageInventory,
  ...customsFirst(variant),
  metadata: variant.metadata,
}))

const productsOfLines = new WeakMap<Product, { readonly profile: ShippingProfile | null; readonly json: Json }>()

function productOfLine(product: Product, books: CatalogView): Json {
  const profile = books.shippingProfile(product.profileId)
  const known = productsOfLines.get(product)
  if (known && known.profile === profile) return known.json
  const json = { ...productJson(product), ...profilesJson(profile) }
  productsOfLines.set(product, { profile, json })
  return json
}

function weightFirst(thing: Physical): Json {
  const { weight, length, height, width } = thing
  return { weight, length, height, width, ...customs(thing) }
}

function customsFirst(thing: Physical): Json {
  const { weight, length, height, width } = thing
  return { ...customs(thing), weight, length, height, width }
}

function customs(thing: Physical): Json {
  return {
    hs_code: thing.hsCode,
    origin_country: thing.originCountry,
    mid_code: thing.midCode,
    material: thing.material,
  }
}
