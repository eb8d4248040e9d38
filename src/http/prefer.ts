/** How long anybody may ask to be kept waiting: below the 30 s after which many a proxy gives up on a silent server. */
export const waitMaxMs = 25_000

/** How long a caller wants to wait for what jobs do. */
export interface Preference {
  readonly waitMs: number
  /** What `Preference-Applied` should say; null when nothing was preferred. */
  readonly applied: string | null
}

/** Reads `Prefer: wait=N` (seconds) and `Prefer: respond-async` (RFC 7240 §4.1, §4.3); others are ignored, as it allows. */
export function readPreference(request: Request, otherwiseMs: number): Preference {
  const wishes = wishesIn(request)
  const isAsync = wishes.includes('respond-async')
  const wait = waitIn(wishes)
  if (wait !== null) return { ...wait, applied: isAsync ? `respond-async, ${wait.applied}` : wait.applied }
  return isAsync ? { waitMs: 0, applied: 'respond-async' } : { waitMs: otherwiseMs, applied: null }
}

/** As `readPreference` where there is nothing to answer before the end: `respond-async` is then ignored. */
export function readWait(request: Request): Preference | null {
  return waitIn(wishesIn(request))
}

function wishesIn(request: Request): readonly string[] {
  const asked = request.headers.get('prefer')
  return asked === null ? [] : asked.split(',').map((wish) => wish.split(';')[0]?.trim().toLowerCase() ?? '')
}

function waitIn(wishes: readonly string[]): Preference | null {
  const seconds = wishes
    .map((wish) => /^wait\s*=\s*"?(\d{1,9})"?$/.exec(wish)?.[1])
    .find((found) => found !== undefined)
  if (seconds === undefined) return null
  const waitMs = Math.min(Number(seconds) * 1000, waitMaxMs)
  return { waitMs, applied: `wait=${waitMs / 1000}` }
}
