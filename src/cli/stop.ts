import type { Log } from '../operations/log.ts'
import { exitFailed } from './call.ts'

/** A stop that takes longer is cut off: supervisors such as Docker kill after 10 s, without a word. */
const stopMaxMs = 9_500

/** Resolves with the signal's name when somebody asks the program to stop; a second signal ends it at once. */
export function stopAsked(): Promise<string> {
  return new Promise((resolve) => {
    let asked = false
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(exitFailed)
        asked = true
        resolve(signal)
      })
    }
  })
}

/** Ends the program if the stop does not come to its end; call what it returns when it did. */
export function stopWithin(log: Log): () => void {
  const timer = setTimeout(() => {
    log.error('stopped-by-force', { afterMs: stopMaxMs })
    log.flush()
    process.exit(exitFailed)
  }, stopMaxMs)
  return () => clearTimeout(timer)
}
