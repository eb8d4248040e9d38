import type { Product, Variant } from '../../catalog/product.ts'
import { type Position, within } from '../mistakes.ts'
import type { ProductRecord, VariantRecord } from '../product-records.ts'
import { type Desk, stampOf } from './desk.ts'
import { type Numbers, numberPosition } from './numbers.ts'
import { physicalOf } from './physical.ts'
import { checkPriceKeys, type Markets, priceFrom } from './prices.ts'
import type { Shelf } from './shelf.ts'

/** Where variants are looked up and what they refer to. */
export interface VariantShelves {
  readonly variants: Shelf<Variant>
  readonly numbers: Numbers
  readonly markets: Markets
}

/** What tells variants apart: the sku anywhere; without one the title within the product. */
export function variantKeyOf(variant: Pick<Variant, 'sku' | 'productId' | 'title'>): string {
  return variant.sku === null ? JSON.stringify([variant.productId, variant.title]) : variant.sku
}

type ProductFrame = Pick<Product, 'id' | 'handle' | 'options'>

/** The product's variants: those of the file in its order, then those that it does not name, which stay. */
export function variantsFrom(
  desk: Desk,
  record: ProductRecord,
  product: ProductFrame,
  existing: Product | null,
  shelves: VariantShelves,
  position: Position,
): readonly Variant[] {
  const named = record.variants.map((variant, rank) =>
    variantFrom(desk, variant, rank, product, shelves, within(within(position, 'variants'), rank)),
  )
  const ids = new Set(named.map((variant) => variant.id))
  const kept = (existing?.variants ?? []).filter((variant) => !ids.has(variant.id))
  const optionIds = new Set(product.options.map((option) => option.id))
  const moved = kept.map((variant, at) => ({
    ...variant,
    rank: named.length + at,
    options: variant.options.filter((option) => optionIds.has(option.optionId)),
  }))
  return [...named, ...moved]
}

function variantFrom(
  desk: Desk,
  record: VariantRecord,
  rank: number,
  product: ProductFrame,
  shelves: VariantShelves,
  position: Position,
): Variant {
  const existing = recogniseVariant(desk, record, product, shelves.variants, position)
  const id = existing?.id ?? record.id ?? desk.newId('variant')
  const stamp = stampOf(desk, existing)
  const prices = record.prices.map((price, at) => {
    const where = within(within(position, 'prices'), at)
    const known = (existing?.prices ?? []).filter((other) => other.priceList === null)
    return priceFrom(desk, price, shelves.markets, known, null, stamp, where)
  })
  checkPriceKeys(desk, prices, within(position, 'prices'))
  const made: Variant = {
    id,
    number: shelves.numbers.assign(desk.mistakes, id, record.number, existing, numberPosition(position)),
    productId: product.id,
    title: record.title,
    sku: record.sku ?? null,
    barcode: record.barcode ?? null,
    ean: record.ean ?? null,
    upc: record.upc ?? null,
    rank,
    manageInventory: record.manage_inventory ?? true,
    allowBackorder: record.allow_backorder ?? false,
    ...physicalOf(record),
    options: optionValuesOf(desk, record, product, existing, position),
    prices: [...prices, ...(existing?.prices ?? []).filter((price) => price.priceList !== null)],
    metadata: record.metadata ?? null,
    ...stamp,
  }
  shelves.variants.place(made)
  return made
}

/** A variant that had no sku and now gets one is still known by its title. */
function recogniseVariant(
  desk: Desk,
  record: VariantRecord,
  product: ProductFrame,
  variants: Shelf<Variant>,
  position: Position,
): Variant | null {
  const frame = { productId: product.id, title: record.title }
  const key = variantKeyOf({ ...frame, sku: record.sku ?? null })
  const mistakesBefore = desk.mistakes.count
  const keyField = record.sku === undefined ? 'title' : 'sku'
  const known = variants.recognise(desk.mistakes, key, record.id, position, keyField)
  const existing = known ?? (record.id === undefined ? variants.find(variantKeyOf({ ...frame, sku: null })) : null)
  const isTold = desk.mistakes.count > mistakesBefore
  if (!isTold && existing !== null && existing.productId !== product.id) {
    const field = record.sku === undefined ? 'id' : 'sku'
    desk.mistakes.add(within(position, field), 'is that of a variant of another product already')
  }
  return existing
}

function optionValuesOf(
  desk: Desk,
  record: VariantRecord,
  product: ProductFrame,
  existing: Variant | null,
  position: Position,
): Variant['options'] {
  const values = record.options ?? []
  if (values.length !== product.options.length) {
    const wanted = `must have one value for each of the product's ${product.options.length} options`
    desk.mistakes.add(within(position, 'options'), `${wanted}, not ${values.length}`)
  }
  return product.options.slice(0, values.length).map((option, at) => ({
    id: existing?.options.find((known) => known.optionId === option.id)?.id ?? desk.newId('optval'),
    optionId: option.id,
    value: values[at]?.value ?? '',
  }))
}
