import { slug } from './slug.ts'
import { isObject } from './tidy.ts'

/** A seed in the shape of our file, to be checked like one, and what of it has no place in it. */
export interface TranslatedSeed {
  readonly json: unknown
  /** Each with how often: `products[].categories (12)`. */
  readonly leftOut: readonly string[]
}

type Fields = Readonly<Record<string, unknown>>

/** Fields that are kept under their own name; what is in neither table of a noun is left out and said. */
const kept = {
  store: ['name', 'currencies', 'default_currency_code'],
  region: [
    'name',
    'currency_code',
    'tax_rate',
    'tax_code',
    'automatic_taxes',
    'includes_tax',
    'gift_cards_taxable',
    'countries',
    'payment_providers',
    'fulfillment_providers',
    'metadata',
  ],
  option: ['name', 'provider_id', 'price_type', 'amount', 'requirements', 'data', 'metadata'],
  product: [
    ...['title', 'subtitle', 'description', 'handle', 'status', 'is_giftcard', 'discountable', 'thumbnail', 'images'],
    ...['tags', 'type', 'external_id', 'metadata', 'weight', 'length', 'height', 'width', 'hs_code', 'origin_country'],
    ...['mid_code', 'material'],
  ],
  variant: [
    ...[
      'title',
      'sku',
      'barcode',
      'ean',
      'upc',
      'inventory_quantity',
      'manage_inventory',
      'allow_backorder',
      'metadata',
    ],
    ...['weight', 'length', 'height', 'width', 'hs_code', 'origin_country', 'mid_code', 'material'],
  ],
  price: ['currency_code', 'amount', 'min_quantity', 'max_quantity'],
} as const

/** Fields that have another name or shape here and are dealt with one by one. */
const reshaped: Readonly<Record<keyof typeof kept, readonly string[]>> = {
  store: [],
  region: ['id'],
  option: ['region_id', 'profile_id', 'is_giftcard'],
  product: ['id', 'options', 'variants', 'profile_id'],
  variant: ['id', 'options', 'prices'],
  price: ['region_id'],
}

/**
 * Medusa v1's seed file (`medusa seed -f data/seed.json`). Records keep their places, so that positions in mistakes are
 * those of the seed. As Medusa's own seeding has it: gift cards go to the gift-card profile, everything else to the
 * default one, and a product without a handle gets one from its title.
 */
export function translateSeed(seed: unknown): TranslatedSeed {
  if (!isObject(seed)) return { json: seed, leftOut: [] }
  const left = new Map<string, number>()
  const regionNames = namesById(seed['regions'])
  const { store, regions, shipping_options: options, products, ...others } = seed
  for (const noun of Object.keys(others)) leave(left, noun)
  const json = {
    store: storeFrom(store, regions, left),
    regions: each(regions, (region) => regionFrom(region, left)),
    shipping_options: each(options, (option) => optionFrom(option, regionNames, left)),
    products: each(products, (product) => productFrom(product, regionNames, left)),
  }
  return { json, leftOut: [...left].map(([what, times]) => (times === 1 ? what : `${what} (${times})`)) }
}

/** Where something of our file stands in the seed. */
export function seedPosition(position: string): string {
  return position.replace(/\.region$/, '.region_id')
}

function namesById(regions: unknown): ReadonlyMap<unknown, unknown> {
  return new Map(Array.isArray(regions) ? regions.filter(isObject).map((region) => [region['id'], region['name']]) : [])
}

function each(records: unknown, translate: (record: Fields) => unknown): unknown {
  return Array.isArray(records) ? records.map((record) => (isObject(record) ? translate(record) : record)) : records
}

function leave(left: Map<string, number>, what: string): void {
  left.set(what, (left.get(what) ?? 0) + 1)
}

function keep(noun: keyof typeof kept, where: string, record: Fields, left: Map<string, number>): Fields {
  const names: readonly string[] = kept[noun]
  for (const name of Object.keys(record)) {
    if (!names.includes(name) && !reshaped[noun].includes(name)) leave(left, `${where}.${name}`)
  }
  return Object.fromEntries(names.filter((name) => name in record).map((name) => [name, record[name]]))
}

/** Medusa adds the currencies of its regions to those of the store. */
function storeFrom(store: unknown, regions: unknown, left: Map<string, number>): unknown {
  if (store !== undefined && store !== null && !isObject(store)) return store
  const said = keep('store', 'store', store ?? {}, left)
  const ofStore = said['currencies'] ?? []
  if (!Array.isArray(ofStore)) return said
  const ofRegions = Array.isArray(regions) ? regions.filter(isObject).map((region) => region['currency_code']) : []
  const currencies = [...ofStore, ...ofRegions.filter((code) => typeof code === 'string')].map(lowered)
  return { ...said, currencies: [...new Set(currencies)] }
}

function regionFrom(region: Fields, left: Map<string, number>): unknown {
  const countries = region['countries']
  return {
    ...keep('region', 'regions[]', region, left),
    ...idOf('reg', region),
    currency_code: lowered(region['currency_code']),
    countries: Array.isArray(countries) ? countries.map(lowered) : countries,
  }
}

function optionFrom(option: Fields, regionNames: ReadonlyMap<unknown, unknown>, left: Map<string, number>): unknown {
  return {
    ...keep('option', 'shipping_options[]', option, left),
    region: regionNamed(option, regionNames),
    profile: option['is_giftcard'] === true ? 'gift_card' : 'default',
  }
}

function productFrom(product: Fields, regionNames: ReadonlyMap<unknown, unknown>, left: Map<string, number>): unknown {
  const title = product['title']
  const handle = product['handle'] ?? (typeof title === 'string' ? slug(title) : undefined)
  return {
    ...keep('product', 'products[]', product, left),
    ...idOf('prod', product),
    handle: handle === '' && typeof title === 'string' ? slug(title) : handle,
    options: each(product['options'], (option) => ({ title: option['title'] })),
    variants: each(product['variants'] ?? [], (variant) => variantFrom(variant, regionNames, left)),
  }
}

function variantFrom(variant: Fields, regionNames: ReadonlyMap<unknown, unknown>, left: Map<string, number>): unknown {
  return {
    ...keep('variant', 'products[].variants[]', variant, left),
    ...idOf('variant', variant),
    options: each(variant['options'], (option) => ({ value: option['value'] })),
    prices: each(variant['prices'] ?? [], (price) => ({
      ...keep('price', 'products[].variants[].prices[]', price, left),
      currency_code: lowered(price['currency_code']),
      ...('region_id' in price ? { region: regionNamed(price, regionNames) } : {}),
    })),
  }
}

/** The name of the region that a record means; an id that no region has stays, to be told as unknown. */
function regionNamed(record: Fields, regionNames: ReadonlyMap<unknown, unknown>): unknown {
  return regionNames.get(record['region_id']) ?? record['region_id']
}

/** Ids of seeds may be any word; those in Medusa's spelling are kept. */
function idOf(prefix: string, record: Fields): { id?: string } {
  const { id } = record
  return typeof id === 'string' && new RegExp(`^${prefix}_[0-9A-HJKMNP-TV-Z]{26}$`).test(id) ? { id } : {}
}

function lowered(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value
}
