import type { Cart } from '../cart/cart.ts'
import { allocate } from '../money/allocate.ts'
import { roundedShareOf } from '../money/fraction.ts'
import { type Minor, minor, sum, zero } from '../money/money.ts'
import type { Bill, BillLine } from './bill.ts'

/** What a line costs as it is listed, and what was taken off it for which reason, in listed prices too. */
export interface LineAmounts {
  readonly lineId: string
  /** Price times pieces; with tax where the price has it in it. */
  readonly listed: Minor
  readonly coupons: readonly TakenOff[]
  /** Its part of what was taken off all goods by hand. */
  readonly byHand: readonly TakenOff[]
  /** What was taken off this very line by hand. */
  readonly itemDiscount: Minor
  /** As listed, less that; and the part of one piece, rounded. */
  readonly sale: Minor
  readonly salePrice: Minor
  /** With tax, and without. */
  readonly total: Minor
  readonly totalWithoutTax: Minor
}

export interface TakenOff {
  readonly discountId: string
  readonly amount: Minor
}

/** The goods of a cart together. */
export interface GoodsAmounts {
  readonly lines: readonly LineAmounts[]
  /** As listed, less what was taken off single lines by hand. */
  readonly base: Minor
  /** Taken off all goods together, codes aside. */
  readonly orderDiscount: Minor
  readonly coupons: readonly TakenOff[]
  /** Before what is taken off all of them together, and codes. */
  readonly subtotal: Minor
  readonly subtotalWithoutTax: Minor
  readonly total: Minor
  readonly totalWithoutTax: Minor
}

/** Sorts what a bill says of the goods by reasons; fees are no goods. The parts add up: base − discounts − coupons = total, tax aside. */
export function goodsAmounts(cart: Cart, bill: Bill): GoodsAmounts {
  const goods = cart.lines.flatMap((line, at) => {
    const billed = bill.lines[at]
    return line.kind === 'fee' || billed === undefined ? [] : [{ line, billed, cuts: cutsOf(billed) }]
  })
  const isOfItem = new Set(cart.manualDiscounts.filter(({ lineId }) => lineId !== null).map(({ id }) => id))
  const isByHand = new Set(cart.manualDiscounts.map(({ id }) => id))
  const lines = goods.map(({ line, billed, cuts }): LineAmounts => {
    const shown = cuts.map(({ discountId, net, gross }) => ({ discountId, amount: line.includesTax ? gross : net }))
    const listed = minor(line.unitPrice * line.quantity)
    const itemDiscount = sum(shown.filter(({ discountId }) => isOfItem.has(discountId)).map(({ amount }) => amount))
    const sale = minor(listed - itemDiscount)
    return {
      lineId: line.id,
      listed,
      coupons: shown.filter(({ discountId }) => !isByHand.has(discountId)),
      byHand: shown.filter(({ discountId }) => isByHand.has(discountId) && !isOfItem.has(discountId)),
      itemDiscount,
      sale,
      salePrice: roundedShareOf(sale, 1, line.quantity),
      total: billed.total,
      totalWithoutTax: minor(billed.total - billed.taxTotal),
    }
  })
  const off = goods.flatMap(({ cuts }) => cuts.filter(({ discountId }) => !isOfItem.has(discountId)))
  const total = sum(lines.map((line) => line.total))
  const totalWithoutTax = sum(lines.map((line) => line.totalWithoutTax))
  return {
    lines,
    base: sum(lines.map(({ sale }) => sale)),
    orderDiscount: sum(lines.flatMap(({ byHand }) => byHand.map(({ amount }) => amount))),
    coupons: perDiscount(lines),
    subtotal: minor(total + sum(off.map(({ gross }) => gross))),
    subtotalWithoutTax: minor(totalWithoutTax + sum(off.map(({ net }) => net))),
    total,
    totalWithoutTax,
  }
}

interface BothWays {
  readonly discountId: string
  readonly net: Minor
  readonly gross: Minor
}

/** What each discount took off, without the tax it spared and with it; those with it add up to what the line lost. */
function cutsOf({ adjustments, originalTotal, total, discountTotal }: BillLine): readonly BothWays[] {
  if (discountTotal <= 0) return []
  const gross = allocate(
    minor(originalTotal - total),
    adjustments.map(({ amount }) => amount),
  )
  return adjustments.map(({ discountId, amount }, at) => ({ discountId, net: amount, gross: gross[at] ?? zero }))
}

function perDiscount(lines: readonly LineAmounts[]): readonly TakenOff[] {
  const totals = new Map<string, Minor>()
  for (const { discountId, amount } of lines.flatMap(({ coupons }) => coupons)) {
    totals.set(discountId, minor((totals.get(discountId) ?? zero) + amount))
  }
  return [...totals].map(([discountId, amount]) => ({ discountId, amount }))
}
