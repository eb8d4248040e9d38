import type { Cart, Line } from '../cart/cart.ts'
import { invariant } from '../invariant.ts'
import { toDecimal } from '../money/currency.ts'
import { type Minor, minor } from '../money/money.ts'
import type { Bill, BillLine, PriceFacts } from './bill.ts'

export interface LineReasons {
  readonly lineId: string
  /** They add up to the line's total. */
  readonly reasons: readonly Reason[]
}

export interface Reason {
  readonly label: string
  readonly amount: Minor
}

/** Why each line of the bill costs what it costs. Takes the cart and the facts that the bill was made from. */
export function explain(bill: Bill, cart: Cart, facts: PriceFacts): readonly LineReasons[] {
  return bill.lines.map((billed) => {
    const line = cart.lines.find(({ id }) => id === billed.lineId)
    invariant(line, `line ${billed.lineId} of the bill is in the cart`)
    const reasons = [
      goodsReason(line, billed, bill.currencyCode),
      ...discountReasons(billed, cart, facts),
      ...taxReasons(billed),
    ]
    return { lineId: billed.lineId, reasons }
  })
}

function goodsReason({ quantity, unitPrice, includesTax }: Line, { subtotal }: BillLine, currencyCode: string): Reason {
  const price = `${quantity} × ${toDecimal(unitPrice, currencyCode)}`
  return { label: includesTax ? `${price}, without tax` : price, amount: subtotal }
}

function discountReasons({ adjustments }: BillLine, cart: Cart, { discounts }: PriceFacts): readonly Reason[] {
  return adjustments.map(({ discountId, amount }) => {
    const code = discounts.find(({ id }) => id === discountId)?.code
    const label = code ?? cart.manualDiscounts.find(({ id }) => id === discountId)?.name
    invariant(label !== undefined, `discount ${discountId} of the bill is among its facts`)
    return { label, amount: minor(-amount) }
  })
}

function taxReasons({ taxLines }: BillLine): readonly Reason[] {
  return taxLines.map(({ name, rate, amount }) => ({ label: `${name} ${rate} %`, amount }))
}
