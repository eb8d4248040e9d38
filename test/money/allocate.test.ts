import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { InvariantError } from '../../src/invariant.ts'
import { allocate, wholeParts } from '../../src/money/allocate.ts'
import { plus, rounded, shareOf } from '../../src/money/fraction.ts'
import { minor } from '../../src/money/money.ts'

function split(amount: number, weights: readonly (number | bigint)[]): number[] {
  return allocate(minor(amount), weights)
}

test.each([
  ['in proportion', 100, [1, 3], [25, 75]],
  ['the odd cent goes to somebody', 1, [100, 100], [1, 0]],
  ['two odd cents go to the first two', 500, [7, 7, 7], [167, 167, 166]],
  ['the largest remainder comes before the first line', 10, [1, 2, 2], [2, 4, 4]],
  ['the largest remainder wins the odd cent', 500, [333, 777, 505], [103, 241, 156]],
  ['a free line is never charged', 301, [0, 300, 300], [0, 151, 150]],
  ['nor given anything back', -301, [0, 300, 300], [0, -151, -150]],
  ['less than one each', 2, [5, 5, 5, 5], [1, 1, 0, 0]],
  ['nothing', 0, [3, 4], [0, 0]],
  ['nothing among nobody', 0, [], []],
  ['nothing among free lines', 0, [0, 0], [0, 0]],
  ['everything to one', 999, [0, 1, 0], [0, 999, 0]],
  ['amounts whose product is beyond a double', 999_999_999_999, [999_999_999_999, 1], [999_999_999_998, 1]],
] as const)('%s: %d by %j', (_, amount, weights, parts) => {
  expect<unknown>(split(amount, weights)).toEqual(parts)
})

test('weights may be big integers', () => {
  expect(split(10, [10n ** 30n, 3n * 10n ** 30n])).toEqual([3, 7])
})

test.each([
  ['free lines only', 5, [0, 0]],
  ['nobody', 5, []],
  ['a negative weight', 5, [-1, 6]],
  ['a fraction as weight', 5, [0.5, 1]],
] as const)('refuses to divide among %s', (_, amount, weights) => {
  expect(() => split(amount, weights)).toThrow(InvariantError)
})

const weights = fc.array(fc.oneof(fc.nat(3), fc.nat(100_000), fc.nat(1_000_000_000_000)), {
  minLength: 1,
  maxLength: 12,
})
const amount = fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: -(10 ** 12), max: 10 ** 12 }))

test('parts add up, lie within one of the exact share, and none is given to weight zero', () => {
  fc.assert(
    fc.property(amount, weights, (whole, shares) => {
      const total = shares.reduce((sum, share) => sum + BigInt(share), 0n)
      fc.pre(total > 0n)
      const parts = split(whole, shares)
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(whole)
      parts.forEach((part, index) => {
        const off = BigInt(part) * total - BigInt(whole) * BigInt(shares[index] ?? 0)
        if (off >= total || off <= -total || (shares[index] === 0 && part !== 0)) throw new Error(`part ${index}`)
      })
    }),
    { numRuns: 10_000 },
  )
})

test('whole parts of exact ones add up to their rounded sum, each rounded down or up', () => {
  const part = fc.tuple(fc.nat(10_000), fc.nat(50), fc.integer({ min: 1, max: 60 }))
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (quotients) => {
      const exact = quotients.map(([whole, top, bottom]) => plus(whole, shareOf(1, top, bottom)))
      const total = rounded(exact.reduce(plus, 0))
      const parts = wholeParts(exact, total)
      expect<number>(parts.reduce((sum: number, each) => sum + each, 0)).toBe(total)
      parts.forEach((each, index) => {
        const [whole, top, bottom] = quotients[index] ?? [0, 0, 1]
        expect(Math.abs(each - (whole + top / bottom))).toBeLessThan(1)
      })
    }),
    { numRuns: 10_000 },
  )
})
