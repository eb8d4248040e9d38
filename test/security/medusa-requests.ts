import { medusaOperations } from '../../src/dialects/medusa/medusa.ts'
import { street, type Target } from './target.ts'

/** One request that changes something, as an honest storefront sends it. */
export interface Honest {
  /** As the route is written. */
  readonly route: string
  readonly path: string
  readonly body: Readonly<Record<string, unknown>>
  /** The JSON Schema of its body; null when it looks at none. */
  readonly schema: JsonSchema | null
}

/** As much of JSON Schema as our bodies use. */
export interface JsonSchema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly additionalProperties?: boolean
}

type Body = Honest['body']

/** What is sent to each route that takes a body, by Ada. */
function bodies({ ids }: Target): Readonly<Record<string, Body>> {
  const home = { ...street, country_code: 'dk' }
  const ada = { email: 'ada@peer.test', password: 'adapassword' }
  return {
    '/products/search': { q: 'Product' },
    '/carts': {
      region_id: ids.region,
      country_code: 'dk',
      items: [{ variant_id: ids.variant, quantity: 1 }],
      context: {},
    },
    '/carts/:id': {
      region_id: ids.region,
      country_code: 'dk',
      email: 'ada@peer.test',
      shipping_address: home,
      billing_address: home,
      gift_cards: [{ code: 'GCEU1000' }],
      discounts: [{ code: 'TENPERCENT' }],
      context: {},
    },
    '/carts/:id/line-items': { variant_id: ids.variant, quantity: 1, metadata: {} },
    '/carts/:id/line-items/:line_id': { quantity: 2, metadata: {} },
    '/carts/:id/shipping-methods': { option_id: ids.option, data: {} },
    '/carts/:id/payment-session': { provider_id: 'manual' },
    '/carts/:id/payment-sessions/:provider_id': { data: {} },
    '/orders/batch/customer/token': { order_ids: [ids.order] },
    '/orders/customer/confirm': { token: 'x.y.z' },
    '/auth': ada,
    '/auth/token': ada,
    '/customers': {
      email: 'new@peer.test',
      password: 'newpassword',
      first_name: 'New',
      last_name: 'Body',
      phone: '+45 1',
    },
    '/customers/password-token': { email: ada.email },
    '/customers/password-reset': { ...ada, token: 'unknown' },
    '/customers/me': {
      first_name: 'Ada',
      last_name: 'Account',
      phone: '+45 12 34 56 78',
      email: ada.email,
      billing_address: home,
      metadata: {},
    },
    '/customers/me/addresses': { address: home },
    '/customers/me/addresses/:address_id': street,
  }
}

/** Every route of the dialect that changes something, filled in for Ada's things. A new one has to be given a body here. */
export function honestRequests(target: Target, method: 'POST' | 'DELETE' = 'POST'): readonly Honest[] {
  const known = bodies(target)
  return operations()
    .filter((route) => route.method === method)
    .map(({ path, body }) => {
      const sent = known[path]
      if (body !== null && sent === undefined) throw new Error(`what is sent to ${path}?`)
      return {
        route: path,
        path: filled(path, target),
        body: sent ?? {},
        schema: (body?.schema ?? null) as JsonSchema | null,
      }
    })
}

/** The routes alone; nothing of the shop is touched to list them. */
export function operations(): ReturnType<typeof medusaOperations> {
  return medusaOperations({} as Parameters<typeof medusaOperations>[0])
}

/** The path as Ada's storefront spells it. */
export function filled(path: string, { ids }: Target): string {
  const parts: Readonly<Record<string, string>> = {
    ':line_id': ids.line,
    ':address_id': ids.address,
    ':provider_id': 'manual',
    ':cart_id': ids.cart,
    ':code': 'TENPERCENT',
    ':email': 'ada@peer.test',
    ':id': path.startsWith('/orders') ? ids.order : ids.cart,
  }
  return `/store${path.replaceAll(/:\w+/g, (name) => parts[name] ?? 'unknown')}`
}

/** Where in a body something can stand, from the outermost field inwards. */
export type Place = readonly (string | number)[]

/** Every place of the body that is an object of known fields, with the schema of that object. */
export function objectsIn(
  schema: JsonSchema,
  body: unknown,
  place: Place = [],
): readonly { readonly place: Place; readonly schema: JsonSchema }[] {
  const object = asObject(schema, body)
  if (Array.isArray(body)) {
    const items = branches(schema).find(({ items: each }) => each !== undefined)?.items
    return items ? body.flatMap((each, index) => objectsIn(items, each, [...place, index])) : []
  }
  if (object === null || typeof body !== 'object' || body === null) return []
  const inner = Object.entries(object.properties ?? {}).flatMap(([name, each]) =>
    name in body ? objectsIn(each, (body as Body)[name], [...place, name]) : [],
  )
  return [{ place, schema: object }, ...inner]
}

function asObject(schema: JsonSchema, body: unknown): JsonSchema | null {
  if (typeof body !== 'object' || Array.isArray(body)) return null
  return branches(schema).find(({ type }) => type === 'object') ?? null
}

function branches(schema: JsonSchema): readonly JsonSchema[] {
  return schema.anyOf?.flatMap(branches) ?? [schema]
}

/** The body with that value at that place. */
export function withAt(body: unknown, place: Place, value: unknown): unknown {
  const [name, ...rest] = place
  if (name === undefined) return value
  if (Array.isArray(body)) return body.map((each, index) => (index === name ? withAt(each, rest, value) : each))
  const object = body as Body
  return { ...object, [name]: withAt(object[name] ?? {}, rest, value) }
}
