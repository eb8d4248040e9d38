import { Elysia } from 'elysia'
import type { TSchema } from 'typebox'
import { readPayload, readUpload } from '../../http/body.ts'
import type { Fault, Shape } from '../../http/schema.ts'
import { Refusal } from '../../refusal.ts'
import { assertOperator, type OperatorDoor } from './operator.ts'

/** For the document: what `assertOperator` lets through. */
export const operatorSecurity = [{ operatorBearer: [] }, { operatorBasic: [] }] as const

/** One request of an operator, let through and read. */
export interface AdminCall<Body = unknown> {
  readonly request: Request
  readonly param: (name: string) => string
  readonly query: (name: string) => string | null
  readonly body: Body
}

/** One operation: what the document says of it, and what it does. What it answers is sent as JSON, unless it is a response. */
export interface AdminRoute {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly summary: string
  readonly query: Readonly<Record<string, TSchema>>
  readonly body: Shape<unknown> | null
  /** Set: the body is a file of at most so many bytes, taken as it comes. */
  readonly uploadMaxBytes?: number
  readonly carryOut: (call: AdminCall) => Promise<unknown>
}

export function adminGet(
  path: string,
  summary: string,
  carryOut: (call: AdminCall) => Promise<unknown>,
  query: AdminRoute['query'] = {},
): AdminRoute {
  return { method: 'GET', path, summary, query, body: null, carryOut }
}

/** A change that says what is wanted; no body is as good as an empty one. */
export function adminPostOf<Body>(
  path: string,
  summary: string,
  body: Shape<Body>,
  carryOut: (call: AdminCall<Body>) => Promise<unknown>,
): AdminRoute {
  const checked = (call: AdminCall): Promise<unknown> => carryOut({ ...call, body: checkedBody(call.body, body) })
  return { method: 'POST', path, summary, query: {}, body, carryOut: checked }
}

/** A change without a body, or with one that counts for nothing. */
export function adminPost(path: string, summary: string, carryOut: (call: AdminCall) => Promise<unknown>): AdminRoute {
  return { method: 'POST', path, summary, query: {}, body: null, carryOut }
}

/** A change whose body is a file, as text. */
export function adminUpload(
  path: string,
  summary: string,
  uploadMaxBytes: number,
  carryOut: (call: AdminCall<string>) => Promise<unknown>,
): AdminRoute {
  const upload = (call: AdminCall): Promise<unknown> => carryOut({ ...call, body: String(call.body) })
  return { method: 'POST', path, summary, query: {}, body: null, uploadMaxBytes, carryOut: upload }
}

/** Every route behind the operator's secret, under the common prefix. */
export function mountedAdmin(door: OperatorDoor, routes: readonly AdminRoute[]) {
  const app = new Elysia({ prefix: '/admin' })
  for (const route of routes) {
    app.route(route.method, route.path, async ({ request, params }) => answered(door, route, request, params), {
      parse: 'none',
      detail: documented(route),
    })
  }
  return app
}

function documented({ summary, query, body, uploadMaxBytes }: AdminRoute): object {
  const parameters = Object.entries(query).map(([name, schema]) => ({ in: 'query', name, schema }))
  const content = body ? { schema: body.schema } : uploadMaxBytes === undefined ? null : { schema: { type: 'object' } }
  return {
    summary,
    tags: ['Operators'],
    security: [...operatorSecurity],
    ...(parameters.length > 0 && { parameters }),
    ...(content && { requestBody: { content: { 'application/json': content } } }),
  }
}

async function answered(
  door: OperatorDoor,
  route: AdminRoute,
  request: Request,
  params: Readonly<Record<string, string>>,
): Promise<Response> {
  await assertOperator(door, request)
  const { uploadMaxBytes: fileMaxBytes } = route
  const body = fileMaxBytes === undefined ? (await readPayload(request)).json : await readUpload(request, fileMaxBytes)
  const query = new URL(request.url).searchParams
  assertKnown(query, route)
  const shown = await route.carryOut({
    request,
    param: (name) => params[name] ?? '',
    query: (name) => query.get(name),
    body,
  })
  if (shown instanceof Response) return shown
  return Response.json(shown, { headers: { 'cache-control': 'no-store' } })
}

/** A filter that is spelled wrongly would show everything. */
function assertKnown(query: URLSearchParams, { query: known }: AdminRoute): void {
  const names = Object.keys(known)
  const unknown = [...query.keys()].find((name) => !names.includes(name))
  if (unknown === undefined || names.length === 0) return
  throw new Refusal('query-invalid', `${unknown} is not known here; there are ${names.join(', ')}.`)
}

function checkedBody<Body>(json: unknown, shape: Shape<Body>): Body {
  const value = json ?? {}
  if (shape.accepts(value)) return value
  const sentences = shape.faults(value).map(sentenceOf)
  throw new Refusal('body-invalid', `${sentences.join('; ') || 'The body is not what this takes'}.`)
}

function sentenceOf({ path, rule, expected }: Fault): string {
  const name = path.join('.') || 'the body'
  if (rule === 'missing') return `${name} is missing`
  if (rule === 'unexpected') return `${name} is not known here`
  const wanted = expected['description'] ?? expected.type
  return wanted === undefined ? `${name} is not right` : `${name} is to be ${String(wanted)}`
}
