import type { TimeRange } from '../../checkout/books.ts'
import { parseQuery, type QueryTree, type QueryValue } from '../../http/query.ts'
import { Refusal } from '../../refusal.ts'

/** Faults told in one answer; a caller with more has seen the pattern. */
const faultMax = 20

/** Characters of a caller's word that come back in a sentence. */
const echoMax = 100

/** One value of a query: what it may be, and how class-validator says that it is not. */
export interface Param<Value> {
  /** JSON Schema, for documents. */
  readonly schema: object
  readonly read: (value: QueryValue, name: string) => Value | Fault
  /** Saying nothing is a fault like saying something else. */
  readonly isRequired?: true
}

/** What is wrong with a value. */
export class Fault {
  readonly sentence: string

  constructor(sentence: string) {
    this.sentence = sentence
  }
}

export type Params = Readonly<Record<string, Param<unknown>>>

/** What was asked; null where nothing was said. */
export type Asked<Wanted extends Params> = {
  readonly [Name in keyof Wanted]: Wanted[Name] extends Required<Param<infer Value>>
    ? Value
    : Wanted[Name] extends Param<infer Value>
      ? Value | null
      : never
}

/** The values of a query, or a refusal with everything that is wrong with it in Medusa's words, unknown names first. */
export function askedIn<Wanted extends Params>(request: Request, params: Wanted): Asked<Wanted> {
  const tree = parseQuery(request)
  const unknown = Object.keys(tree).filter((name) => !Object.hasOwn(params, name))
  const read = Object.entries(params).map(([name, param]) => [name, valueIn(tree, name, param)] as const)
  const faults = read.flatMap(([, value]) => (value instanceof Fault ? value.sentence : []))
  const sentences = [...unknown.map((name) => `property ${name.slice(0, echoMax)} should not exist`), ...faults]
  if (sentences.length > 0) throw new Refusal('query-invalid', sentences.slice(0, faultMax).join(', '))
  return Object.fromEntries(read) as Asked<Wanted>
}

function valueIn(tree: QueryTree, name: string, param: Param<unknown>): unknown {
  const value = Object.hasOwn(tree, name) ? tree[name] : undefined
  if (value === undefined && param.isRequired) return param.read({}, name)
  return value === undefined ? null : param.read(value, name)
}

/** Must be said. */
export function required<Value>(param: Param<Value>): Required<Param<Value>> {
  return { ...param, isRequired: true }
}

/** Saying it with nothing behind it is saying nothing. */
export function unlessEmpty<Value>(param: Param<Value>): Param<Value | null> {
  return { schema: param.schema, read: (value, name) => (value === '' ? null : param.read(value, name)) }
}

export const text: Param<string> = {
  schema: { type: 'string' },
  read: (value, name) => (typeof value === 'string' ? value : new Fault(`${name} must be a string`)),
}

/** One value, or several: `id=a`, `id[]=a&id[]=b`. */
export const texts: Param<readonly string[]> = {
  schema: { type: 'array', items: { type: 'string' } },
  read: (value, name) => {
    if (typeof value === 'string') return [value]
    return isList(value) ? value.filter(isText) : new Fault(`${name} must be one of: String,String`)
  },
}

/** Several values; where Medusa wants a list, a single value is none. */
export const list: Param<readonly string[]> = {
  schema: { type: 'array', items: { type: 'string' } },
  read: (value, name) => (isList(value) ? value.filter(isText) : new Fault(`${name} must be an array`)),
}

/** Each of them one of the words; one alone is a list, too. */
export function oneOf(words: readonly string[]): Param<readonly string[]> {
  return {
    schema: { type: 'array', items: { type: 'string', enum: words } },
    read: (value, name) => {
      const values = isList(value) ? value : [value]
      const known = values.filter((one) => isText(one) && words.includes(one)).filter(isText)
      if (known.length === values.length) return known
      return new Fault(`each value in ${name} must be one of the following values: ${words.join(', ')}`)
    },
  }
}

export const number: Param<number> = {
  schema: { type: 'number' },
  read: (value, name) => {
    const number = typeof value === 'string' ? Number(value) : Number.NaN
    const isNumber = Number.isFinite(number)
    return isNumber ? number : new Fault(`${name} must be a number conforming to the specified constraints`)
  },
}

export const integer: Param<number> = {
  schema: { type: 'integer' },
  read: (value, name) => {
    const number = typeof value === 'string' ? Number(value) : Number.NaN
    return Number.isInteger(number) ? number : new Fault(`${name} must be an integer number`)
  },
}

/** `true` or `false`; anything else is as if nothing was said. */
export const flag: Param<boolean | null> = {
  schema: { type: 'boolean' },
  read: (value, name) => {
    if (typeof value !== 'string') return new Fault(`${name} must be a boolean value`)
    const word = value.toLowerCase()
    return word === 'true' ? true : word === 'false' ? false : null
  },
}

/** Of what stands for yes elsewhere, Medusa lets `1` pass, and takes it for no. */
export const flagText: Param<boolean> = {
  schema: { type: 'string', enum: ['true', 'false', '1', '0'] },
  read: (value, name) => {
    const isFlag = typeof value === 'string' && ['true', 'false', '1', '0'].includes(value)
    return isFlag ? value === 'true' : new Fault(`${name} must be a boolean string`)
  },
}

const rangeEnds: readonly string[] = ['lt', 'gt', 'gte', 'lte']

/** `created_at[gte]=…`: times as `Date` reads them, or else seconds; whole milliseconds. */
export const times: Param<TimeRange> = {
  schema: { type: 'object', properties: Object.fromEntries(rangeEnds.map((end) => [end, { type: 'string' }])) },
  read: (value, name) => {
    if (typeof value === 'string' || isList(value)) return new Fault(nestedWords(name))
    return range(value, 'a Date instance', timeIn)
  },
}

/** How class-validator says that something is no object. */
export function nestedWords(name: string): string {
  return `nested property ${name} must be either object or array`
}

/** What no `Date` can be is none. */
function timeIn(said: string): number {
  const parsed = Date.parse(said)
  return new Date(Number.isNaN(parsed) ? Number(said) * 1000 : parsed).getTime()
}

/** A number, or a range of numbers: `inventory_quantity=3`, `inventory_quantity[gt]=3`. */
export const numbers: Param<TimeRange> = {
  schema: { anyOf: [{ type: 'number' }, { type: 'object' }] },
  read: (value, name) => {
    const [only = '', ...others] = isList(value) ? value : [value]
    if (typeof only !== 'string' && others.length === 0 && !isList(value)) return range(only, 'a number', Number)
    const number = typeof only === 'string' && others.length === 0 ? Number(only) : Number.NaN
    if (Number.isNaN(number)) return new Fault(`${name} must be one of: Number,NumericalComparisonOperator`)
    return { from: number, to: number }
  },
}

/** `lt` ends one earlier than `lte`, and `gt` begins one later than `gte`. */
function range(value: QueryValue, kind: string, read: (said: string) => number): TimeRange | Fault {
  const said = Object.entries(value).sort(([a], [b]) => rangeEnds.indexOf(a) - rangeEnds.indexOf(b))
  const ends = said.map(([end, part]) => [end, read(lastIn(part))] as const)
  const faults = ends.flatMap(([end, at]) => {
    if (!rangeEnds.includes(end)) return `property ${end.slice(0, echoMax)} should not exist`
    return Number.isNaN(at) ? `${end} must be ${kind}` : []
  })
  if (faults.length > 0) return new Fault(faults.join(', '))
  const from = ends.filter(([end]) => end.startsWith('g')).map(([end, at]) => (end === 'gt' ? at + 1 : at))
  const to = ends.filter(([end]) => end.startsWith('l')).map(([end, at]) => (end === 'lt' ? at - 1 : at))
  return { from: from.length > 0 ? Math.max(...from) : null, to: to.length > 0 ? Math.min(...to) : null }
}

/** Of several, the last; nothing where it is no text. */
function lastIn(value: QueryValue): string {
  const last = isList(value) ? value.at(-1) : value
  return typeof last === 'string' ? last : 'nothing'
}

function isList(value: QueryValue): value is readonly QueryValue[] {
  return Array.isArray(value)
}

function isText(value: QueryValue): value is string {
  return typeof value === 'string'
}
