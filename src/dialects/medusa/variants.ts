import { availableOf, type Variant } from '../../catalog/product.ts'
import type { CatalogView } from '../../checkout/books.ts'
import { everyProduct, isWithin, look, priceContext, variantOf } from '../../commands/reads.ts'
import type { Words } from './errors.ts'
import { viewedVariantJson } from './listed-product-json.ts'
import { pageAsked, pageOf, wholePageParams } from './paging.ts'
import { priceParams, pricesAsked } from './products.ts'
import { type Asked, numbers, text, texts } from './query-params.ts'
import { ok } from './reply.ts'
import { ask, type Door, type Route } from './route.ts'
import { type Viewable, viewAsked, viewParams } from './views.ts'

const usualLimit = 100

const oneParams = { ...viewParams, ...priceParams, sales_channel_id: text }
const filters = { ids: text, sales_channel_id: text, id: texts, title: texts, inventory_quantity: numbers }
const listParams = { ...wholePageParams, ...filters, ...viewParams, ...priceParams }

/** Naming one in `fields` says nothing. */
const relations = ['prices', 'options', 'product', 'inventory_items']

const viewable: Viewable = {
  fields: [
    ...['id', 'created_at', 'updated_at', 'deleted_at', 'title', 'product_id', 'sku', 'barcode', 'ean', 'upc'],
    ...['variant_rank', 'inventory_quantity', 'allow_backorder', 'manage_inventory', 'hs_code', 'origin_country'],
    ...['mid_code', 'material', 'weight', 'length', 'height', 'width', 'metadata'],
  ],
  moreFields: relations,
  relations,
  always: ['id'],
  tellsRelationsFirst: true,
}

const words: Words = {
  'variant-not-found': {
    status: 404,
    type: 'not_found',
    message: ({ variantId }) => `Variant with id: ${variantId} was not found`,
  },
}

/** What can be put into a cart. */
export function variantRoutes({ shop }: Door): readonly Route[] {
  return [
    ask('/variants', 'List variants', listParams, async (_, asked) => {
      const page = pageAsked(asked, usualLimit)
      const seen = viewAsked(asked, { ...viewable, always: ['id', 'created_at'] })
      return look(shop, (books) => {
        const view = { ...seen, context: priceContext(books, pricesAsked(asked)), now: shop.now() }
        const variants = pageOf(variantsAsked(books, asked), page)
        return ok({ variants: variants.map((variant) => viewedVariantJson(variant, books, view)) })
      })
    }),
    ask(
      '/variants/:id',
      'Read a variant',
      oneParams,
      async (call, asked) => {
        const seen = viewAsked(asked, viewable)
        return look(shop, (books) => {
          const view = { ...seen, context: priceContext(books, pricesAsked(asked)), now: shop.now() }
          return ok({ variant: viewedVariantJson(variantOf(books, call.param('id')), books, view) })
        })
      },
      { words },
    ),
  ]
}

function variantsAsked(books: CatalogView, asked: Asked<typeof filters>): readonly Variant[] {
  const ids = asked.ids ? asked.ids.split(',') : asked.id
  const everything = () => everyProduct(books).toReversed()
  const named = [...new Set(ids ?? [])].flatMap((id) => books.variant(id) ?? [])
  const found = ids ? named.sort((a, b) => b.createdAt - a.createdAt) : everything().flatMap(({ variants }) => variants)
  return found.filter((variant) => {
    if (asked.title && !asked.title.includes(variant.title)) return false
    if (!asked.inventory_quantity) return true
    const stock = books.stock(variant.id)
    return isWithin(stock ? availableOf(stock) : 0, asked.inventory_quantity)
  })
}
