import type { Fault, SchemaPart, Shape } from '../../http/schema.ts'
import { Refusal } from '../../refusal.ts'

/** Faults told in one answer; a caller with more has seen the pattern. */
const faultMax = 20

/** The value, if it has the shape; else a refusal that says why in class-validator's words, as Medusa does. */
export function checked<Value>(shape: Shape<Value>, value: unknown, code: 'body-invalid' | 'query-invalid'): Value {
  if (shape.accepts(value)) return value
  const faults = shape.faults(value)
  const sentences = [...faults.filter(isUnexpected), ...faults.filter((fault) => !isUnexpected(fault))].flatMap(worded)
  throw new Refusal(code, [...new Set(sentences)].slice(0, faultMax).join(', '))
}

function isUnexpected(fault: Fault): boolean {
  return fault.rule === 'unexpected'
}

/** Names the innermost field only, as Medusa does. */
function worded({ path, rule, expected }: Fault): readonly string[] {
  const name = path.findLast((part) => !/^\d+$/.test(part)) ?? 'body'
  if (rule === 'unexpected') return [`property ${name} should not exist`]
  if (rule === 'minLength') return [`${name} should not be empty`]
  if (rule === 'maxLength') return [`${name} must be shorter than or equal to ${expected['maxLength']} characters`]
  if (rule === 'minimum') return [`${name} must not be less than ${expected['minimum']}`]
  if (rule === 'maximum') return [`${name} must not be greater than ${expected['maximum']}`]
  if (rule === 'maxItems') return [`${name} must contain no more than ${expected['maxItems']} elements`]
  return wordedType(name, expected)
}

/** Where Medusa says less than the schema does, `x-words` are its words. */
function wordedType(name: string, expected: SchemaPart): readonly string[] {
  if (expected['x-words'] !== undefined) return [`${name} ${expected['x-words']}`]
  if (expected.anyOf) {
    const first = expected.anyOf.find(({ type }) => type !== 'null')
    return first ? wordedType(name, first) : []
  }
  if (expected.format === 'email') return [`${name} must be an email`]
  const sentence = `${name} must be ${typeWords[String(expected.type)] ?? 'something else'}`
  return expected['minLength'] === undefined ? [sentence] : [sentence, `${name} should not be empty`]
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'a string',
  integer: 'an integer number',
  number: 'a number conforming to the specified constraints',
  boolean: 'a boolean value',
  array: 'an array',
  object: 'an object',
}
