import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { withDeadline } from '../../src/taxes/deadline.ts'
import type { TaxProvider } from '../../src/taxes/tax-provider.ts'
import type { Mood, TaxStandIn } from '../support/tax-stand-in.ts'
import { addressIn, questionWith, thing } from './questions.ts'

export interface ProviderAndStandIn {
  readonly provider: TaxProvider
  readonly standIn: TaxStandIn
}

/** What every provider far away does, whatever it is asked with. */
export function taxProviderContract(name: string, open: () => ProviderAndStandIn): void {
  describe(name, () => {
    let provider: TaxProvider
    let standIn: TaxStandIn
    beforeEach(() => {
      const opened = open()
      provider = withDeadline(opened.provider)
      standIn = opened.standIn
    })
    afterEach(() => standIn.stop())

    test('gives amounts: on top of prices without tax, contained in prices with it', async () => {
      const outcome = await provider.calculate(questionWith())
      const given = outcome.kind === 'given' ? outcome.taxes : null
      expect(given?.lines.map(({ id, rate, amount }) => [id, rate, Number(amount)])).toEqual([
        ['item_1', 19, 190],
        ['item_2', 19, 190],
      ])
      expect(given?.shipping.map(({ id, rate, amount }) => [id, rate, Number(amount)])).toEqual([['sm_1', 19, 95]])
      expect([...(given?.lines ?? []), ...(given?.shipping ?? [])].every((tax) => tax.name.includes('VAT'))).toBe(true)
    })

    test('says the same when it is asked the same again', async () => {
      expect(await provider.calculate(questionWith())).toEqual(await provider.calculate(questionWith()))
    })

    test('taxes shipping alone, several ways to ship, and what costs nothing', async () => {
      const shipping = [thing('sm_1', 500), thing('sm_2', 200)]
      const outcome = await provider.calculate(questionWith({ lines: [thing('item_1', 0)], shipping }))
      const taxes = outcome.kind === 'given' ? outcome.taxes.shipping : []
      expect(taxes.map(({ id, amount }) => [id, Number(amount)])).toEqual([
        ['sm_1', 95],
        ['sm_2', 38],
      ])
    })

    test('refuses an address that says too little, and that is no failure of the provider', async () => {
      const address = addressIn('us', { postalCode: null })
      expect(await provider.calculate(questionWith({ address }))).toMatchObject({ kind: 'refused' })
    })

    test.each<Mood>(['error', 'garbage', 'wrong-sums', 'too-much'])('%s is no answer', async (mood) => {
      standIn.mood = mood
      expect(await provider.calculate(questionWith())).toMatchObject({ kind: 'unavailable' })
      standIn.mood = 'well'
      expect(await provider.calculate(questionWith())).toMatchObject({ kind: 'given' })
    })

    test('what is not there after two seconds is no answer either', async () => {
      standIn.mood = 'slow'
      const begun = performance.now()
      expect(await provider.calculate(questionWith())).toMatchObject({ kind: 'unavailable' })
      expect(performance.now() - begun).toBeLessThan(2_250)
    })

    test('nobody there is no answer', async () => {
      standIn.stop()
      expect(await provider.calculate(questionWith())).toMatchObject({ kind: 'unavailable' })
    })

    test('asks about no more of the shopper than where they are', async () => {
      const address = addressIn('de', { firstName: 'Grete', lastName: 'Hermann', phone: '0421 1', company: 'Wall' })
      await provider.calculate(questionWith({ address }))
      const said = standIn.asked.map(({ body }) => decodeURIComponent(body)).join()
      expect(said).toContain('28195')
      expect(said).not.toMatch(/Grete|Hermann|0421|"Wall"/)
    })
  })
}
