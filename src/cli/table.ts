/** Rows as columns that line up, with a heading; what is empty is a dash. */
export function tableOf(heading: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const texts = [heading, ...rows.map((row) => row.map((cell) => (cell === null || cell === '' ? '-' : String(cell))))]
  const widths = heading.map((_, column) => Math.max(...texts.map((row) => row[column]?.length ?? 0)))
  return texts
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** `42 s`, `7 min`, `3 h`, `12 d`. */
export function spanOf(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} d`
}
