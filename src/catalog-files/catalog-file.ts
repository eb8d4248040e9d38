import Type, { type Static } from 'typebox'
import {
  code,
  countryCode,
  currencyCode,
  date,
  email,
  flag,
  free,
  handle,
  idOf,
  list,
  measure,
  money,
  oneOf,
  percent,
  positive,
  prose,
  record,
  stockCount,
  text,
} from './fields.ts'
import { priceListRecord, productRecord } from './product-records.ts'

/** How many of a noun one file may hold; the file's own size is the tighter limit. */
const recordsMax = 200_000
const perRecordMax = 1_000
const nameMax = 255
const proseMax = 20_000

const maybe = Type.Optional
const name = text(nameMax)

const storeRecord = record({
  name: maybe(name),
  currencies: maybe(list(currencyCode, perRecordMax)),
  default_currency_code: maybe(currencyCode),
})

const channelRecord = record({
  name,
  description: maybe(prose(proseMax)),
  channel_id: maybe(positive),
  number: maybe(positive),
  store_group_id: maybe(name),
})

const taxRateRecord = record({
  code: maybe(name),
  name: maybe(name),
  rate: maybe(percent),
  products: maybe(list(handle, recordsMax)),
  shipping_options: maybe(list(name, perRecordMax)),
})

const regionRecord = record({
  id: maybe(idOf('reg')),
  name,
  currency_code: currencyCode,
  tax_rate: maybe(percent),
  tax_code: maybe(name),
  automatic_taxes: maybe(flag),
  includes_tax: maybe(flag),
  gift_cards_taxable: maybe(flag),
  countries: list(countryCode, perRecordMax),
  payment_providers: maybe(list(name, perRecordMax)),
  fulfillment_providers: maybe(list(name, perRecordMax)),
  tax_rates: maybe(list(taxRateRecord, perRecordMax)),
  metadata: maybe(free),
})

const shippingOptionRecord = record({
  id: maybe(idOf('so')),
  name,
  region: maybe(name),
  profile: maybe(name),
  provider_id: maybe(name),
  price_type: maybe(oneOf('flat_rate', 'calculated')),
  amount: maybe(money),
  requirements: maybe(list(record({ type: oneOf('min_subtotal', 'max_subtotal'), amount: money }), 2)),
  data: maybe(free),
  metadata: maybe(free),
})

const collectionRecord = record({ handle: maybe(handle), title: maybe(name), metadata: maybe(free) })

const discountRecord = record({
  id: maybe(idOf('disc')),
  code,
  rule: record({
    type: oneOf('percentage', 'fixed', 'free_shipping'),
    value: maybe(measure),
    allocation: maybe(oneOf('total', 'item')),
    description: maybe(prose(proseMax)),
    conditions: maybe(
      list(record({ operator: oneOf('in', 'not_in'), products: list(handle, recordsMax) }), perRecordMax),
    ),
  }),
  regions: maybe(list(name, perRecordMax)),
  starts_at: maybe(date),
  ends_at: maybe(date),
  is_disabled: maybe(flag),
  usage_limit: maybe(stockCount),
  metadata: maybe(free),
})

const giftCardRecord = record({
  id: maybe(idOf('gift')),
  code,
  value: money,
  balance: maybe(money),
  region: maybe(name),
  is_disabled: maybe(flag),
  ends_at: maybe(date),
  metadata: maybe(free),
})

const customerRecord = record({
  id: maybe(idOf('cus')),
  number: maybe(positive),
  email,
  first_name: maybe(prose(nameMax)),
  last_name: maybe(prose(nameMax)),
  phone: maybe(prose(nameMax)),
  password: maybe(text(200)),
  password_hash: maybe(
    Type.String({ pattern: '^\\$argon2id\\$[!-~]{20,300}$', description: 'an argon2id hash as an export writes it' }),
  ),
  metadata: maybe(free),
})

/**
 * The catalog file once its nulls are taken out: unknown fields are refused, what may be missing is.
 * What a missing field means is said where it is translated.
 */
export const catalogFile = record({
  store: maybe(storeRecord),
  channels: maybe(list(channelRecord, perRecordMax)),
  regions: maybe(list(regionRecord, perRecordMax)),
  shipping_options: maybe(list(shippingOptionRecord, recordsMax)),
  collections: maybe(list(collectionRecord, recordsMax)),
  products: maybe(list(productRecord, recordsMax)),
  price_lists: maybe(list(priceListRecord, perRecordMax)),
  discounts: maybe(list(discountRecord, recordsMax)),
  gift_cards: maybe(list(giftCardRecord, recordsMax)),
  customers: maybe(list(customerRecord, recordsMax)),
})

export type CatalogFile = Static<typeof catalogFile>
export type ChannelRecord = Static<typeof channelRecord>
export type TaxRateRecord = Static<typeof taxRateRecord>
export type RegionRecord = Static<typeof regionRecord>
export type ShippingOptionRecord = Static<typeof shippingOptionRecord>
export type CollectionRecord = Static<typeof collectionRecord>
export type DiscountRecord = Static<typeof discountRecord>
export type GiftCardRecord = Static<typeof giftCardRecord>
export type CustomerRecord = Static<typeof customerRecord>
