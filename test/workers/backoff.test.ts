import { expect, test } from 'bun:test'
import { attemptMax } from '../../src/checkout/job.ts'
import { pauseAfter } from '../../workers/backoff.ts'

test('each pause is twice the one before, up to twenty seconds', () => {
  const pauses = Array.from({ length: attemptMax }, (_, at) => pauseAfter(at + 1, 0))
  expect(pauses.slice(0, 8)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000])
  expect(Math.max(...pauses)).toBe(20_000)
  expect(pauseAfter(5_000, 0)).toBe(20_000)
})

test('chance takes off up to half', () => {
  expect(pauseAfter(3, 1)).toBe(500)
  expect(pauseAfter(3, 0.5)).toBe(750)
})
