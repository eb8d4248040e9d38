import { bundled } from './bundle.ts' with { type: 'macro' }
import type { ConsoleFiles } from './bundle.ts'

/** Whatever the page consists of. */
export const consoleFiles: ConsoleFiles = bundled()
