import { toOpenAPISchema } from '@elysiajs/openapi/openapi'
import type { AnyElysia } from 'elysia'
import { apis, fallbackApi, securitySchemes } from './apis.ts'
import { type Examples, loadExamples } from './examples.ts'
import { type Described, described, type Operation } from './operation.ts'

/** Methods that routes are mounted for one by one; what takes every method only says that there is nothing. */
const withoutAll = { methods: ['all', 'options', 'head'], staticFile: false }

const intro = [
  'One shop behind several APIs: each tag is one of them. Paths, bodies and errors are those of the API that a tag names;',
  'the carts and orders behind them are the same.',
  '',
  'Every answer carries `x-request-id`. Changes take an `Idempotency-Key`: who sends the same request with the same key',
  'again gets the first answer again. Bodies are JSON of at most 100 KB.',
].join('\n')

/** What the document says of the program as a whole. */
export interface Program {
  readonly version: string
}

/** An OpenAPI 3.1 document. */
export interface ApiDocument {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
  readonly [part: string]: unknown
}

/**
 * Everything the app answers, as OpenAPI 3.1. The library turns routes into paths; it knows no shapes of ours and lets go
 * of the query where a path has parts, so queries, bodies, answers and errors are put in here.
 */
export async function documentOf(app: AnyElysia, { version }: Program): Promise<ApiDocument> {
  const examples = await loadExamples()
  const { paths: drawn } = toOpenAPISchema(app, withoutAll, undefined, undefined, '3.1.0')
  const said = saidOf(app)
  const paths: Record<string, Record<string, Described>> = {}
  for (const [path, methods] of Object.entries(drawn)) {
    const operations: Record<string, Described> = {}
    for (const [method, operation] of Object.entries(methods ?? {})) {
      const name = `${method.toUpperCase()} ${path}`
      operations[method] = described(name, operation as Operation, said.get(name) ?? [], examples)
    }
    paths[path] = operations
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Cartwright', version, description: intro },
    servers: [{ url: '/' }],
    tags: tagsIn(paths),
    paths,
    components: { securitySchemes, examples: componentsOf(examples) },
  }
}

/** What each route itself says of its query, by operation. */
function saidOf(app: AnyElysia): ReadonlyMap<string, readonly unknown[]> {
  return new Map(
    app.routes.map(({ method, path, hooks }) => {
      const detail: { readonly parameters?: readonly unknown[] } = hooks?.detail ?? {}
      return [`${method} ${path.replace(/:([^/]+)/g, '{$1}')}`, detail.parameters ?? []]
    }),
  )
}

function tagsIn(paths: ApiDocument['paths']): readonly object[] {
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods))
  const names = new Set(operations.flatMap(({ tags }) => tags))
  const known = Object.keys(apis).filter((name) => names.has(name))
  const others = [...names].filter((name) => !known.includes(name))
  return [...known, ...others].map((name) => ({ name, description: (apis[name] ?? fallbackApi).description }))
}

function componentsOf(examples: Examples): Readonly<Record<string, object>> {
  return Object.fromEntries([...examples.values].map(([name, value]) => [name, { value }]))
}
