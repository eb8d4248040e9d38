import type { RememberedTaxes } from '../checkout/tax-quote.ts'
import { fingerprintOf, situationOf } from './fingerprint.ts'
import type { TaxOutcome, TaxProvider, TaxQuestion } from './tax-provider.ts'

/** How long an answer is as good as a new one. */
export const freshMs = 60 * 60_000

/** What was given before, wherever it is kept. */
export interface TaxMemory {
  find(question: string): Promise<RememberedTaxes | null>
  /** The newest that was given in that situation. */
  findLast(situation: string): Promise<RememberedTaxes | null>
  keep(remembered: RememberedTaxes): Promise<void>
}

/** Asks the provider only what it was not asked lately. */
export function withMemory(provider: TaxProvider, memory: TaxMemory, now: () => number): TaxProvider {
  return { ...provider, calculate: (question) => recalled(provider, memory, question, now) }
}

/** The keys under which a provider's answers are kept: another provider's are none of its own. */
export function memoryKeys({ id }: TaxProvider, question: TaxQuestion): { question: string; situation: string } {
  return { question: `${id} ${fingerprintOf(question)}`, situation: `${id} ${situationOf(question)}` }
}

async function recalled(
  provider: TaxProvider,
  memory: TaxMemory,
  question: TaxQuestion,
  now: () => number,
): Promise<TaxOutcome> {
  const keys = memoryKeys(provider, question)
  const known = await memory.find(keys.question)
  if (known && now() < known.at + freshMs) return { kind: 'given', taxes: known.taxes }
  const outcome = await provider.calculate(question)
  if (outcome.kind === 'given') await memory.keep({ ...keys, taxes: outcome.taxes, at: now() })
  return outcome
}
