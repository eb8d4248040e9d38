/** The object without the fields that say nothing: null, undefined, an empty list. */
export function spare<Fields extends object>(fields: Fields): Spared<Fields> {
  const said = Object.entries(fields).filter(
    ([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0),
  )
  return Object.fromEntries(said) as Spared<Fields>
}

/** What is left of an object of which some fields may say nothing. */
export type Spared<Fields> = {
  [Name in keyof Fields as null extends Fields[Name]
    ? never
    : undefined extends Fields[Name]
      ? never
      : Name]: Fields[Name]
} & {
  [Name in keyof Fields as null extends Fields[Name]
    ? Name
    : undefined extends Fields[Name]
      ? Name
      : never]?: NonNullable<Fields[Name]>
}

/** Metadata as a file has it: a copy that may be changed. */
export function metadataOf(metadata: Readonly<Record<string, unknown>> | null): Record<string, unknown> | null {
  return metadata === null ? null : { ...metadata }
}

/** A time as ISO 8601. */
export function dateOf(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString()
}
