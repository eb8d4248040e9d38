import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrations } from '../../db/migrations.ts'
import { openDatabase } from '../../db/open.ts'
import { makeId, type NewId } from '../../src/id.ts'
import { openStore } from '../../src/store/sqlite/open-store.ts'
import type { Store } from '../../src/store/store.ts'

/** A clock that stands still until it is moved on. */
export interface TestClock {
  now(): number
  advance(ms: number): void
}

/** A store on a real file in a directory of its own, which `close` removes. */
export interface TestStore {
  /** Another one after `reopen`. */
  readonly store: Store
  readonly file: string
  readonly clock: TestClock
  /** The same ids in every run. */
  readonly newId: NewId
  /** Closes the store and opens the file again, as a restart does. */
  reopen(): Promise<void>
  close(): Promise<void>
}

/** The clock is the store's own; what is asked of the store carries its times with it. */
export async function openTestStore(): Promise<TestStore> {
  const directory = mkdtempSync(join(tmpdir(), 'cartwright-store-'))
  const file = join(directory, 'cartwright.db')
  const clock = testClock()
  let store = openStoreOn(file, clock)
  return {
    get store() {
      return store
    },
    file,
    clock,
    newId: countedIds(clock.now),
    async reopen() {
      await store.close()
      store = openStoreOn(file, clock)
    },
    async close() {
      await store.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Another store on a file that exists, as another process or a restart would open it; its caller closes it. */
export function openStoreOn(file: string, clock: TestClock): Store {
  const connection = openDatabase(file, { migrations, now: clock.now() })
  return openStore(connection, { now: clock.now, newToken: () => crypto.randomUUID() })
}

/** Starts in the morning of 1 January 2026. */
export function testClock(): TestClock {
  let now = Date.UTC(2026, 0, 1, 8)
  return {
    now: () => now,
    advance: (ms) => {
      now += ms
    },
  }
}

/** 1, 2, 3 … where ids have their random bits. */
export function countedIds(now: () => number): NewId {
  let count = 0
  return (prefix) => {
    count += 1
    const bits = new Uint8Array(10)
    new DataView(bits.buffer).setUint32(6, count)
    return makeId(prefix, now(), bits)
  }
}
