import { describe, expect, test } from 'bun:test'
import {
  admit,
  afterAnswer,
  type Breaker,
  closedBreaker,
  failureMax,
  pauseMs,
  withBreaker,
} from '../../src/taxes/breaker.ts'
import type { TaxOutcome } from '../../src/taxes/tax-provider.ts'
import { countedProvider, questionWith } from './questions.ts'

const noon = Date.UTC(2026, 0, 15, 12)

function failedOften(count: number, now: number): Breaker {
  return Array.from({ length: count }).reduce<Breaker>((breaker) => afterAnswer(breaker, false, now), closedBreaker)
}

describe('a breaker', () => {
  test('lets everybody through until so many failures came one after the other', () => {
    expect(admit(failedOften(failureMax - 1, noon), noon).admitted).toBe(true)
    expect(admit(failedOften(failureMax, noon), noon).admitted).toBe(false)
    const mended = afterAnswer(failedOften(failureMax - 1, noon), true, noon)
    expect(afterAnswer(mended, false, noon)).toEqual({ failures: 1, pausedUntil: null })
  })

  test('after the pause lets one through, and nobody else until that one is back', () => {
    const open = failedOften(failureMax, noon)
    expect(admit(open, noon + pauseMs - 1).admitted).toBe(false)
    const probing = admit(open, noon + pauseMs)
    expect(probing.admitted).toBe(true)
    expect(admit(probing.breaker, noon + pauseMs).admitted).toBe(false)
  })

  test('a probe that is answered closes it; one that is not begins the pause again, and one that never ends blocks nobody', () => {
    const later = noon + pauseMs
    const { breaker } = admit(failedOften(failureMax, noon), later)
    expect(afterAnswer(breaker, true, later + 5)).toEqual(closedBreaker)
    const still = afterAnswer(breaker, false, later + 5)
    expect([admit(still, later + pauseMs).admitted, admit(still, later + 5 + pauseMs).admitted]).toEqual([false, true])
    expect(admit(breaker, later + pauseMs).admitted).toBe(true)
  })
})

describe('a provider behind a breaker', () => {
  test('is left alone while it is away, tried again, and both are told once', async () => {
    let now = noon
    let outcome: TaxOutcome = { kind: 'unavailable', message: 'no answer' }
    const { provider, asked } = countedProvider(async () => outcome)
    const told: string[] = []
    const careful = withBreaker(provider, { now: () => now, tell: (event) => void told.push(event) })
    const ask = async (times: number) => {
      for (let time = 0; time < times; time += 1) await careful.calculate(questionWith())
    }
    await ask(failureMax + 3)
    expect([asked.length, told]).toEqual([failureMax, ['tax-provider-away']])
    now += pauseMs
    await ask(3)
    expect([asked.length, told]).toEqual([failureMax + 1, ['tax-provider-away']])
    now += pauseMs
    outcome = { kind: 'given', taxes: { lines: [], shipping: [] } }
    await ask(3)
    expect([asked.length, told]).toEqual([failureMax + 4, ['tax-provider-away', 'tax-provider-back']])
  })

  test('is not taken for gone because of what shoppers write', async () => {
    const { provider, asked } = countedProvider(async () => ({ kind: 'refused', message: 'no such place' }))
    const careful = withBreaker(provider, { now: () => noon, tell: () => {} })
    for (let time = 0; time < failureMax * 2; time += 1) {
      expect(await careful.calculate(questionWith())).toMatchObject({ kind: 'refused' })
    }
    expect(asked).toHaveLength(failureMax * 2)
  })
})
