import type { Database } from 'bun:sqlite'
import { Refusal } from '../../refusal.ts'
import type { CommitNews } from '../store.ts'
import { translated } from './errors.ts'
import { joined, type NewsDraft, noNews } from './news.ts'
import type { StoreOptions } from './tables.ts'
import { WriteLock } from './write-lock.ts'

/** Changes in one transaction at most, so that no commit keeps the process for long. */
const batchMax = 128
/** Changes waiting at most; more are refused rather than kept in memory. */
const waitingMax = 10_000

/** What a change may do: say that it is about to write, and leave news for after the commit. */
export interface Writing {
  begin(): void
  readonly news: NewsDraft
}

interface Waiting {
  /** Does the work and returns what tells its caller. */
  readonly run: (writing: Writing) => () => void
  readonly fail: (error: unknown) => void
}

/** What a commit depends on besides the connection. */
export interface Surroundings {
  /** Told when a transaction was rolled back that changes may have looked into. */
  readonly undone: () => void
  readonly log: NonNullable<StoreOptions['log']>
  readonly measure?: StoreOptions['measure']
}

/** What became of one change; its caller is told once the fate of the whole transaction is known. */
interface Outcome {
  readonly tell: () => void
  readonly news: NewsDraft | null
}

/**
 * Many changes, one transaction, one flush of the disk: the flush being what a durable commit costs. Each change has a
 * savepoint of its own, made only when there are several and it writes.
 */
export class GroupCommit {
  readonly #connection: Database
  readonly #surroundings: Surroundings
  readonly #writeLock: WriteLock
  readonly #statements
  readonly #listeners = new Set<(news: CommitNews) => void>()
  #waiting: Waiting[] = []
  #isScheduled = false
  #closed: (() => void) | null = null

  constructor(connection: Database, surroundings: Surroundings) {
    this.#connection = connection
    this.#surroundings = surroundings
    this.#writeLock = new WriteLock(connection)
    this.#statements = {
      commit: connection.prepare('commit'),
      rollback: connection.prepare('rollback'),
      savepoint: connection.prepare('savepoint change'),
      release: connection.prepare('release change'),
      undo: connection.prepare('rollback to change'),
    }
  }

  /** Runs `work` in the next transaction; resolves after the commit. What it throws undoes it alone. */
  write<Result>(work: (writing: Writing) => Result): Promise<Result> {
    if (this.#closed) return Promise.reject(new Refusal('not-ready', 'The shop is closing.'))
    if (this.#waiting.length >= waitingMax) {
      return Promise.reject(new Refusal('not-ready', 'Too many changes are waiting to be saved.'))
    }
    return new Promise((resolve, reject) => {
      const run = (writing: Writing) => {
        const result = work(writing)
        return () => resolve(result)
      }
      this.#waiting.push({ run, fail: reject })
      this.#schedule()
    })
  }

  onCommit(listener: (news: CommitNews) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Takes nothing more; resolves when what was taken is saved or refused. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#closed = resolve
      this.#schedule()
    })
  }

  #schedule(): void {
    if (this.#isScheduled) return
    if (this.#waiting.length > 0) {
      this.#isScheduled = true
      // Not a microtask: what the same poll of the sockets brought in is to join the same transaction.
      setImmediate(() => this.#flush())
    } else if (this.#closed) {
      this.#closed()
    }
  }

  #flush(): void {
    this.#isScheduled = false
    if (!this.#lock()) return
    const begun = performance.now()
    const outcomes = this.#transact(this.#waiting.splice(0, batchMax))
    this.#surroundings.measure?.committed(performance.now() - begun)
    this.#schedule()
    for (const outcome of outcomes) outcome.tell()
    const news = joined(outcomes.flatMap((outcome) => outcome.news ?? []))
    if (news) this.#notify(news)
  }

  /** What was saved is saved, whatever becomes of those who hear of it. */
  #notify(news: CommitNews): void {
    for (const listener of this.#listeners) {
      try {
        listener(news)
      } catch (error) {
        this.#surroundings.log('commit-listener-failed', { error })
      }
    }
  }

  /** False: somebody else has the lock; a later try is under way, or those who waited were told. */
  #lock(): boolean {
    try {
      if (this.#connection.inTransaction) this.#rollBack()
      const pauseMs = this.#writeLock.take()
      if (pauseMs === null) return true
      this.#isScheduled = true
      this.#surroundings.measure?.wasBusy()
      setTimeout(() => this.#flush(), pauseMs)
    } catch (error) {
      for (const each of this.#waiting.splice(0)) each.fail(error)
      this.#schedule()
    }
    return false
  }

  /** Inside the transaction that `#lock` began, which it ends one way or the other. */
  #transact(batch: readonly Waiting[]): readonly Outcome[] {
    try {
      const outcomes = batch.map((each) => this.#runOne(each, batch.length === 1))
      this.#statements.commit.run()
      return outcomes
    } catch (error) {
      this.#giveUp()
      return batch.map((each) => ({ tell: () => each.fail(translated(error)), news: null }))
    }
  }

  /** A rollback that fails is tried again before the next transaction; who waited is told either way. */
  #giveUp(): void {
    try {
      this.#rollBack()
    } catch (error) {
      this.#surroundings.log('rollback-failed', { error })
    }
  }

  #rollBack(): void {
    if (this.#connection.inTransaction) this.#statements.rollback.run()
    this.#surroundings.undone()
  }

  /** Throws when nothing of the transaction can be kept: a change alone in it failed, or SQLite gave it up. */
  #runOne(each: Waiting, isAlone: boolean): Outcome {
    const news = noNews()
    let hasBegun = false
    const begin = () => {
      if (!hasBegun && !isAlone) this.#statements.savepoint.run()
      hasBegun = true
    }
    try {
      const tell = each.run({ begin, news })
      if (hasBegun && !isAlone) this.#statements.release.run()
      return { tell, news }
    } catch (error) {
      if (!this.#connection.inTransaction || (hasBegun && isAlone)) throw error
      if (hasBegun) {
        this.#statements.undo.run()
        this.#surroundings.undone()
        this.#statements.release.run()
      }
      return { tell: () => each.fail(translated(error)), news: null }
    }
  }
}
