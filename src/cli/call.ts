import type { SettingSources } from '../config.ts'

/** The words of the command line were not understood; the caller is shown how to say it. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Exit statuses, which scripts rely on. */
export const exitDone = 0
export const exitFailed = 1
export const exitUsage = 2

/** Where a command speaks: answers on `out`, everything else on `error`. */
export interface Voice {
  readonly out: (text: string) => void
  readonly error: (text: string) => void
  /** As `error`, but without a new line. */
  readonly redraw: (text: string) => void
  /** True: a person is looking at `error` and lines may be redrawn. */
  readonly isTerminal: boolean
}

/** One command as asked for: its words in order, its own options, and where settings come from. */
export interface Call {
  readonly operands: readonly string[]
  readonly options: ReadonlyMap<string, string>
  readonly settings: SettingSources
  readonly voice: Voice
}

export type Run = (call: Call) => Promise<number>
