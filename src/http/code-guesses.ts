import { Refusal } from '../refusal.ts'
import { callerKey, createRateLimit, guess, type Limit, noLimit } from './rate-limit.ts'

/**
 * Wrong codes of discounts and gift cards. A storefront's own server may be the one caller of all its customers, so one
 * caller may be wrong as often as a busy shop is; the ceiling is for who guesses from many addresses.
 */
const perCaller: Limit = { tries: 60, perSeconds: 60 }
const ceiling: Limit = { tries: 600, perSeconds: 60 }
const everybody = 'everybody'

/** Keeps people from finding codes by trying; one for all doors, so that no door gives further tries. */
export interface CodeGuesses {
  /**
   * Carries out what somebody named a code for, if there were not too many wrong ones: refuses with `rate-limited`. Counted
   * is only what is refused because the code is nobody's; for a door that answers instead, `isWrong` reads its answer.
   */
  guess<Done>(
    callerAddress: string | null,
    carryOut: () => Promise<Done>,
    isWrong?: (done: Done) => boolean,
  ): Promise<Done>
}

export function createCodeGuesses(isLimited: boolean): CodeGuesses {
  const [ofCaller, ofAll] = isLimited ? [createRateLimit(perCaller), createRateLimit(ceiling)] : [noLimit, noLimit]
  return {
    guess: (callerAddress, carryOut, isWrong = () => false) => {
      const counts = [
        [ofCaller, callerKey(callerAddress)],
        [ofAll, everybody],
      ] as const
      return guess(counts, carryOut, (outcome) =>
        'refused' in outcome ? isNobodysCode(outcome.refused) : isWrong(outcome.done),
      )
    },
  }
}

/** Storefronts with one field for both ask for a gift card's code as a discount first: such a code is somebody's. */
function isNobodysCode(error: unknown): boolean {
  if (!(error instanceof Refusal)) return false
  const { nobodys } = error.details
  return Array.isArray(nobodys) && nobodys.length > 0
}
