import type { Collection, Product, ShippingProfile } from '../../catalog/product.ts'
import type { CatalogFile, CollectionRecord } from '../catalog-file.ts'
import { type Position, within } from '../mistakes.ts'
import type { ProductRecord } from '../product-records.ts'
import { type Desk, stampOf } from './desk.ts'
import type { Names } from './names.ts'
import { type Numbers, numberPosition } from './numbers.ts'
import { physicalOf } from './physical.ts'
import type { Shelf } from './shelf.ts'
import { profileKeyOf } from './shipping.ts'
import { type VariantShelves, variantsFrom } from './variants.ts'

/** Collections by handle; one of handle and title is enough. */
export function translateCollections(desk: Desk, records: readonly CollectionRecord[], shelf: Shelf<Collection>): void {
  for (const [at, record] of records.entries()) {
    const position = `collections[${at}]`
    const handle = record.handle
    if (handle === undefined) {
      desk.mistakes.add(within(position, 'handle'), 'is missing')
      continue
    }
    const existing = shelf.recognise(desk.mistakes, handle, undefined, position)
    shelf.settle(desk, 'collections', existing, {
      id: existing?.id ?? desk.newId('pcol'),
      handle,
      title: record.title ?? handle,
      metadata: record.metadata ?? null,
      ...stampOf(desk, existing),
    })
  }
}

/** Where products are looked up and what they refer to. */
export interface ProductShelves extends VariantShelves {
  readonly products: Shelf<Product>
  readonly productNumbers: Numbers
  readonly collections: Shelf<Collection>
  readonly profiles: Shelf<ShippingProfile>
  /** Tags and types are shared by the products that have the same. */
  readonly tags: Names
  readonly types: Names
}

/** A product of the file beside what was there; to be settled once its list prices are known. */
export interface ProductDraft {
  readonly record: ProductRecord
  readonly position: Position
  readonly existing: Product | null
  readonly made: Product
}

/** Products by handle. One without a status is published, as Medusa's own seeding has it: a file is what a shop sells. */
export function draftProducts(desk: Desk, file: CatalogFile, shelves: ProductShelves): readonly ProductDraft[] {
  return (file.products ?? []).map((record, at) => {
    const position = `products[${at}]`
    const existing = shelves.products.recognise(desk.mistakes, record.handle, record.id, position)
    const made = productFrom(desk, record, existing, shelves, position)
    shelves.products.place(made)
    return { record, position, existing, made }
  })
}

function productFrom(
  desk: Desk,
  record: ProductRecord,
  existing: Product | null,
  shelves: ProductShelves,
  position: Position,
): Product {
  const id = existing?.id ?? record.id ?? desk.newId('prod')
  const stamp = stampOf(desk, existing)
  const isGiftcard = record.is_giftcard ?? false
  const options = optionsFrom(desk, record, existing, position)
  return {
    id,
    number: shelves.productNumbers.assign(desk.mistakes, id, record.number, existing, numberPosition(position)),
    title: record.title,
    subtitle: record.subtitle ?? null,
    description: record.description ?? null,
    handle: record.handle,
    status: record.status ?? 'published',
    isGiftcard,
    discountable: record.discountable ?? !isGiftcard,
    profileId: shelves.profiles.find(profileKeyOf(record))?.id ?? '',
    ...physicalOf(record),
    // As Medusa: who has pictures and says none for small, has the first.
    thumbnail: record.thumbnail || (record.images?.[0] ?? null),
    images: imagesFrom(desk, record, existing),
    collectionId: collectionOf(desk, record, shelves.collections, position),
    tags: [...new Set((record.tags ?? []).map((tag) => tag.value))].map((value) => shelves.tags.named(value)),
    type: record.type === undefined ? null : shelves.types.named(record.type.value),
    options,
    variants: variantsFrom(desk, record, { id, handle: record.handle, options }, existing, shelves, position),
    externalId: record.external_id ?? null,
    metadata: record.metadata ?? null,
    ...stamp,
  }
}

function optionsFrom(
  desk: Desk,
  record: ProductRecord,
  existing: Product | null,
  position: Position,
): Product['options'] {
  const titles = new Set<string>()
  return (record.options ?? []).map(({ title }, at) => {
    if (titles.has(title)) {
      desk.mistakes.add(within(within(within(position, 'options'), at), 'title'), `"${title}" is used twice`)
    }
    titles.add(title)
    return { id: existing?.options.find((known) => known.title === title)?.id ?? desk.newId('opt'), title }
  })
}

function imagesFrom(desk: Desk, record: ProductRecord, existing: Product | null): Product['images'] {
  return [...new Set(record.images ?? [])].map(
    (url) => existing?.images.find((image) => image.url === url) ?? { id: desk.newId('img'), url },
  )
}

function collectionOf(
  desk: Desk,
  record: ProductRecord,
  collections: Shelf<Collection>,
  position: Position,
): string | null {
  if (record.collection === undefined) return null
  const collection = collections.find(record.collection)
  if (collection === null) {
    desk.mistakes.add(within(position, 'collection'), `there is no collection with the handle "${record.collection}"`)
  }
  return collection?.id ?? null
}
