import type { Fault, Shape } from '../../http/schema.ts'
import { type FieldFault, invalidFields } from './errors.ts'

/** Faults told in one answer; a caller with more has seen the pattern. */
const faultMax = 20

/** The value, if it has the shape; else an error that names every field that is wrong. Fields nobody knows are let be. */
export function checked<Value>(shape: Shape<Value>, value: unknown): Value {
  if (shape.accepts(value)) return value
  throw invalidFields(shape.faults(value).slice(0, faultMax).map(worded))
}

function worded({ path, rule, expected }: Fault): FieldFault {
  const field = path.join('.')
  return { field, message: `${field || 'body'} ${sentenceFor(rule, expected)}` }
}

function sentenceFor(rule: string, expected: Fault['expected']): string {
  if (rule === 'missing') return 'is required'
  if (expected['x-words'] !== undefined) return String(expected['x-words'])
  if (rule === 'minimum') return `must be at least ${expected['minimum']}`
  if (rule === 'maximum') return `must be at most ${expected['maximum']}`
  if (rule === 'minLength') return 'must not be empty'
  if (rule === 'maxLength') return `must have at most ${expected['maxLength']} characters`
  if (rule === 'minItems') return 'must not be empty'
  if (rule === 'maxItems') return `must have at most ${expected['maxItems']} entries`
  return `must be ${typeOf(expected)}`
}

function typeOf(expected: Fault['expected']): string {
  const types = (expected.anyOf ?? [expected]).map((part) => typeWords[String(part.type)])
  const named = [...new Set(types)].filter((word) => word !== undefined)
  return named.length > 0 ? named.join(' or ') : 'something else'
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
}
