import { mkdirSync } from 'node:fs'

/** What is made for the program alone; a directory that is there keeps what its owner allows others. */
const directoryMode = 0o700

/** Makes the data directory where there is none. */
export function makeDataDirectory(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: directoryMode })
}
