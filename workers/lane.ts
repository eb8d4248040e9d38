import type { ClaimedJob } from '../src/checkout/job.ts'

export interface LaneWork {
  /** How many jobs run at the same time. */
  readonly places: number
  /** Takes up to `limit` due jobs; a failure to do so is its own affair, and looks like none. */
  readonly claim: (limit: number) => Promise<readonly ClaimedJob[]>
  /** Never rejects. */
  readonly run: (job: ClaimedJob) => Promise<unknown>
  readonly giveUp: (job: ClaimedJob) => Promise<void>
}

/** The jobs of one kind on their way through one process: as many are claimed at once as there are free places. */
export interface Lane {
  /** Something may be due. Costs nothing when there is no place free; the next free place then looks. */
  wake(): void
  /** Claims no more; resolves when no claim is under way. What runs goes on. */
  close(): Promise<void>
}

export function openLane({ places, claim, run, giveUp }: LaneWork): Lane {
  let taken = 0
  let isDue = false
  let isClosed = false
  let claiming: Promise<void> | null = null

  function wake(): void {
    isDue = true
    if (claiming !== null || isClosed || taken >= places) return
    claiming = claimWhileDue().finally(() => {
      claiming = null
      if (isDue && taken < places) wake()
    })
  }

  async function claimWhileDue(): Promise<void> {
    while (isDue && !isClosed && taken < places) {
      // Jobs that end in one commit free their places one after another: take all of these in one claim.
      await nextTurn()
      isDue = false
      const limit = places - taken
      const jobs = await claim(limit)
      if (isClosed) return void (await Promise.all(jobs.map(giveUp)))
      if (jobs.length === limit) isDue = true
      jobs.forEach(start)
    }
  }

  function start(job: ClaimedJob): void {
    taken += 1
    void run(job).finally(() => {
      taken -= 1
      if (isDue) wake()
    })
  }

  async function close(): Promise<void> {
    isClosed = true
    await claiming
  }

  return { wake, close }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
