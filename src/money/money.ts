import { invariant } from '../invariant.ts'

declare const minorBrand: unique symbol

/** An amount of money: a whole number of the currency's minor unit (cents; yen; mills). */
export type Minor = number & { readonly [minorBrand]: true }

/** Largest price, balance, line or sum of a cart's lines; below 2^53 with room for what comes on top of it. */
export const amountMax = 1_000_000_000_000

/** Takes a whole number as money; anything else is our bug, since edges check what callers send. */
export function minor(amount: number): Minor {
  invariant(Number.isSafeInteger(amount), `money is a whole number of minor units, not ${amount}`)
  return (amount === 0 ? 0 : amount) as Minor
}

export const zero = 0 as Minor

export function sum(amounts: readonly Minor[]): Minor {
  return minor(amounts.reduce((total: number, amount) => total + amount, 0))
}
