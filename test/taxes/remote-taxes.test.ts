import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { memoryIn } from '../../src/cli/open-taxes.ts'
import { minor } from '../../src/money/money.ts'
import type { GivenTaxes } from '../../src/pricing/bill.ts'
import { failureMax, pauseMs } from '../../src/taxes/breaker.ts'
import { fingerprintOf, situationOf } from '../../src/taxes/fingerprint.ts'
import { freshMs } from '../../src/taxes/memory.ts'
import type { TaxPolicy } from '../../src/taxes/policy.ts'
import { createRemoteTaxes } from '../../src/taxes/remote-taxes.ts'
import type { TaxOutcome, TaxQuestion } from '../../src/taxes/tax-provider.ts'
import { openTestStore, type TestStore } from '../support/store.ts'
import { addressIn, countedProvider, questionWith, region, thing } from './questions.ts'

const away: TaxOutcome = { kind: 'unavailable', message: 'nobody there' }

let files: TestStore
beforeEach(async () => {
  files = await openTestStore()
})
afterEach(() => files.close())

/** Taxes everything at a tenth. */
async function tenth({ lines, shipping }: TaxQuestion): Promise<TaxOutcome> {
  const tax = ({ id, amount }: { id: string; amount: number }) => {
    return { id, rate: 10, name: 'VAT', code: null, amount: minor(Math.round(amount / 10)) }
  }
  return { kind: 'given', taxes: { lines: lines.map(tax), shipping: shipping.map(tax) } }
}

function remote(policy: TaxPolicy, id = 'far') {
  let answers: (question: TaxQuestion) => Promise<TaxOutcome> = tenth
  const { provider, asked } = countedProvider((question) => answers(question))
  const options = { policy, memory: memoryIn(files.store), now: files.clock.now, tell: () => {} }
  const taxes = createRemoteTaxes({ ...provider, id }, options)
  const leave = () => {
    answers = async () => away
  }
  return { asked, leave, calculate: taxes.calculate }
}

function taxesOf(outcome: TaxOutcome): GivenTaxes | null {
  return outcome.kind === 'given' ? outcome.taxes : null
}

describe('what was given', () => {
  test('is not asked for again, also after a restart and by another process', async () => {
    const first = remote('block')
    const given = await first.calculate(questionWith())
    expect(await first.calculate(questionWith())).toEqual(given)
    await files.reopen()
    const second = remote('block')
    expect(await second.calculate(questionWith({ deadlineMs: 500 }))).toEqual(given)
    expect([first.asked.length, second.asked.length]).toEqual([1, 0])
  })

  test('is asked for again when it is old, when anything else is asked, and at another provider', async () => {
    const { calculate, asked } = remote('block')
    await calculate(questionWith())
    await calculate(questionWith({ currencyCode: 'usd' }))
    await calculate(questionWith({ address: addressIn('us') }))
    await calculate(questionWith({ lines: [thing('item_1', 1001)] }))
    await calculate(questionWith({ region: { ...region, id: 'reg_2' } }))
    expect(asked).toHaveLength(5)
    files.clock.advance(freshMs)
    await calculate(questionWith())
    expect(asked).toHaveLength(6)
    const other = remote('block', 'elsewhere')
    await other.calculate(questionWith())
    expect(other.asked).toHaveLength(1)
  })

  test('is kept only where it was given', async () => {
    const { calculate, leave, asked } = remote('block')
    leave()
    await calculate(questionWith())
    await calculate(questionWith())
    expect(asked).toHaveLength(2)
  })
})

describe('fingerprints', () => {
  test('do not depend on who the shopper is, and situations not on how much they buy', () => {
    const named = questionWith({ address: addressIn('de', { firstName: 'Grete', phone: '1' }) })
    expect(fingerprintOf(named)).toBe(fingerprintOf(questionWith()))
    const more = questionWith({ lines: [thing('item_1', 9), thing('item_2', 9, { includesTax: true, quantity: 9 })] })
    expect(situationOf(more)).toBe(situationOf(questionWith()))
    expect(fingerprintOf(more)).not.toBe(fingerprintOf(questionWith()))
    expect(situationOf(questionWith({ address: addressIn('dk') }))).not.toBe(situationOf(questionWith()))
  })
})

describe('while the provider is away', () => {
  test('block: there is no answer', async () => {
    const { calculate, leave } = remote('block')
    await calculate(questionWith())
    files.clock.advance(freshMs)
    leave()
    expect(await calculate(questionWith())).toEqual(away)
  })

  test('last_known: the same amounts for the same question, the same rates for others there, and both say so', async () => {
    const { calculate, leave } = remote('last_known')
    const given = taxesOf(await calculate(questionWith()))
    files.clock.advance(freshMs)
    leave()
    expect(taxesOf(await calculate(questionWith()))).toEqual(given && { ...given, flag: 'last_known' })
    const more = questionWith({ lines: [thing('item_1', 7777), thing('item_2', 10, { includesTax: true })] })
    const rate = { rate: 10, name: 'VAT', code: null, amount: null }
    expect(taxesOf(await calculate(more))).toEqual({
      lines: [
        { id: 'item_1', ...rate },
        { id: 'item_2', ...rate },
      ],
      shipping: [{ id: 'sm_1', ...rate }],
      flag: 'last_known',
    })
  })

  test('last_known: where nothing is known there is no answer', async () => {
    const { calculate, leave } = remote('last_known')
    await calculate(questionWith())
    leave()
    expect(await calculate(questionWith({ address: addressIn('us') }))).toEqual(away)
  })

  test('zero_and_flag: no tax, which says so and is not remembered', async () => {
    const { calculate, leave, asked } = remote('zero_and_flag')
    leave()
    const none = { lines: [], shipping: [], flag: 'zero' as const }
    expect(taxesOf(await calculate(questionWith()))).toEqual(none)
    expect(taxesOf(await calculate(questionWith()))).toEqual(none)
    expect(asked).toHaveLength(2)
  })

  test('answers from before come at once, and the breaker spares everybody else the wait', async () => {
    const { calculate, leave, asked } = remote('block')
    await calculate(questionWith())
    leave()
    const other = questionWith({ address: addressIn('us') })
    for (let time = 0; time < failureMax + 5; time += 1) await calculate(other)
    expect(asked).toHaveLength(1 + failureMax)
    expect(await calculate(questionWith())).toMatchObject({ kind: 'given' })
    files.clock.advance(pauseMs)
    await calculate(other)
    expect(asked).toHaveLength(2 + failureMax)
  })
})

describe('nobody far away is asked', () => {
  test('without a country: the region’s own rates hold', async () => {
    const { calculate, asked } = remote('block')
    const rate = { rate: 20, name: 'default', code: 'default', amount: null }
    const outcome = await calculate(questionWith({ address: addressIn(null), shipping: [] }))
    expect(taxesOf(outcome)?.lines).toEqual([
      { id: 'item_1', ...rate },
      { id: 'item_2', ...rate },
    ])
    expect((await calculate(questionWith({ address: null }))).kind).toBe('given')
    expect(asked).toEqual([])
  })

  test('about what costs nothing', async () => {
    const { calculate, asked } = remote('block')
    const free = questionWith({ lines: [thing('item_1', 0)], shipping: [] })
    expect(taxesOf(await calculate(free))).toEqual({ lines: [], shipping: [] })
    expect(asked).toEqual([])
  })
})
