import { STATUS_CODES } from 'node:http'
import { type Api, apis, fallbackApi } from './apis.ts'
import type { Examples, Recorded } from './examples.ts'

/** What a path consists of, in words. */
const partMeanings: Readonly<Record<string, string>> = {
  store_hash: 'The shop’s STORE_HASH; `demo` unless set.',
  cart_id: 'Id of a cart.',
  code: 'The code as the cart spells it.',
  pass: 'From the redirect of a cart’s link.',
  provider: 'Id of a payment provider, such as `stripe`.',
  provider_id: 'Id of a payment provider, such as `manual`.',
}

/** One operation as the library draws it. */
export interface Operation {
  readonly summary?: string
  readonly tags?: readonly string[]
  readonly security?: readonly object[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content?: Readonly<Record<string, object>> }
  readonly operationId: string
}

interface Parameter {
  readonly in: string
  readonly name: string
}

/** One operation as the document shows it. */
export interface Described {
  readonly summary: string
  readonly tags: readonly string[]
  /** Empty: whoever asks. */
  readonly security: readonly object[]
  readonly operationId: string
  readonly responses: Readonly<Record<string, object>>
  readonly [part: string]: unknown
}

/** With the query that the route reads, and the answers that were recorded; `name` is its method and path. */
export function described(name: string, drawn: Operation, query: readonly unknown[], examples: Examples): Described {
  const tags = drawn.tags ?? []
  const api = apis[tags[0] ?? ''] ?? fallbackApi
  const recorded = examples.operations.get(name) ?? examples.operations.get(name.replace(' /shopper/', ' /'))
  const parts = (drawn.parameters ?? []).filter((each) => each.in === 'path').map(partOf)
  const parameters = [...parts, ...query]
  return {
    summary: drawn.summary ?? name,
    tags,
    security: drawn.security ?? [],
    operationId: drawn.operationId,
    ...(parameters.length > 0 && { parameters }),
    ...(drawn.requestBody && { requestBody: withExample(drawn.requestBody, recorded) }),
    responses: { ...successOf(recorded), ...errorsOf(drawn, recorded, api, examples) },
  }
}

function partOf(part: Parameter): object {
  const description = partMeanings[part.name]
  return { ...part, required: true, ...(description !== undefined && { description }) }
}

function withExample(body: NonNullable<Operation['requestBody']>, recorded: Recorded | undefined): object {
  if (recorded?.request === undefined) return body
  const content = Object.entries(body.content ?? {}).map(([type, media]) => [
    type,
    { ...media, example: recorded.request },
  ])
  return { ...body, content: Object.fromEntries(content) }
}

/** Nothing where nothing was ever answered but refusals. */
function successOf(recorded: Recorded | undefined): Readonly<Record<string, object>> {
  if (!recorded || recorded.status >= 400) return {}
  const { status, answer, type = 'application/json' } = recorded
  const content = answer === null ? null : contentOf(type, answer)
  return { [status]: { description: STATUS_CODES[status] ?? 'Done', ...(content && { content }) } }
}

/** Those that were seen, and those that the kind of operation brings with it. */
function errorsOf(
  { security = [], requestBody, parameters = [] }: Operation,
  recorded: Recorded | undefined,
  { errorType, recording }: Api,
  examples: Examples,
): Readonly<Record<string, object>> {
  const isSecured = security.length > 0 && security.every((each) => Object.keys(each).length > 0)
  const statuses = new Set([
    ...(recorded?.errors ?? []),
    ...(requestBody ? [400, 413] : []),
    ...(isSecured ? [401] : []),
    ...(parameters.some((each) => each.in === 'path') ? [404] : []),
    500,
  ])
  const shown = [...statuses]
    .sort((a, b) => a - b)
    .map((status) => [status, `${recording}-error-${status}`] as const)
    .filter(([, example]) => examples.values.has(example))
  return Object.fromEntries(
    shown.map(([status, example]) => [
      status,
      { description: STATUS_CODES[status] ?? 'Refused', content: contentOf(errorType, example) },
    ]),
  )
}

function contentOf(type: string, example: string): object {
  return { [type]: { examples: { recorded: { $ref: `#/components/examples/${example}` } } } }
}
