import { toUuid } from '../../id.ts'

/** The `id` of a record where the export tells it: always when all ids are wanted, else when a file gave it. */
export function idFields(id: string, options: { readonly ids: boolean }): { id?: string } {
  return options.ids || !isOurs(id) ? { id } : {}
}

/** Whether we made the id: ours are UUIDs of version 7 (RFC 9562 §5.7), which one given by hand is not. */
function isOurs(id: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/.test(toUuid(id) ?? '')
}
