import type { Log } from '../operations/log.ts'
import { exitFailed } from './call.ts'

/** A stop that takes longer is cut off: supervisors such as Docker kill after 10 s, without a word. */
const stopMaxMs = 9_500

/** How long the process may take to end by itself once everything is done. */
const lingerMs = 500

/** One wish to stop may come as several signals: from the terminal, and passed on by whatever started us. */
const sameWishMs = 1_000

/** Resolves with the signal's name when somebody asks the program to stop; who asks once more ends it at once. */
export function stopAsked(): Promise<string> {
  return new Promise((resolve) => {
    let askedAt: number | null = null
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (askedAt !== null && performance.now() - askedAt > sameWishMs) process.exit(exitFailed)
        askedAt ??= performance.now()
        resolve(signal)
      })
    }
  })
}

/**
 * Ends the program if the stop does not come to its end; call what it returns when it did. What keeps the process alive
 * then (a connection that waits for a Redis which is away) is nobody's work any more.
 */
export function stopWithin(log: Log): () => void {
  const timer = setTimeout(() => {
    log.error('stopped-by-force', { afterMs: stopMaxMs })
    log.flush()
    process.exit(exitFailed)
  }, stopMaxMs)
  return () => {
    clearTimeout(timer)
    setTimeout(() => process.exit(), lingerMs).unref()
  }
}
