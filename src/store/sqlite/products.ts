import { asc, eq, sql } from 'drizzle-orm'
import { products, variants } from '../../../db/schema/products.ts'
import type { PriceList, Product, Variant } from '../../catalog/product.ts'
import type { CatalogMemory } from './catalog-memory.ts'
import { type Db, givenColumns, newColumns } from './tables.ts'

const productsMax = 10_000
const variantsMax = 50_000

/** Products with their variants: one document each, parsed once. Queries over many are in `product-query.ts`. */
export function productsOn(db: Db, memory: CatalogMemory) {
  const look = looksOn(db)
  const find = memory.of(productsMax, (id): Product | null => {
    const row = look.byId.get({ id })
    return row ? (JSON.parse(row.doc) as Product) : null
  })
  const idByHandle = memory.of(productsMax, (handle) => look.byHandle.get({ handle })?.id ?? null)
  const idByNumber = memory.of(productsMax, (number) => look.byNumber.get({ number: Number(number) })?.id ?? null)
  const idBySku = memory.of(variantsMax, (sku) => look.bySku.get({ sku })?.id ?? null)
  const findVariant = memory.of(variantsMax, (id): Variant | null => {
    const row = look.byVariant.get({ id })
    return (row && find(row.productId)?.variants.find((variant) => variant.id === id)) ?? null
  })

  return {
    find,
    findVariant,
    findByHandle: (handle: string): Product | null => {
      const id = idByHandle(handle)
      return id === null ? null : find(id)
    },
    findByNumber: (number: number): Product | null => {
      const id = idByNumber(String(number))
      return id === null ? null : find(id)
    },
    findVariantBySku: (sku: string): Variant | null => {
      const id = idBySku(sku)
      return id === null ? null : findVariant(id)
    },
    priceLists: memory.once((): readonly PriceList[] =>
      look.priceLists.all().map((row) => JSON.parse(row.list) as PriceList),
    ),
    save: savesOn(db),
  }
}

function looksOn(db: Db) {
  const product = { id: products.id, doc: products.doc }
  return {
    byId: db
      .select(product)
      .from(products)
      .where(eq(products.id, sql.placeholder('id')))
      .prepare(),
    byHandle: db
      .select({ id: products.id })
      .from(products)
      .where(eq(products.handle, sql.placeholder('handle')))
      .prepare(),
    byNumber: db
      .select({ id: products.id })
      .from(products)
      .where(eq(products.number, sql.placeholder('number')))
      .prepare(),
    byVariant: db
      .select({ productId: variants.productId })
      .from(variants)
      .where(eq(variants.id, sql.placeholder('id')))
      .prepare(),
    bySku: db
      .select({ id: variants.id })
      .from(variants)
      .where(eq(variants.sku, sql.placeholder('sku')))
      .prepare(),
    // A list stands in every price of it; the one whose price comes first speaks for all.
    priceLists: db
      .select({ list: sql<string>`min(price.value -> 'priceList')` })
      .from(
        sql`${products}, json_each(${products.doc}, '$.variants') as variant, json_each(variant.value, '$.prices') as price`,
      )
      .where(sql`price.value ->> 'priceList' is not null`)
      .groupBy(sql`price.value -> 'priceList' ->> 'id'`)
      .orderBy(asc(sql`min(${products.position})`), asc(sql`price.value -> 'priceList' ->> 'id'`))
      .prepare(),
  }
}

function savesOn(db: Db) {
  const upsert = db
    .insert(products)
    .values(givenColumns(products, ['position']))
    .onConflictDoUpdate({ target: products.id, set: newColumns(products, ['position', 'id']) })
    .prepare()
  const forget = db
    .delete(variants)
    .where(eq(variants.productId, sql.placeholder('productId')))
    .prepare()
  const add = db.insert(variants).values(givenColumns(variants)).prepare()

  /** All variants are taken out before any is put in, since two may have swapped a sku. */
  return (saved: readonly Product[]): void => {
    for (const product of saved) {
      upsert.run(rowOf(product))
      forget.run({ productId: product.id })
    }
    for (const { id, number, productId, sku } of saved.flatMap((product) => product.variants)) {
      add.run({ id, number, productId, sku })
    }
  }
}

function rowOf(product: Product) {
  const searched = [
    product.title,
    product.description,
    ...product.variants.flatMap((variant) => [variant.title, variant.sku]),
  ]
  return {
    id: product.id,
    number: product.number,
    handle: product.handle,
    title: product.title,
    status: product.status,
    isGiftcard: product.isGiftcard,
    collectionId: product.collectionId,
    tags: JSON.stringify(product.tags.flatMap((tag) => [tag.id, tag.value])),
    searched: searched
      .filter((text) => text !== null)
      .join('\n')
      .toLowerCase(),
    doc: JSON.stringify(product),
  } satisfies typeof products.$inferInsert
}
