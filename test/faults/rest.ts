import { jobKinds } from '../../src/checkout/job.ts'
import { scheduledJob } from '../../workers/runner.ts'
import { look } from './books.ts'
import { stretched } from './patience.ts'
import type { Place } from './place.ts'
import type { Storefront } from './storefront.ts'
import type { Witness } from './witness.ts'

/** I7: how long after the last fault everything that was begun may take to end. */
const endsWithinMs = 60_000

/** The same without a fault, for those who ask once more. */
const askedAgainMs = 10_000

const lookEveryMs = 200

/** How many ask again at the same time. */
const asking = 16

/**
 * Waits until nothing is left to do, then has every shopper whose cart is not settled ask once more under the same key, as
 * they would in their browsers; what that begins has to end as well. Says what never came to rest.
 */
export async function bringToRest(place: Place, front: Storefront, witness: Witness): Promise<void> {
  const from = Date.now()
  await place.revive()
  if (!(await isQuiet(place, witness, () => from + stretched(endsWithinMs)))) return
  const unsettled = front.purchases.filter(({ outcome }) => outcome === 'pending' || outcome === 'asked')
  for (let at = 0; at < unsettled.length; at += asking) {
    await Promise.all(unsettled.slice(at, at + asking).map((purchase) => front.finish(purchase)))
  }
  const asked = Date.now()
  await isQuiet(place, witness, () => Math.max(from + stretched(endsWithinMs), asked + stretched(askedAgainMs)))
}

/** Waits until there is nothing left to do; false when that took too long. */
async function isQuiet(place: Place, witness: Witness, until: () => number): Promise<boolean> {
  for (;;) {
    const unrest = unrestIn(place) ?? (await queuedIn(place))
    if (unrest === null) return true
    if (Date.now() > until()) {
      witness.accuse('I7', `${unrest.says} after ${Math.round(stretched(endsWithinMs) / 1_000)} s`, unrest.about)
      return false
    }
    await Bun.sleep(lookEveryMs)
  }
}

interface Unrest {
  readonly says: string
  readonly about: readonly string[]
}

/** An attempt that waits for its shopper is at rest. */
function unrestIn(place: Place): Unrest | null {
  return look(place, (shop) => {
    const live = shop
      .query<{ id: string }, []>(
        `select id from checkouts where state in ('accepted', 'taxed', 'authorizing', 'authorized', 'payment_unknown')`,
      )
      .all()
    if (live.length > 0) return { says: 'attempts have not ended', about: live.map(({ id }) => id) }
    const due = shop
      .query<{ id: string; kind: string }, []>(
        `select id, kind from jobs where state in ('available', 'running') and kind <> 'expire-carts'`,
      )
      .all()
    return due.length > 0 ? { says: 'jobs are not done', about: due.map(({ id, kind }) => `${kind} ${id}`) } : null
  })
}

/** Where Redis keeps what is not over: a list, or a set with times. */
const shelves = [
  { name: 'wait', count: 'LLEN' },
  { name: 'paused', count: 'LLEN' },
  { name: 'active', count: 'LLEN' },
  { name: 'delayed', count: 'ZCARD' },
  { name: 'prioritized', count: 'ZCARD' },
  { name: 'waiting-children', count: 'ZCARD' },
] as const

/** I13 and I11: Redis keeps nothing that waits, is delayed or runs, and no lock; but for what comes round by itself. */
async function queuedIn({ redis }: Place): Promise<Unrest | null> {
  if (!redis) return null
  for (const kind of jobKinds.filter((kind) => kind !== scheduledJob.kind)) {
    for (const { name, count } of shelves) {
      const length = await redis.send(count, `bull:${kind}:${name}`).catch(() => null)
      if (length !== 0) return { says: `${length} in ${name} of ${kind} on Redis`, about: [] }
    }
    const locks = await redis.send('KEYS', `bull:${kind}:*:lock`).catch(() => null)
    if (!Array.isArray(locks) || locks.length > 0) return { says: 'jobs are locked on Redis', about: [String(locks)] }
  }
  return null
}
