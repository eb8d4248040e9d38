import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { oneOf } from './checks.ts'

/** The words of `products.status`. */
export const productStatuses = ['draft', 'proposed', 'published', 'rejected'] as const

/** A product with its variants, prices and images is one document; `position` is the order of creation. */
export const products = sqliteTable(
  'products',
  {
    position: integer('position').primaryKey({ autoIncrement: true }),
    id: text('id').notNull().unique(),
    number: integer('number').notNull().unique(),
    handle: text('handle').notNull().unique(),
    title: text('title').notNull(),
    status: text('status', { enum: productStatuses }).notNull(),
    isGiftcard: integer('is_giftcard', { mode: 'boolean' }).notNull(),
    collectionId: text('collection_id'),
    /** JSON: the ids and the values of its tags. */
    tags: text('tags').notNull(),
    /** Lower case: title, description, variant titles, skus. */
    searched: text('searched').notNull(),
    doc: text('doc').notNull(),
  },
  (table) => [
    index('products_collection').on(table.collectionId),
    check('products_status', oneOf(table.status, productStatuses)),
  ],
)

/** Which product a variant is in; what is known of it stands in the product's document. */
export const variants = sqliteTable(
  'variants',
  {
    id: text('id').primaryKey(),
    number: integer('number').notNull().unique(),
    productId: text('product_id')
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    sku: text('sku').unique(),
  },
  (table) => [index('variants_product').on(table.productId)],
)
