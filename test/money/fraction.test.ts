import { expect, test } from 'bun:test'
import fc from 'fast-check'
import {
  compare,
  floorOf,
  greater,
  lesser,
  minus,
  partsPerMillion,
  plus,
  rounded,
  roundedShareOf,
  shareOf,
} from '../../src/money/fraction.ts'

test.each([
  ['a half goes up', 5, 1, 2, 3],
  ['a negative half goes up as well', -5, 1, 2, -2],
  ['less than half goes down', 333, 200_000, 1_000_000, 67],
  ['nothing', 0, 200_000, 1_000_000, 0],
  ['a product beyond a double', 999_999_999_999, 999_999, 1_000_000, 999_998_999_999],
  ['a half of a product beyond a double', 10 ** 12 + 1, 500_000, 1_000_000, 500_000_000_001],
] as const)('rounding: %s', (_, amount, part, whole, expected) => {
  expect<number>(roundedShareOf(amount, part, whole)).toBe(expected)
})

test.each([
  [20, 200_000],
  [5.5, 55_000],
  [7.0001, 70_001],
  [0, 0],
  [8.87549, 88_755],
] as const)('%d %% is %d parts per million', (percent, parts) => {
  expect(partsPerMillion(percent)).toBe(parts)
})

test('thirds add up to one, exactly', () => {
  const third = shareOf(1, 1, 3)
  expect(compare(plus(plus(third, third), third), 1)).toBe(0)
  expect(compare(minus(1, plus(third, third)), third)).toBe(0)
  expect(compare(lesser(third, 0), 0)).toBe(0)
  expect(compare(greater(third, shareOf(1, 33, 100)), third)).toBe(0)
})

test('a share of a share is exact', () => {
  const sixth = shareOf(shareOf(1, 1, 2), 1, 3)
  expect(compare(shareOf(12, sixth, shareOf(1, 1, 3)), 6)).toBe(0)
})

test.each([
  [-7, 2, -4, -3],
  [7, 2, 3, 4],
  [-6, 4, -2, -1],
  [1, 3, 0, 0],
  [8, 4, 2, 2],
] as const)('%d/%d: rounded down %d, rounded %d', (top, bottom, down, near) => {
  expect<number>(floorOf(shareOf(1, top, bottom))).toBe(down)
  expect<number>(rounded(shareOf(1, top, bottom))).toBe(near)
})

test('rounding is the same with doubles as with big integers', () => {
  const amount = fc.integer({ min: -(10 ** 12), max: 10 ** 12 })
  fc.assert(
    fc.property(amount, fc.nat(1_000_000), fc.integer({ min: 1, max: 2_000_000 }), (value, part, whole) => {
      const doubled = 2n * BigInt(value) * BigInt(part) + BigInt(whole)
      const under = 2n * BigInt(whole)
      const expected = (doubled - (((doubled % under) + under) % under)) / under
      fc.pre(expected <= 2n ** 53n && expected >= -(2n ** 53n))
      expect<number>(roundedShareOf(value, part, whole)).toBe(Number(expected))
    }),
    { numRuns: 10_000 },
  )
})
