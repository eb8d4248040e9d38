/** The numbers that an export has to tell: those that an import of the same records in the same order would not hand out. */
export function numbersToTell(
  rows: readonly { readonly id: string; readonly number: number }[],
): ReadonlyMap<string, number> {
  const told = new Map<string, number>()
  const taken = new Set<number>()
  let next = 1
  for (const row of rows) {
    while (taken.has(next)) next += 1
    if (row.number !== next) told.set(row.id, row.number)
    taken.add(row.number)
  }
  return told
}
