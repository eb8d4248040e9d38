import type { GivenTaxes } from '../pricing/bill.ts'
import { type BreakerOptions, withBreaker } from './breaker.ts'
import { withDeadline } from './deadline.ts'
import { type TaxMemory, withMemory } from './memory.ts'
import { type TaxPolicy, withPolicy } from './policy.ts'
import { rateTable } from './rate-table.ts'
import type { TaxProvider, TaxQuestion } from './tax-provider.ts'

export interface RemoteTaxesOptions extends BreakerOptions {
  readonly policy: TaxPolicy
  readonly memory: TaxMemory
}

const nothing: GivenTaxes = { lines: [], shipping: [] }

/** A provider far away, made fit to be counted on: each layer sees only what the one inside lets through. */
export function createRemoteTaxes(provider: TaxProvider, options: RemoteTaxesOptions): TaxProvider {
  const { memory, policy, now } = options
  const careful = withBreaker(withDeadline(provider), options)
  return askedInNeed(withPolicy(withMemory(careful, memory, now), policy, memory))
}

/** Without a country nobody could say anything, so the region's own rates hold; where nothing costs anything, no tax is due. */
function askedInNeed(provider: TaxProvider): TaxProvider {
  return {
    ...provider,
    calculate: async (question) => {
      if (!question.address?.countryCode) return rateTable.calculate(question)
      return isWorthAsking(question) ? provider.calculate(question) : { kind: 'given', taxes: nothing }
    },
  }
}

function isWorthAsking({ lines, shipping }: TaxQuestion): boolean {
  return [...lines, ...shipping].some(({ amount }) => amount > 0)
}
