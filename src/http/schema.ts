import type { Static, TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'

/** What a body or a query must look like; compiled at its first use. */
export interface Shape<Value> {
  /** JSON Schema, for documents. */
  readonly schema: TSchema
  accepts(value: unknown): value is Value
  /** Everything that is wrong, in the order of the schema; empty when nothing is. */
  faults(value: unknown): readonly Fault[]
}

/** One thing that is wrong with one field, left for a dialect to word. */
export interface Fault {
  /** From the outermost field inwards; empty for the whole. A missing field is named, too. */
  readonly path: readonly string[]
  /** JSON Schema's word for the rule; `unexpected` for a field that should not exist, `missing` for one that should. */
  readonly rule: string
  /** What the schema says about the field. */
  readonly expected: SchemaPart
}

/** A part of a JSON Schema, as far as wording needs it. */
export interface SchemaPart {
  readonly type?: unknown
  readonly format?: unknown
  readonly anyOf?: readonly SchemaPart[]
  readonly [keyword: string]: unknown
}

/** A schema that knows how to check: what callers send is only used after `accepts` said yes. */
export function shapeOf<Schema extends TSchema>(schema: Schema): Shape<Static<Schema>> {
  let compiled: Validator | null = null
  const validator = (): Validator => {
    compiled ??= Compile(schema) as Validator
    return compiled
  }
  return {
    schema,
    accepts: (value): value is Static<Schema> => validator().Check(value),
    faults: (value) => faultsOf(schema, validator().Errors(value)),
  }
}

type Raw = ReturnType<Validator['Errors']>[number]

interface Placed extends Fault {
  /** Where in the schema the rule stands. */
  readonly at: string
}

function faultsOf(schema: TSchema, raw: readonly Raw[]): readonly Fault[] {
  const all = raw.flatMap((error) => placed(schema, error))
  const choices = raw
    .filter((error) => error.keyword === 'anyOf')
    .sort((a, b) => b.schemaPath.length - a.schemaPath.length)
  const kept = choices.reduce<readonly Placed[]>((faults, choice) => withoutOtherBranches(schema, faults, choice), all)
  const inOrder = kept.toSorted((a, b) => comparePlaces(placeIn(schema, a), placeIn(schema, b)))
  return inOrder.map(({ path, rule, expected }) => ({ path, rule, expected }))
}

/** Where the fault stands, level by level: fields that should not exist first, then by the schema, elements in turn. */
function placeIn(schema: TSchema, { at, path }: Placed): readonly number[] {
  let part: unknown = schema
  const elements = path.filter((name) => /^\d+$/.test(name))
  return segments(at.slice(1)).map((name) => {
    if (typeof part !== 'object' || part === null) return 0
    const { type } = part as SchemaPart
    const place = Object.keys(part).indexOf(name)
    part = (part as SchemaPart)[name]
    if (name === 'additionalProperties') return -1
    return name === 'items' && type === 'array' ? Number(elements.shift() ?? 0) : place
  })
}

function comparePlaces(a: readonly number[], b: readonly number[]): number {
  const level = a.findIndex((place, at) => place !== b[at])
  return level < 0 ? 0 : (a[level] ?? 0) - (b[level] ?? 0)
}

function placed(schema: TSchema, error: Raw): readonly Placed[] {
  const path = segments(error.instancePath)
  const at = error.schemaPath
  if (error.keyword === 'required') {
    return error.params.requiredProperties.map((name) => {
      const place = `${at}/properties/${name}`
      return { path: [...path, name], rule: 'missing', expected: partAt(schema, place), at: place }
    })
  }
  if (error.keyword === 'additionalProperties') {
    return error.params.additionalProperties.map((name) => {
      return { path: [...path, name], rule: 'unexpected', expected: {}, at: `${at}/additionalProperties` }
    })
  }
  // said by additionalProperties already; said again by withoutOtherBranches
  if (error.keyword === 'boolean' || error.keyword === 'anyOf') return []
  return [{ path, rule: error.keyword, expected: partAt(schema, at), at }]
}

/** Of a choice, keeps what is wrong with the one branch whose type fits; one fault about the choice when none does. */
function withoutOtherBranches(schema: TSchema, faults: readonly Placed[], choice: Raw): readonly Placed[] {
  const path = segments(choice.instancePath)
  const branches = `${choice.schemaPath}/anyOf/`
  const here = (fault: Placed): boolean => fault.at.startsWith(branches) && startsWith(fault.path, path)
  const branchOf = (fault: Placed): string => fault.at.slice(branches.length).split('/')[0] ?? ''
  const wrongType = (fault: Placed): boolean => fault.rule === 'type' && fault.path.length === path.length
  const inside = faults.filter(here)
  const unfit = new Set(inside.filter(wrongType).map(branchOf))
  const fitting = inside.filter((fault) => !unfit.has(branchOf(fault)))
  const outside = faults.filter((fault) => !here(fault))
  if (fitting.length > 0) return [...outside, ...fitting]
  return [...outside, { path, rule: 'anyOf', expected: partAt(schema, choice.schemaPath), at: choice.schemaPath }]
}

function partAt(schema: TSchema, pointer: string): SchemaPart {
  let part: unknown = schema
  for (const name of segments(pointer.slice(1))) {
    part = typeof part === 'object' && part !== null ? (part as SchemaPart)[name] : undefined
  }
  return typeof part === 'object' && part !== null ? (part as SchemaPart) : {}
}

function segments(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return start.every((part, at) => path[at] === part)
}
