import type { Product } from '../../catalog/product.ts'
import { everyProduct, isWithin, look } from '../../commands/reads.ts'
import { type Json, time } from './json.ts'
import { pageAsked, pageOf, pageParams } from './paging.ts'
import { type Asked, text, times } from './query-params.ts'
import { ok, type Reply } from './reply.ts'
import { ask, type Door, type Route } from './route.ts'
import { hasText, textFilter } from './text-filter.ts'
import { orderAsked } from './views.ts'

const usualLimit = 20

const params = {
  id: textFilter,
  q: text,
  value: textFilter,
  created_at: times,
  updated_at: times,
  order: text,
  discount_condition_id: text,
  ...pageParams,
}

/** Words that products are found by. */
export function productTagRoutes(door: Door): readonly Route[] {
  return [
    ask('/product-tags', 'List product tags', params, (_, asked) =>
      listed(door, 'product_tags', ({ tags }) => tags, asked),
    ),
    ask('/product-types', 'List product types', params, (_, asked) =>
      listed(door, 'product_types', ({ type }) => (type ? [type] : []), asked),
    ),
  ]
}

interface Value {
  readonly id: string
  readonly value: string
  readonly createdAt: number
  readonly updatedAt: number
}

/** Each once, as old as the first product that has it; the newest first. */
async function listed(
  { shop }: Door,
  noun: string,
  valuesOf: (product: Product) => Product['tags'],
  asked: Asked<typeof params>,
): Promise<Reply> {
  const page = pageAsked(asked, usualLimit)
  const inOrder = orderAsked(asked.order, ['id', 'value', 'created_at', 'updated_at'])
  return look(shop, (books) => {
    const values = new Map<string, Value>()
    for (const product of everyProduct(books)) {
      const { createdAt, updatedAt } = product
      for (const value of valuesOf(product))
        if (!values.has(value.id)) values.set(value.id, { ...value, createdAt, updatedAt })
    }
    const found = inOrder([...values.values()].toReversed(), valueJson).filter((value) => isAsked(value, asked))
    return ok({ [noun]: pageOf(found, page).map(valueJson), count: found.length, ...page.shown })
  })
}

/** No discount's conditions name tags or types. */
function isAsked(value: Value, asked: Asked<typeof params>): boolean {
  return (
    (!asked.id || asked.id(value.id)) &&
    (!asked.value || asked.value(value.value)) &&
    (!asked.q || hasText(value.value, asked.q)) &&
    isWithin(value.createdAt, asked.created_at) &&
    isWithin(value.updatedAt, asked.updated_at) &&
    asked.discount_condition_id === null
  )
}

function valueJson({ id, value, createdAt, updatedAt }: Value): Json {
  return { id, created_at: time(createdAt), updated_at: time(updatedAt), value }
}
