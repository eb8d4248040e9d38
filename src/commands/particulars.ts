import { assertNoCardNumberOf } from '../payments/card-data.ts'
import { Refusal } from '../refusal.ts'

/** Characters of one thing that people say of themselves: a name, a street. */
export const particularMax = 1_000

type Particulars = Parameters<typeof assertNoCardNumberOf>[0]

/** Refuses of what somebody says of themselves card numbers and endless texts; objects have limits of their own. */
export function assertParticulars(said: Particulars): void {
  assertNoCardNumberOf(said)
  for (const [name, value] of Object.entries(said)) {
    if (typeof value === 'string' && value.length > particularMax) throw tooLong(name)
  }
}

function tooLong(name: string): Refusal {
  return new Refusal('limit-exceeded', `${name} has at most ${particularMax} characters.`, { limit: particularMax })
}
