import type { Route } from './route.ts'

const text = { type: 'string' } as const
const amount = { type: 'integer', minimum: 0, description: 'minor units' } as const
const time = { type: 'string', format: 'date-time' } as const

const page = { limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 }, starting_after: text } as const
const sort = { type: 'string', enum: ['created_at', 'name', 'price', 'relevance'] } as const
const order = { type: 'string', enum: ['asc', 'desc'] } as const
const status = {
  type: 'string',
  enum: ['draft', 'pending', 'confirmed', 'processing', 'completed', 'cancelled'],
} as const

const search = { q: text, category_id: text, collection_id: text, tag: text, price_min: amount, price_max: amount }

type Query = Readonly<Record<string, object>>

/** The query that each list reads; nothing else does. */
const queries: Readonly<Record<string, Query>> = {
  '/products': { ...search, sort, order, ...page },
  '/collections': page,
  '/orders': { status, created_after: time, created_before: time, ...page },
  '/returns': page,
  '/shipping-methods': { country: text },
  '/shipping_methods': { country: text },
}

/** Without both, nothing is looked for. */
const lookup: Query = { number: text, email: text }

/** For the document of the API: a key always, and the customer's token where one is looked at. */
export function documented({
  method,
  path,
  summary,
  token,
  body,
}: Pick<Route, 'method' | 'path' | 'summary' | 'token' | 'body'>): object {
  const asCustomer = { storefrontKey: [], customerToken: [] }
  const asGuest = { storefrontKey: [] }
  const parameters = method === 'GET' ? parametersOf(path) : []
  return {
    summary,
    tags: ['headlesscommerce.io'],
    security: token === 'required' ? [asCustomer] : token === 'optional' ? [asGuest, asCustomer] : [asGuest],
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { content: { 'application/json': { schema: body.schema } } } }),
  }
}

function parametersOf(path: string): readonly object[] {
  const required = path === '/orders/lookup'
  const query = required ? lookup : (queries[path] ?? {})
  return Object.entries(query).map(([name, schema]) => ({ in: 'query', name, required, schema }))
}
