import type { Allowance } from './likeness.ts'
import { concerns, type Deviations, type Expected, type Json, type Recording } from './recordings.ts'

/** What this shop is to answer: what Medusa answered, but for what it does otherwise on purpose. */
export function expectationOf({ exchange, response }: Recording, deviations: Deviations): Expected {
  const replaced = deviations.answers.find((rule) => concerns(rule, exchange))?.answer ?? response
  const changes = deviations.changes.filter((rule) => concerns(rule, exchange))
  return { ...replaced, body: changes.reduce<Json>((body, { change }) => overlaid(body, change.body), replaced.body) }
}

/** Which fields may be how different. */
export function allowancesFor(exchange: string, deviations: Deviations): Allowance {
  const rules = deviations.fields.filter((rule) => concerns(rule, exchange))
  const patterns = rules.flatMap(({ paths, accept }) => paths.map((path) => ({ pattern: patternOf(path), accept })))
  return (path) => patterns.find(({ pattern }) => pattern.test(path))?.accept ?? null
}

/** `[]` is any element, `*` one name, `**` any number of names. */
function patternOf(path: string): RegExp {
  const spelled = path.split('.').map((part) => {
    if (part === '**') return '(?:[^.]+\\.)*'
    const name = part.replace('[]', '').replaceAll('*', '[^.\\[]+')
    return `${name}${part.endsWith('[]') ? '\\[\\d+\\]' : ''}\\.`
  })
  return new RegExp(`^${spelled.join('').replace(/\\\.$/, '')}$`)
}

/** Objects field by field, lists of one length element by element; anything else takes the place of what was there. */
function overlaid(base: Json, change: Json): Json {
  if (isList(base) && isList(change) && base.length === change.length) {
    return base.map((element, at) => overlaid(element, change[at] ?? null))
  }
  if (isObject(base) && isObject(change)) {
    const changed = Object.entries(change).map(([name, value]) => [name, overlaid(base[name] ?? null, value)] as const)
    return { ...base, ...Object.fromEntries(changed) }
  }
  return change
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

function isObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
