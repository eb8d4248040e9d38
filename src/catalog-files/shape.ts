import Type, { type TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Check } from 'typebox/value'
import { type CatalogFile, catalogFile } from './catalog-file.ts'
import { type Mistakes, type Position, within } from './mistakes.ts'
import { isObject, withOneSpelling, withoutNulls } from './tidy.ts'

/** Reads parsed JSON as a catalog file; every field of the wrong shape is told in `mistakes`, and then the file refused. */
export function readCatalogFile(json: unknown, mistakes: Mistakes): CatalogFile {
  const file = withOneSpelling(withoutNulls(json, mistakes))
  mistakes.refuseIfAny()
  if (Compile(catalogFile).Check(file)) return file
  diagnose(catalogFile, file, '', mistakes)
  if (mistakes.count === 0) mistakes.add('', 'does not have the shape of a catalog file')
  return mistakes.refuse()
}

/** Finds what the compiled check only says exists; the library's own list stops at eight and has no positions. */
function diagnose(schema: TSchema, value: unknown, position: Position, mistakes: Mistakes): void {
  if (Type.IsObject(schema) && isObject(value)) {
    for (const key of Object.keys(value)) {
      if (!Object.hasOwn(schema.properties, key)) mistakes.add(within(position, key), 'is not a field of this format')
    }
    for (const [key, field] of Object.entries(schema.properties)) {
      if (Object.hasOwn(value, key)) diagnose(field, value[key], within(position, key), mistakes)
      else if (!Type.IsOptional(field)) mistakes.add(within(position, key), 'is missing')
    }
    return
  }
  if (Type.IsArray(schema) && Array.isArray(value) && !isTooLong(schema, value)) {
    for (const [at, item] of value.entries()) diagnose(schema.items, item, within(position, at), mistakes)
    return
  }
  if (Check(schema, value)) return
  const instead = secretFields.test(position) ? '' : `, not ${insteadOf(schema, value)}`
  mistakes.add(position, `must be ${wordsOf(schema)}${instead}`)
}

/** Fields whose content is not repeated. */
const secretFields = /\.password(_hash)?$/

function isTooLong(schema: TSchema, items: readonly unknown[]): boolean {
  return 'maxItems' in schema && typeof schema.maxItems === 'number' && items.length > schema.maxItems
}

function wordsOf(schema: TSchema): string {
  return 'description' in schema && typeof schema.description === 'string' ? schema.description : 'something else'
}

function insteadOf(schema: TSchema, value: unknown): string {
  return Type.IsArray(schema) && Array.isArray(value) ? `of ${value.length}` : shown(value)
}

const shownMax = 60

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (isObject(value)) return 'an object'
  if (value === undefined || value === null) return 'null'
  const json = JSON.stringify(value)
  return json.length > shownMax ? `${json.slice(0, shownMax)}…` : json
}
