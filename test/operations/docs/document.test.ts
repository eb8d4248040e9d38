import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { type App, openApp } from './app.ts'

/** What this shop has nothing of, such as returns: what is asked for is never there. */
const neverThere =
  /^(GET \/store\/(product-categories|return-reasons|order-edits|payment-collections)\/\{id\}|GET \/v1\/storefront\/returns\/\{id\}|POST \/v1\/storefront\/(orders|returns)\/\{id\}\/(returns|cancel)|POST \/store\/(order-edits|payment-collections)\/.*)$/

interface Media {
  readonly schema?: object
  readonly example?: unknown
  readonly examples?: Readonly<Record<string, { readonly $ref: string }>>
}

interface Shown {
  readonly summary: string
  readonly tags: readonly string[]
  readonly operationId: string
  readonly security: readonly Readonly<Record<string, unknown>>[]
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> }
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Shown>>>>
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly components: {
    readonly examples: Readonly<Record<string, { readonly value: unknown }>>
    readonly securitySchemes: Readonly<Record<string, object>>
  }
}

let app: App
let document: Document
let operations: readonly (readonly [string, Shown])[]

beforeAll(async () => {
  app = await openApp()
  document = (await (await app.ask('GET', '/docs/json')).json()) as Document
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, shown]) => [`${method.toUpperCase()} ${path}`, shown] as const),
  )
})
afterAll(() => app.close())

/** Names of operations of which something is not so. */
function without(isSo: (shown: Shown, name: string) => boolean): readonly string[] {
  return operations.filter(([name, shown]) => !isSo(shown, name)).map(([name]) => name)
}

function shownBy({ examples }: Media): unknown {
  const [example] = Object.values(examples ?? {})
  return document.components.examples[example?.$ref.split('/').at(-1) ?? '']?.value
}

describe('the document of the APIs', () => {
  test('is what OpenAPI 3.1 takes for a document', async () => {
    const { valid, errors } = await new Validator().validate({ ...document })
    expect(errors).toBeUndefined()
    expect(valid).toBe(true)
  })

  test('has every operation that is served, and no other', () => {
    const served = app.routes.map(({ method, path }) => `${method} ${path.replace(/:([^/]+)/g, '{$1}')}`)
    expect(operations.map(([name]) => name).toSorted()).toEqual(served.toSorted())
    expect(served.length).toBeGreaterThan(150)
  })

  test('names each operation once, in words, below an API that it describes', () => {
    const described = new Set(document.tags.filter(({ description }) => description !== '').map(({ name }) => name))
    const ids = operations.map(([, { operationId }]) => operationId)
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
    expect(without(({ summary }, name) => summary.length > 3 && summary !== name)).toEqual([])
    expect(without(({ tags }) => tags.length === 1 && tags.every((tag) => described.has(tag)))).toEqual([])
  })

  test('names every part of a path', () => {
    const parts = (name: string): readonly string[] => [...name.matchAll(/\{(\w+)\}/g)].map(([, part]) => part ?? '')
    const named = ({ parameters = [] }: Shown) =>
      parameters.filter((each) => each.in === 'path').map(({ name }) => name)
    expect(without((shown, name) => parts(name).toSorted().join() === named(shown).toSorted().join())).toEqual([])
  })

  test('keeps the query where the path has parts', () => {
    const names = (path: string) => document.paths[path]?.['get']?.parameters?.map(({ name }) => name) ?? []
    expect(names('/store/carts/{id}')).toEqual(expect.arrayContaining(['id', 'expand', 'fields']))
    expect(names('/v1/storefront/products')).toEqual(expect.arrayContaining(['q', 'price_max', 'starting_after']))
    expect(names('/admin/orders')).toEqual(expect.arrayContaining(['q', 'status', 'offset', 'limit']))
    expect(names('/stores/{store_hash}/v3/carts/{cart_id}')).toEqual(expect.arrayContaining(['include']))
  })

  test('shows a real success and a refusal of each', () => {
    const statuses = (shown: Shown, isOne: (status: number) => boolean) =>
      Object.entries(shown.responses).filter(([status]) => isOne(Number(status)))
    const isShown = ([status, { content }]: [string, Shown['responses'][string]]) =>
      content === undefined
        ? ['204', '302', '303'].includes(status)
        : Object.values(content).every((media) => shownBy(media) !== undefined)
    const succeeds = (shown: Shown) => statuses(shown, (status) => status < 400)
    const fails = (shown: Shown) => statuses(shown, (status) => status >= 400)
    expect(without((shown, name) => succeeds(shown).some(isShown) !== neverThere.test(name))).toEqual([])
    expect(without((shown) => fails(shown).length > 0 && fails(shown).every(isShown))).toEqual([])
  })

  test('says what bodies look like', () => {
    const body = document.paths['/store/carts/{id}/line-items']?.['post']?.requestBody?.content['application/json']
    expect(body?.schema).toMatchObject({
      type: 'object',
      required: ['variant_id', 'quantity'],
      properties: { variant_id: { type: 'string' }, quantity: { type: 'integer' } },
      additionalProperties: false,
    })
    expect(body?.example).toMatchObject({ variant_id: expect.any(String), quantity: expect.any(Number) })
  })

  test('asks for credentials exactly where the server does', async () => {
    const schemes = Object.keys(document.components.securitySchemes)
    const named = operations.flatMap(([, { security }]) => security.flatMap((each) => Object.keys(each)))
    expect([...new Set(named)].toSorted()).toEqual(schemes.toSorted())
    const wrong: string[] = []
    for (const [name, { security }] of operations) {
      const isRequired = security.length > 0 && security.every((each) => Object.keys(each).length > 0)
      const [method = '', path = ''] = name.split(' ')
      const { status } = await app.ask(method, path.replace('{store_hash}', 'demo').replace(/\{\w+\}/g, 'none'))
      if ((status === 401) !== isRequired) wrong.push(`${name} answers ${status}`)
    }
    expect(wrong).toEqual([])
  })
})

describe('the recorded answers', () => {
  test('have the fields that are answered today', async () => {
    const products = await (await app.ask('GET', '/store/products?limit=1')).json()
    const made = await (await app.ask('POST', '/store/carts', {})).json()
    expect(fieldsOf(products)).toContain('products.variants')
    expect(fieldsOf(exampleOf('GET /store/products'))).toEqual(fieldsOf(products))
    expect(fieldsOf(exampleOf('POST /store/carts'))).toEqual(fieldsOf(made))
  })

  test('hold no secret of the shop that was asked', () => {
    const text = JSON.stringify(document.components.examples)
    expect(text).not.toMatch(/\b(?:sk|pk)_live_\w{20}/)
    expect(text).not.toMatch(/password_hash|\$argon2/)
  })
})

function exampleOf(name: string): unknown {
  const shown = operations.find(([each]) => each === name)?.[1]
  const media = shown?.responses['200']?.content?.['application/json']
  return media && shownBy(media)
}

/** Names of fields down to the second level; of lists, those of the first entry. */
function fieldsOf(value: unknown, depth = 0): readonly string[] {
  if (Array.isArray(value)) return fieldsOf(value[0], depth)
  if (typeof value !== 'object' || value === null || depth > 1) return []
  return Object.entries(value)
    .flatMap(([name, part]) => [name, ...fieldsOf(part, depth + 1).map((inner) => `${name}.${inner}`)])
    .toSorted()
}
