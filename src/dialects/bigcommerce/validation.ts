import type { Fault, Shape } from '../../http/schema.ts'
import { Refusal } from '../../refusal.ts'

/** Fields named in one answer; a caller with more has seen the pattern. */
const faultMax = 20

/** The value, if it has the shape; else a refusal that names each field that has not, and what it must be. */
export function checked<Value>(shape: Shape<Value>, value: unknown): Value {
  if (shape.accepts(value)) return value
  const named = new Map(shape.faults(value).map((fault) => [fault.path.join('.') || 'body', worded(fault)]))
  const first = [...named].slice(0, faultMax)
  const [[field, text] = ['body', 'must be an object']] = first
  throw new Refusal('body-invalid', `${field} ${text}`, {
    fields: first.map(([name]) => name),
    texts: first.map(([name, words]) => `${name} ${words}`),
  })
}

function worded({ rule, expected }: Fault): string {
  if (expected['x-words'] !== undefined) return String(expected['x-words'])
  switch (rule) {
    case 'missing':
      return 'is required'
    case 'minLength':
      return `must have at least ${expected['minLength']} characters`
    case 'maxLength':
      return `must have at most ${expected['maxLength']} characters`
    case 'minimum':
      return `must not be less than ${expected['minimum']}`
    case 'maximum':
      return `must not be more than ${expected['maximum']}`
    case 'minItems':
      return `must have at least ${expected['minItems']} entries`
    case 'maxItems':
      return `must have at most ${expected['maxItems']} entries`
    default:
      return typeWords[String(expected.type)] ?? 'is not valid'
  }
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'must be a string',
  integer: 'must be an integer',
  number: 'must be a number',
  boolean: 'must be a boolean',
  array: 'must be an array',
  object: 'must be an object',
}
