import { mkdirSync } from 'node:fs'
import { fileTrouble } from './file-trouble.ts'

/** What is made for the program alone; a directory that is there keeps what its owner allows others. */
const directoryMode = 0o700

/** Makes the data directory where there is none; one that cannot be made is told by the name of its setting. */
export function makeDataDirectory(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: directoryMode })
  } catch (error) {
    throw fileTrouble(`DATA_DIR is ${dataDir}, which cannot be made`, error)
  }
}
