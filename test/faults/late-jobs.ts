import { Queue } from 'bullmq'
import { leaseMs } from '../../src/checkout/job.ts'
import { look } from './books.ts'
import type { Fault, Trial } from './fault.ts'
import { underLoad } from './load.ts'
import type { Place } from './place.ts'

const shoppers = 4

/** F8: every job is heard of several times, in any order, before, while and after it runs. */
export const repeatedJobs: Fault = {
  name: 'F8',
  says: 'a job delivered 2 to 5 times and out of order',
  counts: { test: 200, release: 5_000 },
  runners: ['redis'],
  isCalm: true,
  happen: async (trial) => {
    const { place, dice, isWanted, did } = trial
    await underLoad(trial, shoppers, async () => {
      const url = place.redis?.url ?? ''
      const seen = new Set<string>()
      let ring = 0
      while (isWanted()) {
        await Bun.sleep(dice.between(20, 80))
        const fresh = jobsIn(place).filter(({ id }) => !seen.has(id))
        const rings = dice.shuffled(fresh.flatMap((job) => Array.from({ length: dice.between(2, 5) }, () => job)))
        for (const [kind, some] of Map.groupBy(rings, (job) => job.kind)) {
          const queue = new Queue(kind, { connection: { url } })
          ring += 1
          await queue.addBulk(
            some.map(({ id }, at) => ({ name: kind, data: { id }, opts: { jobId: `${id}-again-${ring}-${at}` } })),
          )
          await queue.close()
        }
        for (const { id } of fresh) seen.add(id)
        did(fresh.length)
      }
    })
  },
}

/** Longer than a claimed job is anybody's. */
const stallMs = leaseMs + 1_500
/** How slow the bank is, so that somebody is in the middle of something. */
const bankDelayMs = 1_500

/** F9: whoever slept past the end of their lease wakes up, and finds that the work is somebody else's. */
export const stalls: Fault = {
  name: 'F9',
  says: 'a worker stalls past its lease, then goes on',
  counts: { test: 2, release: 20 },
  runners: ['embedded', 'redis'],
  happen: async (trial) => {
    while (trial.isWanted()) {
      await stallOnce(trial)
      trial.did()
    }
  },
}

async function stallOnce({ place, front, dice, witness }: Trial): Promise<void> {
  for (const other of place.workers().slice(1)) await other.kill()
  const sleeper = place.redis ? place.workers()[0] : place.server()
  const data = { outcome: dice.pick(['authorize', 'decline']), delay_ms: bankDelayMs }
  const buying = Array.from({ length: 8 }, async () => {
    const purchase = await front.fill({ skus: ['TEE'], region: 'test', data })
    await front.complete(purchase, 0)
  })
  await Promise.all(buying)
  await untilRunning(place, buying.length)
  const logged = sleeper?.output().length ?? 0
  place.faultsAt.push(Date.now())
  sleeper?.pause()
  if (place.redis) place.startWorker()
  await Bun.sleep(stallMs)
  if (place.redis) await Bun.sleep(bankDelayMs)
  sleeper?.resume()
  await Bun.sleep(bankDelayMs)
  const lost = sleeper?.output().slice(logged).split('job-lease-lost').length ?? 0
  if (place.redis && lost - 1 < buying.length) {
    witness.accuse(
      'F9',
      `whoever slept may not save the end of ${buying.length} jobs, but was refused only ${lost - 1}`,
    )
  }
}

async function untilRunning(place: Place, count: number): Promise<void> {
  const until = performance.now() + 5_000
  while (performance.now() < until) {
    if (jobsIn(place).filter(({ kind, state }) => kind === 'authorize-payment' && state === 'running').length >= count)
      return
    await Bun.sleep(10)
  }
  throw new Error('the jobs that are to be slept over do not run')
}

interface JobSeen {
  readonly id: string
  readonly kind: string
  readonly state: string
}

function jobsIn(place: Place): readonly JobSeen[] {
  return look(place, (shop) =>
    shop.query<JobSeen, []>(`select id, kind, state from jobs where kind <> 'expire-carts'`).all(),
  )
}
