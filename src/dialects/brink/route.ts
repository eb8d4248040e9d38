import { type Context, Elysia } from 'elysia'
import type { Cart } from '../../cart/cart.ts'
import { look } from '../../commands/reads.ts'
import type { Asked, Keyed } from '../../commands/receipts.ts'
import type { Shop } from '../../commands/shop.ts'
import { cartOfVisit } from '../../commands/visits.ts'
import { readPayload } from '../../http/body.ts'
import { callerAddressOf } from '../../http/caller-address.ts'
import type { CodeGuesses } from '../../http/code-guesses.ts'
import { keyedFor, readKey, scopeOf } from '../../http/keyed.ts'
import type { Shape } from '../../http/schema.ts'
import { invariant } from '../../invariant.ts'
import { Refusal } from '../../refusal.ts'
import { type Reply, send, sendError } from './reply.ts'
import type { SessionClaims, SessionTokens } from './session-token.ts'
import { checked } from './validation.ts'

/** Every operation is there twice: as the documents write it, and below where Brink's own server has it. */
const bases = ['', '/shopper'] as const

/** What the routes need besides the shop. */
export interface Door {
  readonly shop: Shop
  readonly tokens: SessionTokens
  readonly codeGuesses: CodeGuesses
  /** True: a proxy in front says who the caller is. */
  readonly trustsProxy: boolean
  /** The id of the request that is being answered. */
  readonly requestId: () => string
}

/** The session that a token opened, and its cart as it was when the request came. */
export interface OpenSession {
  readonly claims: SessionClaims
  readonly cart: Cart
}

/** One request, read and checked. */
export interface Call<Body = unknown> {
  readonly request: Request
  readonly body: Body
  /** A part of the path, by the name the route gives it. */
  readonly param: (name: string) => string
  readonly keyed: Keyed | null
  /** There on every route that wants a token. */
  readonly session: () => OpenSession
  /** The caller's address; null when nobody knows it. */
  readonly callerAddress: () => string | null
}

/** Who may: anybody; whoever has a session's token, or a checkout's; only who has a checkout's. */
type Access = 'anybody' | 'session' | 'checkout'

/** One operation of the API: what it reads, who may, what it does. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  /** For the document of the API. */
  readonly summary: string
  readonly access: Access
  readonly body: Shape<unknown> | null
  readonly carryOut: (call: Call) => Promise<Reply>
}

/** An operation without a body, or with one that is looked at and ignored. */
export function route(
  method: Route['method'],
  path: string,
  summary: string,
  access: Access,
  carryOut: (call: Call) => Promise<Reply>,
): Route {
  return { method, path, summary, access, body: null, carryOut }
}

/** An operation with a body; none is as good as an empty one. */
export function routeWith<Body>(
  method: 'POST' | 'PUT',
  path: string,
  summary: string,
  access: Access,
  body: Shape<Body>,
  carryOut: (call: Call<Body>) => Promise<Reply>,
): Route {
  const check = (call: Call): Promise<Reply> => carryOut({ ...call, body: checked(body, call.body ?? {}) })
  return { method, path, summary, access, body, carryOut: check }
}

/** What a command wants to know of who asks. */
export function asked(call: Call, show: Asked['show']): Asked {
  return { keyed: call.keyed, signedInAs: null, show }
}

/** Puts the routes on a server's app. Bodies are read by us, so that every limit holds on every route. */
export function mounted(door: Door, routes: readonly Route[]): Elysia {
  const app = new Elysia()
  for (const base of bases) {
    for (const each of routes) {
      app.route(
        each.method,
        `${base}${each.path}`,
        ({ request, params, set, server }) => handled(door, each, { request, params, set, server }),
        { parse: 'none', detail: documented(each, base) },
      )
    }
  }
  return app
}

/** A request as Elysia hands it over. */
type Wire = Pick<Context, 'request' | 'set' | 'server'> & {
  /** Elysia leaves it out where the path has no parts; a part that is not decodable is null. */
  readonly params: Readonly<Record<string, string | null>> | undefined
}

async function handled(door: Door, each: Route, wire: Wire): Promise<string | null> {
  const { request, set } = wire
  try {
    const call = await readCall(door, each, wire)
    return send(await each.carryOut(call), request, set)
  } catch (error) {
    return sendError(error, door, set)
  }
}

async function readCall(door: Door, { method, path, access }: Route, wire: Wire): Promise<Call> {
  const { request, params, set, server } = wire
  const payload = method === 'GET' ? null : await readPayload(request)
  const key = payload && readKey(request)
  if (key !== null) set.headers['idempotency-key'] = key
  const session = access === 'anybody' ? null : await openedBy(door, request, access)
  const scope = session?.cart.id ?? scopeOf('brink', [request.headers.get('x-shopper-api-key')])
  return {
    request,
    body: payload?.json,
    param: (name) => {
      const value = params?.[name]
      invariant(value !== undefined, `the path of ${path} has a part ${name}`)
      if (value === null) throw new Refusal('query-invalid', `The part ${name} of the path cannot be decoded.`)
      return value
    },
    keyed: key === null ? null : keyedFor(scope, key, request, payload?.text ?? '', false),
    session: () => {
      invariant(session, `${path} wants a token`)
      return session
    },
    callerAddress: () => callerAddressOf(request, server, door.trustsProxy),
  }
}

/** `Authorization` with the token alone, or after `Bearer`. */
async function openedBy(door: Door, request: Request, access: Access): Promise<OpenSession> {
  const token =
    request.headers
      .get('authorization')
      ?.trim()
      .replace(/^bearer(\s+|$)/i, '') ?? ''
  if (token === '') throw new Refusal('unauthorized', 'This needs the token of a session in the header Authorization.')
  const claims = await door.tokens.read(token)
  if (claims === 'expired') throw new Refusal('session-over', 'The session has ended.')
  if (!claims) throw new Refusal('forbidden', 'This is no token of a session.')
  if (access === 'checkout' && claims.checkoutId === null)
    throw new Refusal('forbidden', 'This needs the token that starting a checkout answered with.')
  const { shop } = door
  const cart = await look(shop, (books) => cartOfVisit(books, claims.sessionId, shop.now()))
  return { claims, cart }
}

function documented({ summary, access, body }: Route, base: string): object {
  return {
    summary,
    tags: [base === '' ? 'Brink' : `Brink below ${base}`],
    security: access === 'anybody' ? [] : [{ sessionToken: [] }],
    ...(body && { requestBody: { content: { 'application/json': { schema: body.schema } } } }),
  }
}
