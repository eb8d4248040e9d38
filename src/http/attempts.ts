import { Refusal } from '../refusal.ts'
import {
  type Count,
  callerKey,
  createRateLimit,
  guess,
  type Limit,
  noLimit,
  type Outcome,
  type RateLimit,
} from './rate-limit.ts'

/** What somebody may be trying out who does not know it. */
export type Attempt = 'sign-in' | 'register' | 'email-exists' | 'password-token' | 'password-reset' | 'order-claim'

/** How often one caller may, however many e-mails they try; and how often anybody may with one e-mail. */
interface Limits {
  readonly perCaller: Limit
  readonly perEmail: Limit | null
}

const minute = 60

/**
 * A storefront's own server may be the one caller of all its customers, so only an attempt that was wrong counts towards
 * `sign-in` and `password-reset`. What sends mail or makes rows counts in any case.
 */
const limits = {
  'sign-in': { perCaller: { tries: 60, perSeconds: minute }, perEmail: { tries: 10, perSeconds: 5 * minute } },
  register: { perCaller: { tries: 60, perSeconds: minute }, perEmail: null },
  'email-exists': { perCaller: { tries: 120, perSeconds: minute }, perEmail: null },
  'password-token': { perCaller: { tries: 60, perSeconds: minute }, perEmail: { tries: 3, perSeconds: 15 * minute } },
  'order-claim': { perCaller: { tries: 60, perSeconds: minute }, perEmail: { tries: 3, perSeconds: 15 * minute } },
  'password-reset': { perCaller: { tries: 30, perSeconds: minute }, perEmail: { tries: 10, perSeconds: 15 * minute } },
} as const satisfies Record<Attempt, Limits>

/** By whom, and with whose e-mail. */
export interface Attempting {
  readonly callerAddress: string | null
  readonly email: string
}

export interface Attempts {
  /** Counts it; refuses with `rate-limited` when there were too many. */
  count(attempt: Attempt, by: Attempting): Promise<void>
  /** Carries it out if there were not too many; counts it only when it is refused as `unauthorized`. */
  guess<Done>(attempt: Attempt, by: Attempting, carryOut: () => Promise<Done>): Promise<Done>
}

export function createAttempts(isLimited: boolean): Attempts {
  const counters = new Map<Attempt, { readonly perCaller: RateLimit; readonly perEmail: RateLimit }>()
  for (const attempt of Object.keys(limits) as Attempt[]) {
    const { perCaller, perEmail } = limits[attempt]
    const counter = (limit: Limit | null): RateLimit => (isLimited && limit ? createRateLimit(limit) : noLimit)
    counters.set(attempt, { perCaller: counter(perCaller), perEmail: counter(perEmail) })
  }

  function countsOf(attempt: Attempt, { callerAddress, email }: Attempting): readonly Count[] {
    const counter = counters.get(attempt)
    if (!counter) return []
    return [
      [counter.perCaller, callerKey(callerAddress)],
      [counter.perEmail, email.toLowerCase()],
    ]
  }

  return {
    count: async (attempt, by) => {
      for (const [limit, key] of countsOf(attempt, by)) await limit.take(key)
    },
    guess: (attempt, by, carryOut) => guess(countsOf(attempt, by), carryOut, isUnauthorized),
  }
}

function isUnauthorized(outcome: Outcome<unknown>): boolean {
  return 'refused' in outcome && outcome.refused instanceof Refusal && outcome.refused.code === 'unauthorized'
}
