import { write, writeSync } from 'node:fs'

/** Characters that may wait; what comes beyond that while nothing can be written is dropped. */
const waitingMax = 1_000_000
const gatherMs = 100

/** Writes text in the background, in order. A reader that went away or a full disk costs lines, never the program. */
export interface Lines {
  readonly write: (text: string) => void
  /** Writes what waits, now; for the end of the program. */
  readonly flush: () => void
}

export function openLines(fileDescriptor: number): Lines {
  let waiting = ''
  let isWriting = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function writeLater(): void {
    timer ??= setTimeout(() => {
      timer = undefined
      writeWaiting()
    }, gatherMs)
  }

  function writeWaiting(): void {
    if (isWriting || waiting === '') return
    const text = Buffer.from(waiting)
    waiting = ''
    isWriting = true
    writeAll(text, 0)
  }

  function writeAll(text: Buffer, from: number): void {
    write(fileDescriptor, text, from, (error, count) => {
      if (error === null && from + count < text.length) return writeAll(text, from + count)
      isWriting = false
      if (waiting !== '') writeLater()
    })
  }

  return {
    write: (text) => {
      if (waiting.length < waitingMax) waiting += text
      writeLater()
    },
    flush: () => {
      clearTimeout(timer)
      timer = undefined
      try {
        for (let text = Buffer.from(waiting); text.length > 0; ) text = text.subarray(writeSync(fileDescriptor, text))
      } catch {
        // Nobody is left to tell.
      }
      waiting = ''
    },
  }
}
