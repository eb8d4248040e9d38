import type { GivenTax, GivenTaxes } from '../pricing/bill.ts'
import { memoryKeys, type TaxMemory } from './memory.ts'
import type { TaxOutcome, TaxProvider, TaxQuestion } from './tax-provider.ts'

/**
 * What happens while the provider is away. `block`: nobody can pay. `last_known`: what it gave for the same things at the
 * same place stands in; where it gave nothing, as `block`. `zero_and_flag`: no tax is taken.
 */
export type TaxPolicy = 'block' | 'last_known' | 'zero_and_flag'

export const taxPolicies = ['block', 'last_known', 'zero_and_flag'] as const satisfies readonly TaxPolicy[]

/** Lets something stand in for an answer that cannot be had; it carries a flag wherever it goes. */
export function withPolicy(provider: TaxProvider, policy: TaxPolicy, memory: TaxMemory): TaxProvider {
  if (policy === 'block') return provider
  const calculate = async (question: TaxQuestion): Promise<TaxOutcome> => {
    const outcome = await provider.calculate(question)
    if (outcome.kind !== 'unavailable') return outcome
    const taxes = policy === 'last_known' ? await lastKnown(provider, question, memory) : noTaxes
    return taxes ? { kind: 'given', taxes } : outcome
  }
  return { ...provider, calculate }
}

const noTaxes: GivenTaxes = { lines: [], shipping: [], flag: 'zero' }

/** Amounts hold for the very same question only; for other amounts the rates are applied by us. */
async function lastKnown(provider: TaxProvider, question: TaxQuestion, memory: TaxMemory): Promise<GivenTaxes | null> {
  const keys = memoryKeys(provider, question)
  const same = await memory.find(keys.question)
  if (same) return { ...same.taxes, flag: 'last_known' }
  const alike = await memory.findLast(keys.situation)
  if (!alike) return null
  const { lines, shipping } = alike.taxes
  return { lines: lines.map(rateOf), shipping: shipping.map(rateOf), flag: 'last_known' }
}

function rateOf(tax: GivenTax): GivenTax {
  return { ...tax, amount: null }
}
