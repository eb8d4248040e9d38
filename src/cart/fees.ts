import type { Minor } from '../money/money.ts'
import { Refusal } from '../refusal.ts'
import type { Cart, Line } from './cart.ts'
import { assertQuantity } from './line-items.ts'

/** Fees on one cart. */
export const feeMax = 5

/** What a service costs on top of the goods: one line of its own, that ships with nothing and that no discount touches. */
export interface Fee {
  readonly name: string
  readonly displayName: string
  readonly cost: Minor
  readonly source: string
  readonly taxClassId: number | null
}

/** The line of a fee; tax is taken at the region's own rate. */
export function feeLine(fee: Fee, id: string, includesTax: boolean, now: number): Line {
  return {
    id,
    kind: 'fee',
    variantId: null,
    productId: null,
    profileId: null,
    title: fee.displayName,
    description: null,
    thumbnail: null,
    sku: null,
    unitPrice: fee.cost,
    isPriceGiven: true,
    includesTax,
    revision: 1,
    quantity: 1,
    isGiftcard: false,
    discountable: false,
    hasShipping: false,
    metadata: { name: fee.name, source: fee.source, tax_class_id: fee.taxClassId },
    createdAt: now,
    updatedAt: now,
  }
}

/** Fees come last, and change nothing about how the goods ship. */
export function addFees(cart: Cart, fees: readonly Line[]): Cart {
  const count = feesOf(cart).length + fees.length
  if (count > feeMax)
    throw new Refusal('limit-exceeded', `A cart takes at most ${feeMax} fees, not ${count}.`, { limit: feeMax })
  for (const { quantity, unitPrice } of fees) assertQuantity(quantity, unitPrice)
  return { ...cart, lines: [...cart.lines, ...fees] }
}

/** Each takes the place of the fee with its id; refuses ids that are no fee's. */
export function replaceFees(cart: Cart, fees: readonly Line[]): Cart {
  for (const { id, quantity, unitPrice } of fees) {
    assertFee(cart, id)
    assertQuantity(quantity, unitPrice)
  }
  const lines = cart.lines.map((line) => {
    const fee = fees.find(({ id }) => id === line.id)
    return fee ? { ...fee, revision: line.revision + 1, createdAt: line.createdAt } : line
  })
  return { ...cart, lines }
}

/** Takes fees away; refuses ids that are no fee's. */
export function removeFees(cart: Cart, ids: readonly string[]): Cart {
  for (const id of ids) assertFee(cart, id)
  return { ...cart, lines: cart.lines.filter(({ id }) => !ids.includes(id)) }
}

export function feesOf({ lines }: Cart): readonly Line[] {
  return lines.filter(({ kind }) => kind === 'fee')
}

function assertFee(cart: Cart, feeId: string): void {
  if (feesOf(cart).some(({ id }) => id === feeId)) return
  throw new Refusal('entry-not-found', 'There is no fee with that id on the cart.', { feeId })
}
