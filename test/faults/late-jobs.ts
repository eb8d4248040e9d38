import { Queue } from 'bullmq'
import { look, write } from './books.ts'
import type { Fault, Trial } from './fault.ts'
import { underLoad } from './load.ts'
import type { Place } from './place.ts'

const shoppers = 4

/** F8: every job is heard of several times, in any order, before, while and after it runs. */
export const repeatedJobs: Fault = {
  name: 'F8',
  says: 'a job delivered 2 to 5 times and out of order',
  counts: { test: 200, release: 5_000 },
  atOnce: 1_250,
  runners: ['embedded', 'redis'],
  isCalm: true,
  happen: async (trial) => {
    const { place, dice, isWanted, did } = trial
    await underLoad(trial, shoppers, async () => {
      const seen = new Set<string>()
      for (let round = 1; isWanted(); round += 1) {
        await Bun.sleep(dice.between(20, 80))
        const fresh = jobsIn(place).filter(({ id }) => !seen.has(id) && !isTwin(id))
        for (const { id } of fresh) seen.add(id)
        const again = fresh.flatMap((job) => Array.from({ length: dice.between(1, 4) }, () => job))
        const [twins, rings] = place.redis ? halves(dice.shuffled(again)) : [dice.shuffled(again), []]
        promiseAgain(trial, twins, round)
        await ringAgain(place, rings, round)
        did(fresh.length)
      }
    })
  },
}

/** How much later a job may come once more: some find it running, others long done. */
const laterMaxMs = 400

/** The same promise in rows of its own, so that several run it at the same time, each with a lease. */
function promiseAgain({ place, dice }: Trial, jobs: readonly JobSeen[], round: number): void {
  write(place, (shop) => {
    const copy = shop.prepare(
      `insert into jobs (id, kind, payload, cart_id, checkout_id, state, run_at, rung_at, created_at, updated_at)
        select ?, kind, payload, cart_id, checkout_id, 'available', ?, 0, created_at, updated_at from jobs where id = ?`,
    )
    const copyAll = shop.transaction(() => {
      for (const [at, { id }] of jobs.entries())
        copy.run(`${id}-twin-${round}-${at}`, Date.now() + dice.below(laterMaxMs), id)
    })
    copyAll.immediate()
  })
}

function isTwin(id: string): boolean {
  return id.includes('-twin-')
}

/** The same row rung for several times, as Redis may. */
async function ringAgain({ redis }: Place, jobs: readonly JobSeen[], round: number): Promise<void> {
  for (const [kind, some] of Map.groupBy(jobs, (job) => job.kind)) {
    const queue = new Queue(kind, { connection: { url: redis?.url ?? '' } })
    const rings = some.map(({ id }, at) => ({
      name: kind,
      data: { id },
      opts: { jobId: `${id}-again-${round}-${at}` },
    }))
    await queue.addBulk(rings)
    await queue.close()
  }
}

function halves<One>(list: readonly One[]): readonly [readonly One[], readonly One[]] {
  const middle = Math.ceil(list.length / 2)
  return [list.slice(0, middle), list.slice(middle)]
}

/** A promise as its row has it. */
export interface JobSeen {
  readonly id: string
  readonly kind: string
  readonly state: string
  readonly attempt: number
}

/** All promises but what comes round by itself. */
export function jobsIn(place: Place): readonly JobSeen[] {
  return look(place, (shop) =>
    shop.query<JobSeen, []>(`select id, kind, state, attempt from jobs where kind <> 'expire-carts'`).all(),
  )
}
