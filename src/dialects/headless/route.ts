import { type Context, Elysia } from 'elysia'
import type { ApiKey } from '../../checkout/api-key.ts'
import type { Passwords } from '../../commands/passwords.ts'
import type { Asked, Keyed } from '../../commands/receipts.ts'
import type { Shop } from '../../commands/shop.ts'
import type { AccessTokens } from '../../http/access-token.ts'
import type { Attempts } from '../../http/attempts.ts'
import { readPayload } from '../../http/body.ts'
import { callerAddressOf } from '../../http/caller-address.ts'
import type { CodeGuesses } from '../../http/code-guesses.ts'
import { keyedFor, readKey, scopeOf } from '../../http/keyed.ts'
import { callerKey, type RateLimit } from '../../http/rate-limit.ts'
import type { Shape } from '../../http/schema.ts'
import { invariant } from '../../invariant.ts'
import { Refusal } from '../../refusal.ts'
import { customerOf, keyOf, type TokenUse } from './caller.ts'
import { documented } from './documented.ts'
import { type Reply, send, sendError } from './reply.ts'
import { checked } from './validation.ts'

/** Below which everything of this API lies, but for what operators do. */
const prefix = '/v1/storefront'

/** What the routes need besides the shop. */
export interface Door {
  readonly shop: Shop
  readonly tokens: AccessTokens
  readonly passwords: Passwords
  readonly attempts: Attempts
  readonly codeGuesses: CodeGuesses
  /** Of every key and caller. */
  readonly rate: RateLimit
  /** True: a proxy in front says who the caller is. */
  readonly trustsProxy: boolean
  /** Seals fingerprints of bodies that hold a password. */
  readonly secret: string
}

/** One request, read and checked. */
export interface Call<Body = unknown> {
  readonly request: Request
  readonly body: Body
  readonly bodyText: string
  /** A part of the path, by the name the route gives it. */
  readonly param: (name: string) => string
  readonly key: ApiKey
  /** The Idempotency-Key as sent. */
  readonly sentKey: string | null
  readonly signedInAs: string | null
  /** The caller's address; null when nobody knows it. */
  readonly callerAddress: string | null
}

/** One operation of the API. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  /** For the document of the API. */
  readonly summary: string
  readonly token: TokenUse
  readonly body: Shape<unknown> | null
  readonly carryOut: (call: Call) => Promise<Reply>
}

/** An operation without a body; one that is sent is looked at and ignored. */
export function route(
  method: Route['method'],
  path: string,
  summary: string,
  token: TokenUse,
  carryOut: Route['carryOut'],
): Route {
  return { method, path, summary, token, body: null, carryOut }
}

/** An operation with a body; none is as good as an empty one. */
export function withBody<Body>(
  method: 'POST' | 'PATCH',
  path: string,
  summary: string,
  token: TokenUse,
  body: Shape<Body>,
  carryOut: (call: Call<Body>) => Promise<Reply>,
): Route {
  const checkedCall = (call: Call): Promise<Reply> => carryOut({ ...call, body: checked(body, call.body ?? {}) })
  return { method, path, summary, token, body, carryOut: checkedCall }
}

/** What a command wants to know of who asks. */
export function asked(call: Call, show: Asked['show'], keyed: Keyed | null = null): Asked {
  const { signedInAs, key } = call
  return { keyed, signedInAs, isTest: key.isTest, isOwnOnly: true, keepsShipping: true, show }
}

/**
 * The request's key as it belongs to that owner, such as a cart. Another body under the same key gets the original answer,
 * as headlesscommerce.io documents it, but never an answer that was somebody else's or of another operation.
 */
export function keyedTo(call: Call, owner: readonly (string | null)[]): Keyed | null {
  const { sentKey, key, request } = call
  const scope = scopeOf('headless', [key.isTest ? 'test' : 'live', ...owner])
  return sentKey === null ? null : keyedFor(scope, sentKey, request, '', false)
}

/** Puts the routes on a server's app. Bodies are read by us, so that every limit holds on every route. */
export function mounted(door: Door, routes: readonly Route[]): Elysia {
  const app = new Elysia()
  for (const each of routes) {
    app.route(
      each.method,
      `${prefix}${each.path}`,
      ({ request, params, set, server }) => handled(door, each, { request, params, set, server }),
      { parse: 'none', detail: documented(each) },
    )
  }
  return app
}

/** A request as Elysia hands it over. */
export type Wire = Pick<Context, 'request' | 'set' | 'server'> & {
  /** Elysia leaves it out where the path has no parts; a part that is not decodable is null. */
  readonly params: Readonly<Record<string, string | null>> | undefined
}

async function handled(door: Door, each: Route, wire: Wire): Promise<string | null> {
  try {
    const call = await readCall(door, each, wire)
    return send(await each.carryOut(call), wire.request, wire.set)
  } catch (error) {
    return sendError(error, door.shop, wire.set)
  }
}

async function readCall(door: Door, each: Route, { request, params, set, server }: Wire): Promise<Call> {
  const { shop, tokens } = door
  const key = await keyOf(shop, request)
  const callerAddress = callerAddressOf(request, server, door.trustsProxy)
  await door.rate.take(`${key.id} ${callerKey(callerAddress)}`)
  const signedInAs = await customerOf(shop, tokens, request, key, each.token)
  const payload = each.method === 'GET' ? null : await readPayload(request)
  const sentKey = each.method === 'POST' ? readKey(request) : null
  if (sentKey !== null) set.headers['idempotency-key'] = sentKey
  return {
    request,
    body: payload?.json,
    bodyText: payload?.text ?? '',
    param: (name) => {
      const value = params?.[name]
      invariant(value !== undefined, `the path of ${each.path} has a part ${name}`)
      if (value === null) throw new Refusal('query-invalid', `The ${name} in the path cannot be decoded.`)
      return value
    },
    key,
    sentKey,
    signedInAs,
    callerAddress,
  }
}
