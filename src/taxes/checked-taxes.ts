import { minor } from '../money/money.ts'
import type { GivenTax } from '../pricing/bill.ts'
import type { TaxOutcome, TaxQuestion } from './tax-provider.ts'

/** Beyond this a rate is a slip of the pen. */
const rateMax = 1_000

/** Characters of a tax's name or code. */
const nameMax = 200

/** Taxes that one line can have: a country's, a state's, a county's, a city's and some districts'. */
const taxesPerThingMax = 20

/** One tax as a provider said it, before anything is believed. */
export interface SaidTax {
  readonly id: string
  readonly rate: number
  readonly name: string
  readonly code: string | null
  readonly amount: number
}

/** The taxes as said, if they are of what was asked about, can be meant, and add up to the total that was said too. */
export function checkedTaxes(question: TaxQuestion, said: readonly SaidTax[], total: number): TaxOutcome {
  const problem = problemOf(question, said, total)
  if (problem !== null) return { kind: 'unavailable', message: `its answer makes no sense: ${problem}` }
  const given = (things: TaxQuestion['lines']): readonly GivenTax[] =>
    things
      .flatMap(({ id }) => said.filter((tax) => tax.id === id))
      .map((tax) => ({ ...tax, amount: minor(tax.amount) }))
  return { kind: 'given', taxes: { lines: given(question.lines), shipping: given(question.shipping) } }
}

function problemOf(question: TaxQuestion, said: readonly SaidTax[], total: number): string | null {
  const things = new Map([...question.lines, ...question.shipping].map((thing) => [thing.id, thing]))
  const taxOf = new Map<string, number>()
  const countOf = new Map<string, number>()
  for (const { id, rate, name, code, amount } of said) {
    if (!things.has(id)) return 'a tax on what was not asked about'
    if (!(rate >= 0 && rate <= rateMax)) return 'a rate that cannot be meant'
    if (name === '' || name.length > nameMax || (code?.length ?? 0) > nameMax) return 'a name or code too short or long'
    if (!Number.isSafeInteger(amount) || amount < 0) return 'an amount that is no whole number'
    taxOf.set(id, (taxOf.get(id) ?? 0) + amount)
    countOf.set(id, (countOf.get(id) ?? 0) + 1)
  }
  if ([...countOf.values()].some((count) => count > taxesPerThingMax)) return 'too many taxes on one line'
  for (const [id, tax] of taxOf) {
    const thing = things.get(id)
    if (!thing || tax > thing.amount * (thing.includesTax ? 1 : rateMax / 100)) return 'more tax than can be due'
  }
  const sum = [...taxOf.values()].reduce((whole, tax) => whole + tax, 0)
  return sum === total ? null : 'amounts that do not add up to its total'
}
