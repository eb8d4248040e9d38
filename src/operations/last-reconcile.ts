import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const fileName = 'last-reconcile'
const fileMode = 0o600

/** Remembers how many differences the last comparison with the payment providers found, for metrics. */
export function noteMismatch(dataDir: string, differences: number): void {
  const file = join(dataDir, fileName)
  writeFileSync(`${file}.unfinished`, `${differences}\n`, { mode: fileMode })
  renameSync(`${file}.unfinished`, file)
}

/** Null when nothing was ever compared. */
export function lastMismatch(dataDir: string): number | null {
  try {
    const found = Number.parseInt(readFileSync(join(dataDir, fileName), 'utf8'), 10)
    return Number.isNaN(found) ? null : found
  } catch {
    return null // it is a note, and no reason to fail
  }
}
