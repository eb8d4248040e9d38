import { Type } from 'typebox'
import type { PriceGiven } from '../../commands/named-lines.ts'
import { currencyDigits, fromDecimal } from '../../money/currency.ts'
import { amountMax } from '../../money/money.ts'
import { Refusal } from '../../refusal.ts'

/** Largest id that a body may name: BigCommerce's are 32-bit integers. */
export const idMax = 2_147_483_647

/** Characters of a name. */
export const nameMax = 250

/** Nothing, or null, which clients send for it. */
export function optional<Schema extends Type.TSchema>(schema: Schema) {
  return Type.Optional(Type.Union([schema, Type.Null()]))
}

/** A number of ours: of a product, a variant, a customer, a channel. */
export const number = Type.Integer({ minimum: 1, maximum: idMax })

export const quantity = Type.Integer({ minimum: 1, maximum: idMax })

/** An amount in the currency's major unit; how many decimals it may have is said by the currency. */
export const decimal = Type.Number({ minimum: 0, maximum: amountMax })

export const name = Type.String({ minLength: 1, maxLength: nameMax })

export const email = Type.String({
  pattern: '^[^\\s@]{1,64}@[^\\s@.]+(?:\\.[^\\s@.]+)+$',
  maxLength: 254,
  'x-words': 'must be an email address',
})

/** The version that a change is meant for; without one, it is meant for any. */
export const version = optional(Type.Integer({ minimum: 0 }))

/** A body that says nothing but that. */
export const onlyVersion = Type.Object({ version })

/** Reads a number as an amount of the cart's currency; refuses more decimals than that has. */
export function price(said: number, field: string): PriceGiven {
  return (currencyCode) => {
    const amount = fromDecimal(String(said), currencyCode)
    if (amount !== null) return amount
    const digits = currencyDigits(currencyCode)
    throw new Refusal('body-invalid', `${field} must be an amount with at most ${digits} decimals`, { field })
  }
}
