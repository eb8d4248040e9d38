import { leaseMs } from '../../src/checkout/job.ts'
import type { Running } from '../support/cartwright.ts'
import { look, write } from './books.ts'
import type { Fault, Trial } from './fault.ts'
import { type JobSeen, jobsIn } from './late-jobs.ts'
import { stretched } from './patience.ts'
import type { Place } from './place.ts'

/** Longer than a claimed job is anybody's. */
const stallMs = leaseMs + 1_500
/** How slow the bank is, so that somebody is in the middle of something; shorter than the shop waits. */
const bankDelayMs = 3_000
/** How many are in the middle of something. */
const sleptOver = 8
/** How long others have to be in the middle of something as well. */
const othersJoinMs = 500
/** For what comes about by itself, on a machine that has much else to do. */
const patienceMs = 60_000
/** Between two tries to stop somebody who keeps nobody else from writing. */
const pauseMs = 10

/** F9: whoever slept past the end of their lease wakes up, and finds that the work is somebody else's. */
export const stalls: Fault = {
  name: 'F9',
  says: 'a worker stalls past its lease, then goes on',
  counts: { test: 2, release: 20 },
  atOnce: 5,
  runners: ['embedded', 'redis'],
  happen: async (trial) => {
    while (trial.isWanted()) {
      await stallOnce(trial)
      trial.did()
    }
  },
}

async function stallOnce(trial: Trial): Promise<void> {
  const { place, front, dice, witness } = trial
  for (const other of place.workers().slice(1)) await other.kill()
  const sleeper = place.redis ? place.workers()[0] : place.server()
  if (!sleeper) throw new Error('there is nobody to sleep')
  const data = { outcome: dice.pick(['authorize', 'decline']), delay_ms: bankDelayMs }
  const buying = Array.from({ length: sleptOver }, async () => {
    const purchase = await front.fill({ skus: ['TEE'], region: 'test', data })
    await front.complete(purchase, 0)
    return purchase.checkoutId ?? ''
  })
  // Others may still be about what an earlier sleeper or a killed worker left.
  const begun = new Set(await Promise.all(buying))
  await until('somebody asks the bank', () => askingIn(place, begun).length > 0)
  await Bun.sleep(othersJoinMs)
  const said = sleeper.output().length
  const asking = await sleep(place, sleeper, begun)
  let taken: readonly JobSeen[] = []
  try {
    if (place.redis) place.startWorker()
    await Bun.sleep(stallMs)
    const ids = new Set(asking.map(({ id }) => id))
    const isLeft = ({ id, attempt }: JobSeen): boolean => ids.has(id) && attempt === 1
    if (place.redis) await until('somebody else has taken the jobs', () => !jobsIn(place).some(isLeft))
    taken = jobsIn(place).filter(({ id, attempt }) => ids.has(id) && attempt > 1)
  } finally {
    sleeper.resume()
  }
  // Alone it takes its own jobs up again; with somebody else at work each of them is refused.
  const refused = (): number => sleeper.output().slice(said).split('job-lease-lost').length - 1
  const isRefused = until('whoever slept was refused', () => refused() >= taken.length)
  await isRefused.catch(() => {
    witness.accuse(
      'F9',
      `whoever slept may not save the end of ${taken.length} jobs, but was refused only ${refused()}`,
    )
  })
}

/** Stops it between two commits, so that it alone stands still; and says what it was in the middle of. */
async function sleep(place: Place, sleeper: Running, begun: ReadonlySet<string>): Promise<readonly JobSeen[]> {
  const from = performance.now()
  while (performance.now() - from < stretched(patienceMs)) {
    sleeper.pause()
    const asking = canBeWritten(place) ? askingIn(place, begun) : []
    if (asking.length > 0) {
      place.faultsAt.push(Date.now())
      return asking
    }
    sleeper.resume()
    await Bun.sleep(pauseMs)
  }
  throw new Error('nobody could be stopped in the middle of asking the bank')
}

function canBeWritten(place: Place): boolean {
  try {
    write(place, (shop) => {
      shop.run('pragma busy_timeout = 0')
      shop.run('begin immediate')
      shop.run('rollback')
    })
    return true
  } catch {
    return false
  }
}

/** The first runs of jobs of these attempts that have asked the bank and were not answered. */
function askingIn(place: Place, begun: ReadonlySet<string>): readonly JobSeen[] {
  return look(place, (shop) =>
    shop
      .query<JobSeen & { checkoutId: string }, []>(
        `select j.id, j.kind, j.state, j.attempt, c.id as checkoutId from jobs j join checkouts c on c.id = j.checkout_id
          where j.kind = 'authorize-payment' and j.state = 'running' and j.attempt = 1 and c.state = 'authorizing'`,
      )
      .all(),
  ).filter(({ checkoutId }) => begun.has(checkoutId))
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const from = performance.now()
  while (!holds()) {
    if (performance.now() - from > stretched(patienceMs)) throw new Error(`it took too long until ${what}`)
    await Bun.sleep(pauseMs)
  }
}
