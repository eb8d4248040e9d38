import { Database } from 'bun:sqlite'
import { join } from 'node:path'
import { scheduledJob } from '../../workers/runner.ts'
import type { Place } from './place.ts'

const lockWaitMs = 5_000

/** Looks into the shop's own file from outside. */
export function look<Seen>({ dataDir }: Pick<Place, 'dataDir'>, seen: (shop: Database) => Seen): Seen {
  return opened(dataDir, { readonly: true }, seen)
}

/** Writes into it, as time or another process would. */
export function write<Result>({ dataDir }: Pick<Place, 'dataDir'>, act: (shop: Database) => Result): Result {
  return opened(dataDir, { readwrite: true }, act)
}

/** The attempt has not moved for that long, and the work that comes round by itself is due. */
export function letTimePass(place: Place, checkoutId: string, ms: number): void {
  write(place, (shop) => {
    shop.prepare('update checkouts set updated_at = updated_at - ? where id = ?').run(ms, checkoutId)
  })
  sweepNow(place)
}

/** What comes round by itself, once a minute, comes round now. */
export function sweepNow(place: Place): void {
  write(place, (shop) => {
    shop
      .prepare(`update jobs set run_at = ?, rung_at = 0 where id = ? and state = 'available'`)
      .run(Date.now(), scheduledJob.id)
  })
}

/** Keeps everybody else from writing, as a backup or another program might. */
export function lockBooks({ dataDir }: Pick<Place, 'dataDir'>): { release(): void } {
  const shop = new Database(join(dataDir, 'cartwright.db'), { readwrite: true })
  shop.run(`pragma busy_timeout = ${lockWaitMs}`)
  shop.run('begin immediate')
  return {
    release: () => {
      shop.run('rollback')
      shop.close()
    },
  }
}

function opened<Result>(
  dataDir: string,
  options: ConstructorParameters<typeof Database>[1],
  act: (shop: Database) => Result,
): Result {
  const shop = new Database(join(dataDir, 'cartwright.db'), options)
  try {
    shop.run(`pragma busy_timeout = ${lockWaitMs}`)
    return act(shop)
  } finally {
    shop.close()
  }
}
