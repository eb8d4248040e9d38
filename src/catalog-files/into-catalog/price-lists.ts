import type { Price, PriceList, Product, Variant } from '../../catalog/product.ts'
import { timeOf } from '../fields.ts'
import { type Position, within } from '../mistakes.ts'
import type { PriceListRecord } from '../product-records.ts'
import { count, type Desk, stampOf } from './desk.ts'
import { checkPriceKeys, type Markets, priceFrom } from './prices.ts'
import type { Shelf } from './shelf.ts'
import { variantKeyOf } from './variants.ts'

/** The lists of the file, and by variant the prices that they now have in them. */
export interface ListedPrices {
  readonly listIds: ReadonlySet<string>
  readonly byVariant: ReadonlyMap<string, readonly Price[]>
}

/** What lists refer to. */
export interface PriceListShelves {
  readonly lists: Shelf<PriceList>
  readonly products: Shelf<Product>
  readonly variants: Shelf<Variant>
  readonly markets: Markets
}

/** Price lists by name. A list in the file is whole: what it had and does not name any more is gone. */
export function translatePriceLists(
  desk: Desk,
  records: readonly PriceListRecord[],
  shelves: PriceListShelves,
): ListedPrices {
  const byVariant = new Map<string, Price[]>()
  const listIds = new Set<string>()
  for (const [at, record] of records.entries()) {
    const position = `price_lists[${at}]`
    const existing = shelves.lists.recognise(desk.mistakes, record.name, undefined, position)
    const list = shelves.lists.settle(desk, null, existing, listFrom(desk, record, existing, position))
    listIds.add(list.id)
    const prices = listedFrom(desk, record, list, shelves, position)
    for (const [variantId, listed] of prices) byVariant.set(variantId, [...(byVariant.get(variantId) ?? []), ...listed])
    const isSame = existing === list && isUnchanged(prices, list, shelves.variants)
    count(desk, 'price_lists', isSame ? 'unchanged' : existing === null ? 'created' : 'updated')
  }
  return { listIds, byVariant }
}

/** The product with the prices of the file's lists in place of those that these lists had. */
export function withListedPrices(product: Product, listed: ListedPrices): Product {
  if (listed.listIds.size === 0) return product
  return { ...product, variants: product.variants.map((variant) => withListed(variant, listed)) }
}

function withListed(variant: Variant, listed: ListedPrices): Variant {
  const others = variant.prices.filter((price) => price.priceList !== null && !listed.listIds.has(price.priceList.id))
  const lists = [...others, ...(listed.byVariant.get(variant.id) ?? [])]
  lists.sort((one, other) => (one.priceList?.createdAt ?? 0) - (other.priceList?.createdAt ?? 0))
  return { ...variant, prices: [...variant.prices.filter((price) => price.priceList === null), ...lists] }
}

function listFrom(desk: Desk, record: PriceListRecord, existing: PriceList | null, position: Position): PriceList {
  const startsAt = record.starts_at === undefined ? null : timeOf(record.starts_at)
  const endsAt = record.ends_at === undefined ? null : timeOf(record.ends_at)
  if (startsAt !== null && endsAt !== null && endsAt <= startsAt) {
    desk.mistakes.add(within(position, 'ends_at'), 'must be after starts_at')
  }
  return {
    id: existing?.id ?? desk.newId('pl'),
    name: record.name,
    type: record.type ?? 'sale',
    status: record.status ?? 'active',
    startsAt,
    endsAt,
    ...stampOf(desk, existing),
  }
}

type ListRecordPrice = NonNullable<PriceListRecord['prices']>[number]

function listedFrom(
  desk: Desk,
  record: PriceListRecord,
  list: PriceList,
  shelves: PriceListShelves,
  position: Position,
): ReadonlyMap<string, readonly Price[]> {
  const prices = new Map<string, Price[]>()
  for (const [at, price] of (record.prices ?? []).entries()) {
    const where = within(within(position, 'prices'), at)
    const variant = variantMeant(desk, price, shelves, where)
    if (variant === null) continue
    const known = variant.prices.filter((other) => other.priceList?.id === list.id)
    const listed = prices.get(variant.id) ?? []
    listed.push(priceFrom(desk, price, shelves.markets, known, list, list, where))
    if (listed.length > 1) checkPriceKeys(desk, listed, `${where}, with the variant's others,`)
    prices.set(variant.id, listed)
  }
  return prices
}

/** A variant is named by sku, or, without one, by its product's handle and its title. */
function variantMeant(
  desk: Desk,
  price: ListRecordPrice,
  shelves: PriceListShelves,
  position: Position,
): Variant | null {
  if (price.sku !== undefined) {
    const bySku = shelves.variants.find(price.sku)
    if (bySku === null) desk.mistakes.add(within(position, 'sku'), `there is no variant with the sku "${price.sku}"`)
    return bySku
  }
  if (price.product === undefined || price.variant === undefined) {
    desk.mistakes.add(within(position, 'sku'), 'is missing, and so are product and variant in its place')
    return null
  }
  const productId = shelves.products.find(price.product)?.id ?? ''
  const variant = shelves.variants.find(variantKeyOf({ sku: null, productId, title: price.variant }))
  if (variant === null) {
    desk.mistakes.add(within(position, 'variant'), `there is no "${price.variant}" without a sku in "${price.product}"`)
  }
  return variant
}

function isUnchanged(
  prices: ReadonlyMap<string, readonly Price[]>,
  list: PriceList,
  variants: Shelf<Variant>,
): boolean {
  const before = variants.all().flatMap((variant) => variant.prices.filter((price) => price.priceList?.id === list.id))
  const now = [...prices.values()].flat()
  const known = new Set(before)
  return before.length === now.length && now.every((price) => known.has(price))
}
