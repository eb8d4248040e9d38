import type { Fault, SchemaPart, Shape } from '../../http/schema.ts'
import { Refusal } from '../../refusal.ts'
import { nestedWords } from './query-params.ts'

/** Faults told in one answer; a caller with more has seen the pattern. */
const faultMax = 20

/** The value, if it has the shape; else a refusal that says why in class-validator's words, as Medusa does. */
export function checked<Value>(shape: Shape<Value>, said: unknown, code: 'body-invalid' | 'query-invalid'): Value {
  const value = Array.isArray(said) && shape.accepts({}) ? emptyOnly(said, code) : said
  if (shape.accepts(value)) return value
  const told = shape.faults(value).flatMap((fault) => {
    return worded(fault, valueAt(value, fault.path)).map((sentence) => [fault.path.join('.'), sentence] as const)
  })
  const once = new Map(told.map(([path, sentence]) => [`${path} ${sentence}`, sentence]))
  throw new Refusal(code, [...once.values()].slice(0, faultMax).join(', '))
}

/** Where nothing must be said, a list is to Medusa an object whose fields are called 0, 1, 2 …, and should not exist. */
function emptyOnly(list: readonly unknown[], code: 'body-invalid' | 'query-invalid'): object {
  if (list.length === 0) return {}
  const places = list.slice(0, faultMax).map((_, place) => `property ${place} should not exist`)
  throw new Refusal(code, places.join(', '))
}

/** Express reads no JSON but objects and lists, on whatever route. */
export function assertStructure(json: unknown): void {
  if (json === null || (json !== undefined && typeof json !== 'object'))
    throw new Refusal('body-broken', 'body must be an object')
}

/** Names the innermost field only, as Medusa does. */
function worded({ path, rule, expected }: Fault, value: unknown): readonly string[] {
  if (path.length === 0 && rule !== 'unexpected') return ['an unknown value was passed to the validate function']
  const name = path.findLast((part) => !/^\d+$/.test(part)) ?? 'body'
  if (rule === 'unexpected') return [`property ${name} should not exist`]
  if (/^\d+$/.test(path.at(-1) ?? '')) {
    return [expected.type === 'string' ? `each value in ${name} must be a string` : nested(name)]
  }
  if (rule === 'minLength') return [`${name} should not be empty`]
  if (rule === 'maxLength') return [`${name} must be shorter than or equal to ${expected['maxLength']} characters`]
  if (rule === 'minimum') return [`${name} must not be less than ${expected['minimum']}`]
  if (rule === 'maximum') return [`${name} must not be greater than ${expected['maximum']}`]
  if (rule === 'maxItems') return [`${name} must contain no more than ${expected['maxItems']} elements`]
  return wordedType(name, expected, value)
}

/** Where Medusa says less than the schema does, `x-words` are its words. */
function wordedType(name: string, expected: SchemaPart, value: unknown): readonly string[] {
  const isEmpty = value === undefined || value === null || value === ''
  if (expected['x-words'] !== undefined) {
    const said = `${name} ${expected['x-words']}`
    return isEmpty && expected['x-filled'] !== undefined ? [said, `${name} should not be empty`] : [said]
  }
  if (expected['x-nested'] !== undefined) return [nestedWords(name)]
  if (expected.anyOf) {
    const first = expected.anyOf.find(({ type }) => type !== 'null')
    return first ? wordedType(name, first, value) : []
  }
  const sentence = `${name} must be ${typeWords[String(expected.type)] ?? 'something else'}`
  if (expected.type === 'array' && typeof value !== 'object') return [sentence, nested(name)]
  const mustBeFilled = expected['minLength'] !== undefined || expected['x-filled'] !== undefined
  return isEmpty && mustBeFilled ? [sentence, `${name} should not be empty`] : [sentence]
}

function nested(name: string): string {
  return `each value in nested property ${name} must be either object or array`
}

function valueAt(whole: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((part, name) => {
    return typeof part === 'object' && part !== null ? (part as Readonly<Record<string, unknown>>)[name] : undefined
  }, whole)
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'a string',
  integer: 'an integer number',
  number: 'a number conforming to the specified constraints',
  boolean: 'a boolean value',
  array: 'an array',
  object: 'an object',
}
