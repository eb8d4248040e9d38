import { statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const fileName = 'last-backup'
const fileMode = 0o600

/** Remembers when a backup was made (milliseconds since 1970), for metrics and whoever looks. */
export function noteBackup(dataDir: string, at: number): void {
  const file = join(dataDir, fileName)
  writeFileSync(file, `${new Date(at).toISOString()}\n`, { mode: fileMode })
  utimesSync(file, new Date(at), new Date(at))
}

/** When the last backup was made; null when there was none. */
export function lastBackupAt(dataDir: string): number | null {
  return statSync(join(dataDir, fileName), { throwIfNoEntry: false })?.mtimeMs ?? null
}
