import { million, partsPerMillion, roundedShareOf } from '../money/fraction.ts'
import { type Minor, minor } from '../money/money.ts'
import type { BillLine } from './bill.ts'

/**
 * What a line gives back when all its pieces are returned one by one: the discount of a piece is rounded, as Medusa does
 * it, so it may differ from the line's total by a fraction of a cent per piece.
 */
export function refundableOf(line: BillLine, quantity: number): Minor {
  const discountOfPiece = Math.round(line.discountTotal / quantity)
  const returned = Math.max(0, line.subtotal - discountOfPiece * quantity)
  const tax = line.taxLines.reduce(
    (total, { rate }) => total + roundedShareOf(returned, partsPerMillion(rate), million),
    0,
  )
  return minor(returned + tax)
}
