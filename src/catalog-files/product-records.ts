import Type, { type Static } from 'typebox'
import {
  code,
  currencyCode,
  date,
  flag,
  free,
  handle,
  idOf,
  list,
  measure,
  money,
  oneOf,
  positive,
  prose,
  record,
  stockCount,
  text,
} from './fields.ts'

const listPricesMax = 1_000_000
const perProductMax = 1_000
const nameMax = 255
const proseMax = 20_000
const addressMax = 2_000

const maybe = Type.Optional
const name = text(nameMax)

const physical = {
  weight: maybe(measure),
  length: maybe(measure),
  height: maybe(measure),
  width: maybe(measure),
  hs_code: maybe(text(nameMax)),
  origin_country: maybe(text(nameMax)),
  mid_code: maybe(text(nameMax)),
  material: maybe(text(nameMax)),
}

const priceFields = {
  currency_code: currencyCode,
  amount: money,
  region: maybe(name),
  min_quantity: maybe(positive),
  max_quantity: maybe(positive),
}

const variantRecord = record({
  id: maybe(idOf('variant')),
  number: maybe(positive),
  title: name,
  sku: maybe(code),
  barcode: maybe(name),
  ean: maybe(name),
  upc: maybe(name),
  inventory_quantity: maybe(stockCount),
  manage_inventory: maybe(flag),
  allow_backorder: maybe(flag),
  ...physical,
  options: maybe(list(record({ value: text(nameMax) }), perProductMax)),
  prices: list(record(priceFields), perProductMax),
  metadata: maybe(free),
})

/** A product with everything that can be put into a cart. */
export const productRecord = record({
  id: maybe(idOf('prod')),
  number: maybe(positive),
  title: name,
  subtitle: maybe(prose(proseMax)),
  handle,
  description: maybe(prose(proseMax)),
  status: maybe(oneOf('draft', 'proposed', 'published', 'rejected')),
  is_giftcard: maybe(flag),
  discountable: maybe(flag),
  profile: maybe(name),
  ...physical,
  thumbnail: maybe(prose(addressMax)),
  images: maybe(list(text(addressMax), perProductMax)),
  collection: maybe(handle),
  tags: maybe(list(record({ value: name }), perProductMax)),
  type: maybe(record({ value: name })),
  external_id: maybe(name),
  metadata: maybe(free),
  options: maybe(list(record({ title: name }), perProductMax)),
  variants: list(variantRecord, perProductMax),
})

/** Prices that hold while the list does; a list in a file is whole. */
export const priceListRecord = record({
  name,
  type: maybe(oneOf('sale', 'override')),
  status: maybe(oneOf('active', 'draft')),
  starts_at: maybe(date),
  ends_at: maybe(date),
  prices: maybe(
    list(record({ sku: maybe(code), product: maybe(handle), variant: maybe(name), ...priceFields }), listPricesMax),
  ),
})

export type VariantRecord = Static<typeof variantRecord>
export type ProductRecord = Static<typeof productRecord>
export type PriceListRecord = Static<typeof priceListRecord>
export type PriceRecord = VariantRecord['prices'][number]
