import { type Context, Elysia } from 'elysia'
import type { Asked, Keyed } from '../../commands/receipts.ts'
import type { Shop } from '../../commands/shop.ts'
import { readPayload } from '../../http/body.ts'
import { callerAddressOf } from '../../http/caller-address.ts'
import type { CodeGuesses } from '../../http/code-guesses.ts'
import { keyedFor, readKey } from '../../http/keyed.ts'
import { type Preference, readWait } from '../../http/prefer.ts'
import type { Shape } from '../../http/schema.ts'
import { invariant } from '../../invariant.ts'
import { Refusal } from '../../refusal.ts'
import type { Accounts } from './accounts.ts'
import { documented } from './documented.ts'
import type { Words } from './errors.ts'
import { scopeOfNew } from './key-scope.ts'
import { type Asked as AskedIn, askedIn, type Params } from './query-params.ts'
import { type Reply, send, sendError } from './reply.ts'
import { signedIn } from './signed-in.ts'
import { assertStructure, checked } from './validation.ts'

/** What the routes need besides the shop. */
export interface Door {
  readonly shop: Shop
  readonly accounts: Accounts
  readonly codeGuesses: CodeGuesses
  /** True: a proxy in front says who the caller is. */
  readonly trustsProxy: boolean
}

/** One request, read and checked. */
export interface Call<Body = unknown> {
  readonly request: Request
  readonly body: Body
  /** A part of the path, by the name the route gives it. */
  readonly param: (name: string) => string
  readonly keyed: Keyed | null
  readonly signedInAs: string | null
  /** How long they want to wait where something has to be asked of others first; null when they did not say. */
  readonly wait: Preference | null
  /** The caller's address; null when nobody knows it. */
  readonly callerAddress: () => string | null
}

/** One operation of the API: what it reads, what it does; `carryOut` ends with what it shows. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  /** For the document of the API. */
  readonly summary: string
  readonly body: Shape<unknown> | null
  /** Null: whatever stands there counts for nothing. */
  readonly query: Params | null
  /** Medusa makes a key for whoever sent none, and answers with it. */
  readonly handsOutKey: boolean
  readonly words: Words
  readonly carryOut: (call: Call) => Promise<Reply>
}

const plain = { body: null, query: null, handsOutKey: false, words: {} } as const

interface RouteOptions {
  readonly handsOutKey?: boolean
  readonly words?: Words
}

export function get(
  path: string,
  summary: string,
  show: (call: Call) => Promise<Reply>,
  options: RouteOptions = {},
): Route {
  return { method: 'GET', path, summary, ...plain, carryOut: show, ...options }
}

/** As `get`, for who may say more of what they want; unknown names are refused. */
export function ask<Wanted extends Params>(
  path: string,
  summary: string,
  query: Wanted,
  show: (call: Call, asked: AskedIn<Wanted>) => Promise<Reply>,
  options: RouteOptions = {},
): Route {
  const carryOut = (call: Call): Promise<Reply> => show(call, askedIn(call.request, query))
  return { method: 'GET', path, summary, ...plain, query, carryOut, ...options }
}

/** Routes whose queries Medusa looks through although nothing in them changes the answer. */
export function withQuery(query: Params, routes: readonly Route[]): readonly Route[] {
  return routes.map((route) => ({
    ...route,
    query,
    carryOut: async (call) => {
      askedIn(call.request, query)
      return route.carryOut(call)
    },
  }))
}

/** A change without a body, or with one that is looked at and ignored. */
export function change(
  method: 'POST' | 'DELETE',
  path: string,
  summary: string,
  carryOut: (call: Call) => Promise<Reply>,
  options: RouteOptions = {},
): Route {
  return { method, path, summary, ...plain, carryOut, ...options }
}

/** A change with a body; none is as good as an empty one. */
export function post<Body>(
  path: string,
  summary: string,
  body: Shape<Body>,
  carryOut: (call: Call<Body>) => Promise<Reply>,
  options: RouteOptions = {},
): Route {
  return {
    method: 'POST',
    path,
    summary,
    ...plain,
    body,
    carryOut: (call) => carryOut({ ...call, body: checked(body, call.body ?? {}, 'body-invalid') }),
    ...options,
  }
}

/** What a command wants to know of who asks. */
export function asked(call: Call, show: Asked['show']): Asked {
  return { keyed: call.keyed, signedInAs: call.signedInAs, waitMs: call.wait?.waitMs, show }
}

/** Puts the routes on a server's app. Bodies are read by us, so that every limit holds on every route. */
export function mounted(door: Door, routes: readonly Route[]): Elysia {
  const app = new Elysia()
  for (const route of routes) {
    app.route(
      route.method,
      `/store${route.path}`,
      ({ request, params, set, server }) => handled(door, route, { request, params, set, server }),
      { parse: 'none', detail: documented(route) },
    )
  }
  return app
}

/** A request as Elysia hands it over. */
export type Wire = Pick<Context, 'request' | 'set' | 'server'> & {
  /** Elysia leaves it out where the path has no parts; a part that is not decodable is null. */
  readonly params: Readonly<Record<string, string | null>> | undefined
}

/** Reads, carries out, sends; whatever goes wrong in between is told in Medusa's words. */
export async function handled(door: Door, route: Route, wire: Wire): Promise<string | null> {
  const { request, set } = wire
  try {
    const call = await readCall(door, route, wire)
    return send(await route.carryOut(call), request, set)
  } catch (error) {
    return sendError(error, door.shop, route.words, set)
  }
}

async function readCall(door: Door, route: Route, { request, params, set, server }: Wire): Promise<Call> {
  const payload = route.method === 'GET' ? null : await readPayload(request)
  const sent = payload && readKey(request)
  const key = sent ?? (payload && route.handsOutKey ? Bun.randomUUIDv7() : null)
  if (key !== null) {
    set.headers['idempotency-key'] = key
    set.headers['access-control-expose-headers'] = 'Idempotency-Key'
  }
  const wait = payload && readWait(request)
  if (wait?.applied) set.headers['preference-applied'] = wait.applied
  assertStructure(payload?.json)
  const signedInAs = await signedIn(door.shop, door.accounts, request)
  const callerAddress = (): string | null => callerAddressOf(request, server, door.trustsProxy)
  const scope = params?.['id'] ?? scopeOfNew(request, { key: key ?? '', signedInAs, callerAddress })
  return {
    request,
    body: payload?.json,
    param: (name) => {
      const value = params?.[name]
      invariant(value !== undefined, `the path of ${route.path} has a part ${name}`)
      if (value === null) throw new Refusal('query-invalid', `Failed to decode param ${name}`)
      return value
    },
    keyed: key === null ? null : keyedFor(scope, key, request, payload?.text ?? '', sent === null),
    signedInAs,
    wait,
    callerAddress,
  }
}
