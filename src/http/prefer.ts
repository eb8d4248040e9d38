/** How long anybody may ask to be kept waiting; below the 30 s after which an idle connection is cut. */
export const waitMaxMs = 25_000

/** How long a caller wants to wait for the outcome of something that jobs do. */
export interface Preference {
  readonly waitMs: number
  /** What `Preference-Applied` should say; null when nothing was preferred. */
  readonly applied: string | null
}

/** Reads `Prefer: wait=N` (seconds) and `Prefer: respond-async` (RFC 7240 §4.1, §4.3); others are ignored, as it allows. */
export function readPreference(request: Request, otherwiseMs: number): Preference {
  const asked = request.headers.get('prefer')
  if (asked === null) return { waitMs: otherwiseMs, applied: null }
  const wishes = asked.split(',').map((wish) => wish.split(';')[0]?.trim().toLowerCase() ?? '')
  const isAsync = wishes.includes('respond-async')
  const seconds = wishes
    .map((wish) => /^wait\s*=\s*"?(\d{1,9})"?$/.exec(wish)?.[1])
    .find((found) => found !== undefined)
  if (seconds !== undefined) {
    const waitMs = Math.min(Number(seconds) * 1000, waitMaxMs)
    const applied = `wait=${waitMs / 1000}`
    return { waitMs, applied: isAsync ? `respond-async, ${applied}` : applied }
  }
  return isAsync ? { waitMs: 0, applied: 'respond-async' } : { waitMs: otherwiseMs, applied: null }
}
