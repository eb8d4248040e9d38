import { Refusal } from '../refusal.ts'

/** Values in one query; longer ones are refused. */
export const valuesMax = 1000

/** Names within each other, such as `a[b][c]`; what lies deeper is one name. */
const depthMax = 5

/** What stands behind the question mark, in the spellings of express and qs, which storefront clients use. */
export type QueryValue = string | readonly QueryValue[] | { readonly [name: string]: QueryValue }

export type QueryTree = Readonly<Record<string, QueryValue>>

/** `a=1` is text; `a=1&a=2`, `a[]=1` and `a[0]=1` are lists; `a[b]=1` is an object. What every object has, no query sets. */
export function parseQuery(request: Request): QueryTree {
  const pairs = pairsOf(request)
  const whole = branch()
  for (const [key, value] of pairs) {
    const path = pathOf(key)
    if (!path.some((name) => name in Object.prototype)) put(whole, path, value)
  }
  return Object.fromEntries([...whole.parts].map(([name, part]) => [name, grown(part)]))
}

/** The one value that is read where nothing else counts; the last of several. */
export interface Query {
  one(name: string): string | null
}

export function readQuery(request: Request): Query {
  const pairs = pairsOf(request)
  return { one: (name) => pairs.findLast(([key]) => key === name)?.[1] ?? null }
}

type Pair = readonly [string, string]

interface Branch {
  /** Said without a name of its own: `a=1`, `a[]=1`. */
  readonly values: string[]
  readonly parts: Map<string, Branch>
  isList: boolean
}

function pairsOf(request: Request): readonly Pair[] {
  const start = request.url.indexOf('?')
  if (start < 0) return []
  const pairs = [...new URLSearchParams(request.url.slice(start + 1))]
  if (pairs.length > valuesMax)
    throw new Refusal('query-invalid', `A query has at most ${valuesMax} values`, { limit: valuesMax })
  return pairs
}

/** `a[b][]` is a, b and an empty name; an empty name alone is the first of a list. */
function pathOf(key: string): readonly string[] {
  if (key === '[]') return ['0']
  const start = key.indexOf('[')
  if (start <= 0) return [key]
  const inner = [...key.slice(start).matchAll(/\[([^[\]]*)\]/g)].map(([, name = '']) => name)
  return inner.join('').length + 2 * inner.length === key.length - start && inner.length <= depthMax
    ? [key.slice(0, start), ...inner]
    : [key]
}

function branch(): Branch {
  return { values: [], parts: new Map(), isList: false }
}

function put(at: Branch, [name, ...deeper]: readonly string[], value: string): void {
  if (name === undefined) {
    at.values.push(value)
    return
  }
  if (name === '' && deeper.every((deeperName) => deeperName === '')) {
    at.isList = true
    at.values.push(value)
    return
  }
  const part = at.parts.get(name) ?? branch()
  at.parts.set(name, part)
  put(part, deeper, value)
}

function grown({ values, parts, isList }: Branch): QueryValue {
  const named = [...parts].map(([name, part]) => [name, grown(part)] as const)
  const isNumbered = named.every(([name]) => /^\d{1,4}$/.test(name))
  const [only = ''] = values
  if (named.length === 0) return values.length === 1 && !isList ? only : values
  if (isNumbered) return [...values, ...named.map(([, value]) => value)]
  return Object.fromEntries([...named, ...values.map((value, at) => [String(at), value] as const)])
}
