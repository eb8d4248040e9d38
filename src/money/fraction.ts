import { invariant } from '../invariant.ts'
import { type Minor, minor } from './money.ts'

/** A quotient of whole numbers, not reduced; the denominator is above zero. */
export interface Fraction {
  readonly numerator: bigint
  readonly denominator: bigint
}

/** An exact amount. Whole ones stay plain numbers, so that the common case needs no big integers. */
export type Exact = number | Fraction

/** The denominator of a percentage: four decimals of a percent. */
export const million = 1_000_000

/** Up to here every whole number is a double of its own, so a product that is not above it is exact. */
const wholeMax = 2 ** 52

/** A percentage in parts per million; the fifth decimal and what follows are rounded away. */
export function partsPerMillion(percent: number): number {
  return Math.round(percent * 10_000)
}

export function plus(left: Exact, right: Exact): Exact {
  if (typeof left === 'number' && typeof right === 'number') {
    const total = left + right
    if (Math.abs(total) <= wholeMax) return total
  }
  const a = fraction(left)
  const b = fraction(right)
  if (a.denominator === b.denominator) return { numerator: a.numerator + b.numerator, denominator: a.denominator }
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  }
}

export function minus(left: Exact, right: Exact): Exact {
  if (typeof right === 'number') return plus(left, -right)
  return plus(left, { numerator: -right.numerator, denominator: right.denominator })
}

/** The part of `amount` that `part` is of `whole`; `whole` is above zero. */
export function shareOf(amount: Exact, part: Exact, whole: Exact): Exact {
  if (typeof amount === 'number' && typeof part === 'number' && typeof whole === 'number') {
    const product = amount * part
    if (Math.abs(product) <= wholeMax && product % whole === 0) return product / whole
  }
  const a = fraction(amount)
  const p = fraction(part)
  const w = fraction(whole)
  invariant(w.numerator > 0n, 'a share is of something')
  // Parts of one whole mostly have its denominator, which then need not grow.
  if (p.denominator === w.denominator) {
    return { numerator: a.numerator * p.numerator, denominator: a.denominator * w.numerator }
  }
  return {
    numerator: a.numerator * p.numerator * w.denominator,
    denominator: a.denominator * p.denominator * w.numerator,
  }
}

/** `shareOf`, rounded once to a whole amount, half towards plus infinity. */
export function roundedShareOf(amount: Exact, part: number, whole: number): Minor {
  if (typeof amount === 'number') {
    const product = amount * part
    if (Math.abs(product) <= wholeMax) {
      const rest = modulo(product, whole)
      return minor((product - rest) / whole + (rest * 2 >= whole ? 1 : 0))
    }
  }
  return rounded(shareOf(amount, part, whole))
}

/** The nearest whole amount, half towards plus infinity, as JavaScript's `Math.round`. */
export function rounded(amount: Exact): Minor {
  if (typeof amount === 'number') return minor(amount)
  const { numerator, denominator } = amount
  return minor(Number(quotient(2n * numerator + denominator, 2n * denominator)))
}

/** The largest whole amount that is not above it. */
export function floorOf(amount: Exact): Minor {
  return minor(typeof amount === 'number' ? amount : Number(quotient(amount.numerator, amount.denominator)))
}

/** Below zero, zero or above it, as `left` is below, equal to or above `right`. */
export function compare(left: Exact, right: Exact): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right
  const a = fraction(left)
  const b = fraction(right)
  const difference = a.numerator * b.denominator - b.numerator * a.denominator
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

export function lesser(left: Exact, right: Exact): Exact {
  return compare(left, right) <= 0 ? left : right
}

export function greater(left: Exact, right: Exact): Exact {
  return compare(left, right) >= 0 ? left : right
}

function fraction(amount: Exact): Fraction {
  return typeof amount === 'number' ? { numerator: BigInt(amount), denominator: 1n } : amount
}

/** Rounds down, where big integers' own division rounds towards zero. */
function quotient(dividend: bigint, divisor: bigint): bigint {
  const towardsZero = dividend / divisor
  return dividend < 0n && towardsZero * divisor !== dividend ? towardsZero - 1n : towardsZero
}

function modulo(dividend: number, divisor: number): number {
  const rest = dividend % divisor
  return rest < 0 ? rest + divisor : rest
}
