/** Longest time between two looks: what other processes promised is found by looking. */
const restMaxMs = 1_000

/** Time until the next look while something is overdue, which hides what comes due after it. */
const restMinMs = 50

export interface Alarm {
  /** Look at that time (milliseconds since 1970) if no look is planned before. */
  setFor(at: number): void
  /** Looks no more; resolves when no look is under way. */
  stop(): Promise<void>
}

/** Looks now, then whenever `look` (which never rejects) said that something comes due, and once a second in any case. */
export function startAlarm(now: () => number, look: () => Promise<number | null>): Alarm {
  let timer: ReturnType<typeof setTimeout> | undefined
  let wantedAt = Number.POSITIVE_INFINITY
  let looking: Promise<void> | null = null
  let isStopped = false

  function setFor(at: number): void {
    if (isStopped || at >= wantedAt) return
    wantedAt = at
    if (looking === null) plan()
  }

  function plan(): void {
    clearTimeout(timer)
    timer = setTimeout(ring, Math.max(0, wantedAt - now()))
  }

  function ring(): void {
    wantedAt = Number.POSITIVE_INFINITY
    looking = lookOnce().finally(() => {
      looking = null
      if (!isStopped) plan()
    })
  }

  async function lookOnce(): Promise<void> {
    const dueAt = (await look()) ?? Number.POSITIVE_INFINITY
    const isOverdue = dueAt <= now()
    setFor(isOverdue ? now() + restMinMs : Math.min(dueAt, now() + restMaxMs))
  }

  async function stop(): Promise<void> {
    isStopped = true
    clearTimeout(timer)
    await looking
  }

  setFor(now())
  return { setFor, stop }
}
