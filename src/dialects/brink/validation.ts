import type { Fault, Shape } from '../../http/schema.ts'
import { Refusal } from '../../refusal.ts'

/** Faults told in one answer; a caller with more has seen the pattern. */
const faultMax = 20

/** The body, if it has the shape; else a refusal that names each field and what it must be. */
export function checked<Value>(shape: Shape<Value>, value: unknown): Value {
  if (shape.accepts(value)) return value
  const sentences = shape.faults(value).map(worded)
  throw new Refusal('body-invalid', [...new Set(sentences)].slice(0, faultMax).join('; '))
}

function worded({ path, rule, expected }: Fault): string {
  const name = path.length > 0 ? path.join('.') : 'body'
  if (rule === 'missing') return `${name} is required`
  if (rule === 'unexpected') return `${name} is unknown`
  if (rule === 'minimum') return `${name} must be at least ${expected['minimum']}`
  if (rule === 'maximum') return `${name} must be at most ${expected['maximum']}`
  if (rule === 'minLength') return `${name} must not be empty`
  if (rule === 'maxLength') return `${name} must have at most ${expected['maxLength']} characters`
  if (rule === 'pattern') return `${name} must be ${expected['description'] ?? 'well formed'}`
  if (typeof expected.type === 'string') return `${name} must be of type ${expected.type}`
  return `${name} is invalid`
}
