import type { TaxOutcome, TaxProvider } from './tax-provider.ts'

/** Failures one after the other until nobody is sent there any more. */
export const failureMax = 5

/** How long a provider that failed so often is left alone before one question is tried again. */
export const pauseMs = 5_000

/** How the provider did lately. Closed while `pausedUntil` is null; else open, and after that time half open. */
export interface Breaker {
  readonly failures: number
  readonly pausedUntil: number | null
}

export const closedBreaker: Breaker = { failures: 0, pausedUntil: null }

/** Whether somebody may ask now. After the pause it is one alone: asking moves the pause on for all others. */
export function admit(breaker: Breaker, now: number): { readonly admitted: boolean; readonly breaker: Breaker } {
  const { pausedUntil } = breaker
  if (pausedUntil === null) return { admitted: true, breaker }
  if (now < pausedUntil) return { admitted: false, breaker }
  return { admitted: true, breaker: { ...breaker, pausedUntil: now + pauseMs } }
}

/** One answer closes it, whatever it said; the last of so many failures, and a failed probe, open it. */
export function afterAnswer(breaker: Breaker, answered: boolean, now: number): Breaker {
  if (answered) return closedBreaker
  const failures = breaker.failures + 1
  return { failures, pausedUntil: failures >= failureMax ? now + pauseMs : null }
}

export interface BreakerOptions {
  readonly now: () => number
  /** Told when the provider is taken for gone and when it is back. */
  readonly tell: (event: 'tax-provider-away' | 'tax-provider-back', message: string) => void
}

/** Does not let a provider that is away cost everybody a deadline; each process finds out for itself. */
export function withBreaker(provider: TaxProvider, { now, tell }: BreakerOptions): TaxProvider {
  let breaker = closedBreaker

  function learn({ kind, ...outcome }: TaxOutcome): void {
    const before = breaker
    breaker = afterAnswer(before, kind !== 'unavailable', now())
    const [wasAway, isAway] = [before.pausedUntil !== null, breaker.pausedUntil !== null]
    if (wasAway === isAway) return
    tell(isAway ? 'tax-provider-away' : 'tax-provider-back', 'message' in outcome ? outcome.message : '')
  }

  return {
    ...provider,
    calculate: async (question) => {
      const asked = admit(breaker, now())
      breaker = asked.breaker
      if (!asked.admitted) return { kind: 'unavailable', message: 'it failed too often and is left alone for a while' }
      const outcome = await provider.calculate(question)
      learn(outcome)
      return outcome
    },
  }
}
