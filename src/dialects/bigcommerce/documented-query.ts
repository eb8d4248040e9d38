import { cartIncludes, checkoutIncludes } from './includes.ts'

const text = { type: 'string' } as const
const wholeNumber = { type: 'integer', minimum: 1 } as const
const time = { type: 'string', format: 'date-time' } as const

/** What lists of metafields may be asked. */
const listQuery = {
  page: wholeNumber,
  limit: wholeNumber,
  after: text,
  before: text,
  direction: { type: 'string', enum: ['asc', 'desc'] },
  key: text,
  'key:in': text,
  namespace: text,
  'namespace:in': text,
  'date_created:min': time,
  'date_created:max': time,
  'date_modified:min': time,
  'date_modified:max': time,
} as const

const checkoutShown =
  /^\/checkouts\/:cart_id(\/(consignments|billing-address|coupons|gift-certificates|discounts|fees)(\/:\w+)?)?$/

/** For the document of the API: the query that an operation reads. */
export function queryOf(method: string, path: string): readonly object[] {
  if (path.endsWith('/metafields')) return method === 'GET' ? parametersOf(listQuery) : []
  if (checkoutShown.test(path)) return including(checkoutIncludes)
  return /^\/carts(\/:cart_id(\/items(\/:item_id)?)?)?$/.test(path) ? including(cartIncludes) : []
}

function including(names: readonly string[]): readonly object[] {
  const include = { type: 'array', items: { type: 'string', enum: [...names] } }
  return [{ in: 'query', name: 'include', explode: false, schema: include }]
}

function parametersOf(query: Readonly<Record<string, object>>): readonly object[] {
  return Object.entries(query).map(([name, schema]) => ({ in: 'query', name, schema }))
}
