import { invariant } from '../invariant.ts'
import { compare, type Exact, floorOf, minus, plus, shareOf } from './fraction.ts'
import { type Minor, minor, sum, zero } from './money.ts'

/**
 * Divides an amount in proportion to whole weights that are not negative. The parts add up to it, nobody with weight
 * zero gets anything, and a negative amount is divided as its opposite is. Refuses to divide among nobody.
 */
export function allocate(amount: Minor, weights: readonly (number | bigint)[]): Minor[] {
  invariant(
    weights.every((weight) => weight >= 0),
    'a weight is not negative',
  )
  if (amount === 0) return weights.map(() => zero)
  const exact = weights.map(wholeWeight)
  const total = exact.reduce(plus, 0)
  invariant(compare(total, 0) > 0, 'an amount is divided among somebody')
  const size = minor(Math.abs(amount))
  const parts = wholeParts(
    exact.map((weight) => shareOf(size, weight, total)),
    size,
  )
  return amount < 0 ? parts.map((part) => minor(-part)) : parts
}

/**
 * Whole amounts for exact ones, adding up to `total`, which is their sum rounded either way: all are rounded down, and
 * what is left over goes, one each, to the largest remainders; of equal ones to the earlier.
 */
export function wholeParts(parts: readonly Exact[], total: Minor): Minor[] {
  const whole = parts.map(floorOf)
  const leftOver = total - sum(whole)
  if (leftOver === 0) return whole
  const remainders = parts.map((part, index) => ({ index, rest: minus(part, whole[index] ?? zero) }))
  const fractional = remainders.filter(({ rest }) => compare(rest, 0) > 0)
  invariant(leftOver > 0 && leftOver <= fractional.length, 'what is left over is less than one each')
  const largest = fractional.sort((one, other) => compare(other.rest, one.rest)).slice(0, leftOver)
  const raised = new Set(largest.map(({ index }) => index))
  return whole.map((part, index) => (raised.has(index) ? minor(part + 1) : part))
}

function wholeWeight(weight: number | bigint): Exact {
  if (typeof weight === 'bigint') return { numerator: weight, denominator: 1n }
  invariant(Number.isSafeInteger(weight), 'a weight is a whole number')
  return weight
}
