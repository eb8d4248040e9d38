/** Something that is only ever turned into text; fields in Medusa's order. */
export type Json = Readonly<Record<string, unknown>>

/** Medusa's times: ISO 8601 in UTC with milliseconds. */
export function time(ms: number): string {
  return new Date(ms).toISOString()
}

export function timeOrNull(ms: number | null): string | null {
  return ms === null ? null : time(ms)
}

/** The four fields that begin almost every row of Medusa's. Nothing of ours is deleted softly. */
export function row(thing: { readonly id: string; readonly createdAt: number; readonly updatedAt: number }) {
  return { id: thing.id, created_at: time(thing.createdAt), updated_at: time(thing.updatedAt), deleted_at: null }
}

/**
 * An id for a row that Medusa keeps and we work out anew, such as an adjustment: always the same for the same owner and
 * place, so that an unchanged answer is the same text.
 */
export function derivedId(prefix: string, ownerId: string, place = 0): string {
  const letters = ownerId.slice(ownerId.indexOf('_') + 1)
  if (place === 0) return `${prefix}_${letters}`
  return `${prefix}_${letters.slice(0, -2)}${place.toString(32).toUpperCase().padStart(2, '0')}`
}

/** Renders a catalog thing once; it is a new object after every import. */
export function rememberedBy<Thing extends object>(render: (thing: Thing) => Json): (thing: Thing) => Json {
  const known = new WeakMap<Thing, Json>()
  return (thing) => {
    const seen = known.get(thing)
    if (seen) return seen
    const json = render(thing)
    known.set(thing, json)
    return json
  }
}
