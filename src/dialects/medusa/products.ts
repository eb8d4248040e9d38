import { Type } from 'typebox'
import type { CatalogView, ProductQuery } from '../../checkout/books.ts'
import { look, type PriceContextWanted, priceContext, productOf } from '../../commands/reads.ts'
import { shapeOf } from '../../http/schema.ts'
import { Refusal } from '../../refusal.ts'
import { optional } from './bodies.ts'
import { listedProductJson, productFields, productRelations } from './listed-product-json.ts'
import { type Page, pageAsked, pageParams } from './paging.ts'
import { type Asked, flag, list, text, texts, times, unlessEmpty } from './query-params.ts'
import { ok } from './reply.ts'
import { ask, type Door, post, type Route } from './route.ts'
import { orderIn, usualView, type Viewable, viewAsked, viewParams } from './views.ts'

const usualLimit = 100
const usualHits = 20

/** Characters that are looked for. */
const searchMax = 1_000

/** For whom prices are asked. */
const anybody = unlessEmpty(text)
export const priceParams = { cart_id: anybody, region_id: anybody, currency_code: anybody }

const oneParams = { ...viewParams, ...priceParams, sales_channel_id: text }

const listParams = {
  id: texts,
  q: text,
  collection_id: list,
  tags: list,
  title: text,
  description: text,
  handle: text,
  is_giftcard: flag,
  type_id: list,
  sales_channel_id: unlessEmpty(list),
  category_id: list,
  include_category_children: flag,
  created_at: times,
  updated_at: times,
  ...viewParams,
  ...priceParams,
  ...pageParams,
  order: text,
}

const viewable: Viewable = {
  fields: productFields,
  moreFields: ['profile_id', 'variants.title', 'variants.prices.amount'],
  relations: productRelations,
  always: ['id'],
}

const search = shapeOf(
  Type.Object({ q: optional(Type.String()), offset: optional(Type.Number()), limit: optional(Type.Number()) }),
)

/** What there is to buy. */
export function productRoutes({ shop }: Door): readonly Route[] {
  return [
    ask('/products', 'List products', listParams, async (_, asked) => {
      const page = pageAsked(asked, usualLimit)
      const seen = viewAsked(asked, { ...viewable, always: ['id', 'created_at'] })
      const wanted = productsAsked(asked, page)
      return look(shop, (books) => {
        const view = { ...seen, context: priceContext(books, pricesAsked(asked)), now: shop.now() }
        const { products, count } = isAnywhere(asked, books) ? books.products(wanted) : { products: [], count: 0 }
        return ok({ products: products.map((one) => listedProductJson(one, books, view)), count, ...page.shown })
      })
    }),
    ask('/products/:id', 'Read a product', oneParams, async (call, asked) => {
      const seen = viewAsked(asked, viewable)
      return look(shop, (books) => {
        const view = { ...seen, context: priceContext(books, pricesAsked(asked)), now: shop.now() }
        return ok({ product: listedProductJson(productOf(books, call.param('id')), books, view) })
      })
    }),
    post('/products/search', 'Search for products', search, async ({ body }) => {
      const page = pageAsked({ limit: body.limit ?? null, offset: body.offset ?? null }, usualHits)
      const wanted = { ...forSale, ...page, text: body.q ? searched(body.q) : null }
      return look(shop, (books) => {
        const view = { ...usualView, context: null, now: shop.now() }
        return ok({ hits: books.products(wanted).products.map((product) => listedProductJson(product, books, view)) })
      })
    }),
  ]
}

export function pricesAsked(asked: Asked<typeof priceParams>): PriceContextWanted {
  return { cartId: asked.cart_id, regionId: asked.region_id, currencyCode: asked.currency_code }
}

/** What is for sale, the newest first. */
const forSale = {
  ids: null,
  handles: null,
  collectionIds: null,
  tags: null,
  title: null,
  text: null,
  isGiftcard: null,
  statuses: ['published'],
  newestFirst: true,
} as const satisfies Partial<ProductQuery>

function productsAsked(asked: Asked<typeof listParams>, page: Page): ProductQuery {
  const order = asked.order === null ? null : orderIn(asked.order, [...productFields, 'variants.title'])
  return {
    ...forSale,
    ids: asked.id,
    handles: asked.handle === null ? null : [asked.handle],
    collectionIds: asked.collection_id,
    tags: asked.tags,
    typeIds: asked.type_id,
    // Medusa looks for the text in them, and forgets what else was said of them.
    title: asked.q ? null : asked.title,
    description: asked.q ? null : asked.description,
    text: asked.q && searched(asked.q),
    isGiftcard: asked.is_giftcard,
    created: asked.created_at,
    updated: asked.updated_at,
    order: order && { ...order, field: order.field.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) },
    offset: page.offset,
    limit: page.limit,
  }
}

/** Refuses what nobody looks for. */
function searched(text: string): string {
  if (text.length <= searchMax) return text
  throw new Refusal('query-invalid', `q must be shorter than or equal to ${searchMax} characters`)
}

/** Every product is in every channel, and none is in a category. */
function isAnywhere(asked: Asked<typeof listParams>, books: CatalogView): boolean {
  const { sales_channel_id: channelIds, category_id: categoryIds } = asked
  if (categoryIds !== null && categoryIds.length > 0) return false
  return channelIds === null || books.channels().some(({ id }) => channelIds.includes(id))
}
