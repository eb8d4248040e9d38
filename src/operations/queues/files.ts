import { boardBundle } from './bundle.ts' with { type: 'macro' }
import type { BoardFiles } from './bundle.ts'

/** Whatever the board's page consists of. */
export const boardFiles: BoardFiles = boardBundle()
