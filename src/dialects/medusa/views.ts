import { Refusal } from '../../refusal.ts'
import type { Json } from './json.ts'
import { type Asked, text } from './query-params.ts'

/** What may be said of how an answer is to look. */
export const viewParams = { expand: text, fields: text }

/** What of a thing can be shown. */
export interface Viewable {
  /** Shown when nothing is said. */
  readonly fields: readonly string[]
  /** Can be asked for besides. */
  readonly moreFields?: readonly string[]
  readonly relations: readonly string[]
  readonly moreRelations?: readonly string[]
  /** Shown whatever is said. */
  readonly always: readonly string[]
  /** Medusa leaves the fields to its database, so that an unknown relation is told first. */
  readonly tellsRelationsFirst?: true
}

/** What of a thing is to be shown; null: what is shown when nothing is said. */
export interface View {
  readonly fields: ReadonlySet<string> | null
  readonly relations: ReadonlySet<string> | null
}

export const usualView: View = { fields: null, relations: null }

/** `fields` replaces the usual ones, or with `+` and `-` changes them; `expand` replaces the usual relations. */
export function viewAsked({ fields, expand }: Asked<typeof viewParams>, viewable: Viewable): View {
  if (fields === null && expand === null) return usualView
  const relations = () => (expand === null ? null : relationsAsked(namesIn(expand), viewable))
  if (viewable.tellsRelationsFirst) relations()
  return { fields: fields === null ? null : fieldsAsked(namesIn(fields), viewable), relations: relations() }
}

/** Whether the relation is shown: `variants` is, too, where `variants.prices` are. */
export function shows({ relations }: View, name: string): boolean {
  if (relations === null || relations.has(name)) return true
  return [...relations].some((shown) => shown.startsWith(`${name}.`))
}

/** The plain fields that are shown. */
export function plainShown(plain: Json, { fields }: View): Json {
  return fields ? Object.fromEntries(Object.entries(plain).filter(([name]) => fields.has(name))) : plain
}

/** Puts things into the order that was asked for, by a field of theirs: `title`, or `-title` for the last first. */
export function orderAsked(
  said: string | null,
  fields: readonly string[],
): <Thing>(things: readonly Thing[], plain: (thing: Thing) => Json) => readonly Thing[] {
  if (said === null) return (things) => things
  const { field, isDescending } = orderIn(said, fields)
  return (things, plain) => {
    const ascending = things.toSorted((a, b) => compared(plain(a)[field], plain(b)[field]))
    return isDescending ? ascending.toReversed() : ascending
  }
}

/** The field to order by; refuses one that there is not. */
export function orderIn(said: string, fields: readonly string[]): { field: string; isDescending: boolean } {
  const isDescending = said.startsWith('-')
  const field = isDescending ? said.slice(1) : said
  if (!fields.includes(field)) throw new Refusal('query-invalid', `Order field ${field.slice(0, 100)} is not valid`)
  return { field, isDescending }
}

/** What is null comes last, as in PostgreSQL. */
function compared(a: unknown, b: unknown): number {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? 1 : -1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a).localeCompare(String(b), 'en')
}

/** The parts of a comma-separated text. */
export function namesIn(said: string): readonly string[] {
  return said.split(',').filter((name) => name !== '')
}

function fieldsAsked(names: readonly string[], viewable: Viewable): ReadonlySet<string> {
  const { fields, moreFields = [], always } = viewable
  const isReplacing = names.length === 0 || names.some((name) => !/^[+-]/.test(name))
  const wanted = new Set(isReplacing ? names.map(unsigned) : fields)
  if (!isReplacing) {
    for (const name of names) {
      if (name.startsWith('+')) wanted.add(unsigned(name))
      else wanted.delete(unsigned(name))
    }
  }
  const known = new Set([...fields, ...moreFields, ...always])
  assertKnown([...wanted].filter((name) => !known.has(name)))
  return new Set([...wanted, ...always])
}

function unsigned(name: string): string {
  return name.replace(/^[+-]/, '')
}

function relationsAsked(names: readonly string[], { relations, moreRelations = [] }: Viewable): ReadonlySet<string> {
  const known = new Set([...relations, ...moreRelations])
  assertKnown([...new Set(names)].filter((name) => !known.has(name)))
  return new Set(names)
}

function assertKnown(unknown: readonly string[]): void {
  if (unknown.length === 0) return
  throw new Refusal('query-invalid', `Requested fields [${unknown.join(', ').slice(0, 200)}] are not valid`)
}
