import type { Dice } from './dice.ts'
import { plenty, type RegionName, wholeDiscount } from './shelf.ts'

/** What a shopper puts into a cart, and how they pay. */
export interface Wish {
  readonly skus: readonly string[]
  readonly quantity?: number
  readonly region: RegionName
  /** For the bank: what it is to do. */
  readonly data?: object
  readonly discounts?: readonly string[]
  readonly giftCards?: readonly string[]
  readonly ships?: boolean
}

/** Something that anybody might want, with a few things among it that have to be divided. */
export function anyWish(dice: Dice): Wish {
  const lines = dice.between(1, plenty.length)
  return {
    skus: dice.shuffled(plenty).slice(0, lines),
    quantity: dice.between(1, 3),
    region: 'test',
    discounts: dice.chance(0.5) ? [wholeDiscount.code] : [],
    ships: dice.chance(0.3),
  }
}

/** Where it is to be sent to. */
export function addressIn(country: string): object {
  return {
    first_name: 'Grete',
    last_name: 'Hermann',
    address_1: 'Am Wall 1',
    city: 'Bremen',
    country_code: country,
    postal_code: '28195',
  }
}
