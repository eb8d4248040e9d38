import type { Database } from 'bun:sqlite'
import { busyTimeoutMs } from '../../../db/open.ts'
import { Refusal } from '../../refusal.ts'
import { isBusy, translated } from './errors.ts'

/** How long another process may keep the write lock before what waits for it is refused. */
const waitMaxMs = 20_000

/**
 * Milliseconds between two tries, growing; the last of them over and over. A process that commits one thing after another
 * leaves the lock free for a moment at a time: short pauses find such a moment, and uneven ones, since it may keep a beat.
 */
const pausesMs = [1, 1, 2, 1, 3, 2, 5, 3, 7, 6, 4, 9]
const repeatedPauses = 4

/** The one lock of the file that writers take, waited for without keeping the process from anything else. */
export class WriteLock {
  readonly #connection: Database
  readonly #begin
  #tries = 0
  #wantedSince: number | null = null

  constructor(connection: Database) {
    this.#connection = connection
    this.#begin = connection.prepare('begin immediate')
  }

  /** Begins a transaction. Null: it has begun; else milliseconds until the next try. Throws what ends the waiting. */
  take(): number | null {
    try {
      this.#beginAtOnce()
    } catch (error) {
      if (isBusy(error)) return this.#pauseMs()
      this.#stopWaiting()
      throw translated(error)
    }
    this.#stopWaiting()
    return null
  }

  /** SQLite waits for a lock by sleeping, and with it sleeps everything else in this process. */
  #beginAtOnce(): void {
    this.#connection.run('pragma busy_timeout = 0')
    try {
      this.#begin.run()
    } finally {
      this.#connection.run(`pragma busy_timeout = ${busyTimeoutMs}`)
    }
  }

  #pauseMs(): number {
    const now = performance.now()
    this.#wantedSince ??= now
    if (now - this.#wantedSince >= waitMaxMs) {
      this.#stopWaiting()
      throw new Refusal('not-ready', 'Another process keeps the database locked.')
    }
    const at = this.#tries
    this.#tries = at + 1 < pausesMs.length ? at + 1 : pausesMs.length - repeatedPauses
    return pausesMs[at] ?? 1
  }

  #stopWaiting(): void {
    this.#wantedSince = null
    this.#tries = 0
  }
}
