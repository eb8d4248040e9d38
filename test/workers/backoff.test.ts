import { expect, test } from 'bun:test'
import { attemptMax, attemptMaxOf } from '../../src/checkout/job.ts'
import { pauseAfter } from '../../workers/backoff.ts'

test('each pause is twice the one before, up to twenty seconds', () => {
  const pauses = Array.from({ length: attemptMax }, (_, at) => pauseAfter('complete-cart', at + 1, 0))
  expect(pauses.slice(0, 8)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000])
  expect(Math.max(...pauses)).toBe(20_000)
  expect(pauseAfter('complete-cart', 5_000, 0)).toBe(20_000)
})

test('chance takes off up to half', () => {
  expect(pauseAfter('complete-cart', 3, 1)).toBe(500)
  expect(pauseAfter('complete-cart', 3, 0.5)).toBe(750)
})

test('a receiver of webhooks has more than a day, in the pauses that senders of webhooks agree on', () => {
  const pauses = Array.from({ length: attemptMaxOf('deliver-webhook') - 1 }, (_, at) =>
    pauseAfter('deliver-webhook', at + 1, 0),
  )
  expect(pauses.map((pause) => pause / 1_000)).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 36_000])
  expect(pauseAfter('deliver-webhook', 2, 1)).toBe(330_000)
})

test('work that money hangs on is never given up, and asks at a slow pace in the end', () => {
  expect(attemptMaxOf('authorize-payment')).toBe(Number.POSITIVE_INFINITY)
  expect(pauseAfter('authorize-payment', 3, 0)).toBe(1_000)
  expect([attemptMax, 5_000].map((attempt) => pauseAfter('authorize-payment', attempt, 0))).toEqual([40_000, 40_000])
  expect(pauseAfter('authorize-payment', 5_000, 1)).toBe(20_000)
})
