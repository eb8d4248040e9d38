import { type Mistakes, type Position, within } from './mistakes.ts'

/** Objects and lists within each other. */
export const depthMax = 32

/** Fields whose content is nobody's business but the storefront's: kept as they are, nulls included. */
const freeFields: ReadonlySet<string> = new Set(['metadata', 'data'])

/**
 * The same value without its null fields, since null and missing mean the same in a catalog file.
 * Nested too deep, or a field `__proto__`, is a mistake.
 */
export function withoutNulls(value: unknown, mistakes: Mistakes): unknown {
  return tidy(value, '', 1, false, mistakes)
}

function tidy(value: unknown, position: Position, depth: number, isFree: boolean, mistakes: Mistakes): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth > depthMax) {
    mistakes.add(position, `is nested deeper than ${depthMax} levels`)
    return undefined
  }
  if (Array.isArray(value)) {
    return value.map((item, at) => tidy(item, within(position, at), depth + 1, isFree, mistakes))
  }
  const kept: Record<string, unknown> = {}
  for (const [key, field] of Object.entries(value)) {
    if (key === '__proto__') mistakes.add(within(position, key), 'is not a name that a field may have')
    else if (isFree || (field !== null && field !== undefined)) {
      kept[key] = tidy(field, within(position, key), depth + 1, isFree || freeFields.has(key), mistakes)
    }
  }
  return kept
}

/** Medusa spells images and tags in two ways; the catalog file takes both and knows one. */
export function withOneSpelling(file: unknown): unknown {
  if (!isObject(file) || !Array.isArray(file['products'])) return file
  return { ...file, products: file['products'].map((product) => (isObject(product) ? spellOne(product) : product)) }
}

function spellOne(product: Record<string, unknown>): Record<string, unknown> {
  const spelled = { ...product }
  const { images, tags, type } = product
  if (Array.isArray(images)) spelled['images'] = images.map((image) => addressOf(image))
  if (Array.isArray(tags)) spelled['tags'] = tags.map((tag) => (typeof tag === 'string' ? { value: tag } : tag))
  if (typeof type === 'string') spelled['type'] = { value: type }
  return spelled
}

function addressOf(image: unknown): unknown {
  return isObject(image) && typeof image['url'] === 'string' ? image['url'] : image
}

/** Whether something is an object of JSON, neither a list nor null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
