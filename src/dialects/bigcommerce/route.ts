import { type Context, Elysia } from 'elysia'
import type { ApiKey } from '../../checkout/api-key.ts'
import { keyFor } from '../../commands/api-keys.ts'
import type { Asked, Keyed, Shown } from '../../commands/receipts.ts'
import type { Shop } from '../../commands/shop.ts'
import { readPayload } from '../../http/body.ts'
import { keyedFor, readKey } from '../../http/keyed.ts'
import type { Standing } from '../../http/rate-limit.ts'
import type { Shape } from '../../http/schema.ts'
import { Refusal } from '../../refusal.ts'
import { queryOf } from './documented-query.ts'
import { checkoutRefusalAnswer, errorAnswer, refusalAnswer } from './errors.ts'
import { idMeant } from './json.ts'
import { acceptsJson, originOf, saysJson } from './negotiation.ts'
import { type Reply, send, sendError } from './reply.ts'
import { checked } from './validation.ts'

/** What the routes need besides the shop. */
export interface Door {
  readonly shop: Shop
  readonly storeHash: string
  /** True: a proxy in front says under which name shoppers know this server. */
  readonly trustsProxy: boolean
  /** How a caller stands who has that key. */
  readonly quota: (keyId: string) => Promise<Standing>
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** One request, read and checked. */
export interface Call<Body = unknown> {
  readonly request: Request
  readonly body: Body
  readonly apiKey: ApiKey
  /** A part of the path, by the name the route gives it. */
  readonly param: (name: string) => string
  /** The id of the cart in the path. */
  readonly cartId: string
  readonly keyed: Keyed | null
  /** What this server is called from outside, such as https://shop.example. */
  readonly origin: string
}

/** One operation of the API. */
export interface Route {
  readonly method: Method
  /** Below `/stores/{store_hash}/v3`. */
  readonly path: string
  /** For the document of the API. */
  readonly summary: string
  readonly body: Shape<unknown> | null
  readonly carryOut: (call: Call) => Promise<Reply>
}

/** An operation that reads no body, or one that it does not need. */
export function plain(method: Method, path: string, summary: string, carryOut: (call: Call) => Promise<Reply>): Route {
  return { method, path, summary, body: null, carryOut }
}

/** An operation with a body; without one, the address may say which `version` is meant, since few clients send DELETE a body. */
export function withBody<Body>(
  method: Method,
  path: string,
  summary: string,
  body: Shape<Body>,
  carryOut: (call: Call<Body>) => Promise<Reply>,
): Route {
  return {
    method,
    path,
    summary,
    body,
    carryOut: (call) => carryOut({ ...call, body: checked(body, call.body ?? saidInAddress(call.request)) }),
  }
}

function saidInAddress({ url }: Request): object {
  const version = new URL(url).searchParams.get('version')
  return version === null ? {} : { version: version === '' ? null : Number(version) }
}

/** What a command wants to know of who asks. */
export function asked({ keyed, apiKey }: Pick<Call, 'keyed' | 'apiKey'>, show: Asked['show']): Asked {
  return { keyed, signedInAs: null, isTest: apiKey.isTest, show }
}

/** A request as Elysia hands it over. */
export type Wire = Pick<Context, 'request' | 'set'> & {
  /** A part that is not decodable is null. */
  readonly params: Readonly<Record<string, string | null>> | undefined
}

/** Puts the routes on a server's app. Bodies are read by us, so that every limit holds on every route. */
export function mounted(door: Door, routes: readonly Route[]): Elysia {
  const app = new Elysia()
  for (const route of routes) {
    app.route(
      route.method,
      `/stores/:store_hash/v3${route.path}`,
      ({ request, params, set }) => handled(door, route, { request, params, set }),
      { parse: 'none', detail: documented(route) },
    )
  }
  return app
}

/** Lets in, reads, carries out, sends; whatever goes wrong in between is told in BigCommerce's words. */
export async function handled(door: Door, route: Route | null, wire: Wire): Promise<string | null> {
  const { request, set, params } = wire
  const word: (refusal: Refusal) => Shown = route?.path.startsWith('/checkouts/')
    ? checkoutRefusalAnswer
    : refusalAnswer
  try {
    if (params?.['store_hash'] !== door.storeHash) throw notThere(request)
    const apiKey = await letIn(door, request)
    const refused = await refusedAtTheDoor(door, apiKey, request, set)
    if (refused) return send(refused, set)
    const payload = route?.method === 'GET' ? null : await readPayload(request)
    if (!route) throw notThere(request)
    const call = callOf(door, wire, apiKey, payload)
    return send(await route.carryOut(call), set)
  } catch (error) {
    return sendError(error, door.shop, set, word)
  }
}

async function letIn({ shop }: Door, request: Request): Promise<ApiKey> {
  const apiKey = await keyFor(shop, request.headers.get('x-auth-token') ?? '')
  if (apiKey?.kind !== 'management')
    throw new Refusal('unauthorized', 'This takes the X-Auth-Token of a management key.')
  return apiKey
}

/** Too many, or not in JSON. */
async function refusedAtTheDoor(
  { quota }: Door,
  { id }: ApiKey,
  request: Request,
  set: Context['set'],
): Promise<Shown | null> {
  const { left, windowMs, resetMs, isOver, quota: limit } = await quota(id)
  set.headers['x-rate-limit-requests-left'] = String(left)
  set.headers['x-rate-limit-requests-quota'] = String(limit)
  set.headers['x-rate-limit-time-window-ms'] = String(windowMs)
  set.headers['x-rate-limit-time-reset-ms'] = String(resetMs)
  if (isOver) {
    set.headers['retry-after'] = String(Math.max(1, Math.ceil(resetMs / 1000)))
    return errorAnswer(429, 'Too many requests. Please wait until the window is over.')
  }
  if (!acceptsJson(request)) return errorAnswer(406, 'The answer is application/json, which Accept does not name.')
  if (!saysJson(request)) return errorAnswer(415, 'The body must be sent as application/json.')
  return null
}

function callOf(
  door: Door,
  { request, params }: Wire,
  apiKey: ApiKey,
  payload: { readonly text: string; readonly json: unknown } | null,
): Call {
  const part = (name: string): string => {
    const value = params?.[name]
    if (value === null || value === undefined) throw notThere(request)
    return value
  }
  const key = payload && readKey(request)
  const cart = params?.['cart_id']
  const cartId = typeof cart === 'string' ? idMeant('cart', cart) : ''
  const scope = cart ? cartId : `management ${apiKey.id}`
  return {
    request,
    body: payload?.json,
    apiKey,
    param: part,
    cartId: typeof cart === 'string' && cartId === cart ? '' : cartId,
    keyed: key === null ? null : keyedFor(scope, key, request, payload?.text ?? '', false),
    origin: originOf(request, door.trustsProxy),
  }
}

function notThere(request: Request): Refusal {
  return new Refusal('route-unknown', `There is nothing at ${request.method} ${new URL(request.url).pathname}.`)
}

function documented({ method, path, summary, body }: Route): object {
  const parameters = queryOf(method, path)
  return {
    summary,
    tags: ['BigCommerce'],
    security: [{ managementKey: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { content: { 'application/json': { schema: body.schema } } } }),
  }
}
