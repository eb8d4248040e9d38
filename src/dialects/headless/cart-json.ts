import type { Cart, CartStage } from '../../cart/cart.ts'
import type { Discount } from '../../catalog/discount.ts'
import type { Books, CatalogView } from '../../checkout/books.ts'
import { billOf } from '../../commands/bills.ts'
import type { Shown } from '../../commands/receipts.ts'
import type { Bill } from '../../pricing/bill.ts'
import { addressJson } from './address-json.ts'
import { lineJson } from './line-json.ts'
import { moneyJson, timeJson } from './money-json.ts'
import { created, ok } from './reply.ts'

/** A cart that is being checked out is active until it is an order; one that went into another is nobody's any more. */
const statuses: Readonly<Record<CartStage, 'active' | 'completed' | 'abandoned'>> = {
  open: 'active',
  frozen: 'active',
  completed: 'completed',
  merged: 'abandoned',
}

export function showCart(cart: Cart, books: Books): Shown {
  return ok(cartJson(cart, books))
}

export function showNewCart(cart: Cart, books: Books): Shown {
  return created(cartJson(cart, books))
}

/** The cart with what it comes to; taxes are always worked out. */
function cartJson(cart: Cart, books: Books) {
  const order = cart.stage === 'completed' ? books.orderOfCart(cart.id) : null
  const bill = order?.bill ?? billOf(cart, books, 'due')
  return {
    id: cart.id,
    status: statuses[cart.stage],
    session_id: cart.sessionId,
    customer_id: accountIdOf(cart.customerId, books),
    items: cart.lines.map((line) => lineJson(line, bill, books)),
    shipping_address: addressJson(cart.shippingAddress),
    billing_address: addressJson(cart.billingAddress),
    shipping_method_id: cart.shippingMethods[0]?.optionId ?? null,
    discount_codes: cart.discounts.map(({ code }) => code),
    summary: {
      ...totalsJson(bill),
      item_count: cart.lines.length,
      total_quantity: cart.lines.reduce((count, { quantity }) => count + quantity, 0),
    },
    applied_discounts: discountsJson(cart, discountsOf(cart, books), bill),
    metadata: cart.metadata ?? {},
    created_at: timeJson(cart.createdAt),
    updated_at: timeJson(cart.updatedAt),
  }
}

export function totalsJson(bill: Bill) {
  const money = (amount: number) => moneyJson(amount, bill.currencyCode)
  return {
    subtotal: money(bill.subtotal),
    discount_total: money(bill.discountTotal),
    shipping_total: money(bill.shippingTotal),
    tax_total: money(bill.taxTotal),
    total: money(bill.total),
  }
}

/** Somebody who only left an e-mail is no customer of this API. */
export function accountIdOf(customerId: string | null, books: Books): string | null {
  return customerId !== null && books.customer(customerId)?.hasAccount ? customerId : null
}

/** What takes something off, with how much it is: of goods without tax, or what shipping would have cost. */
export function discountsJson(cart: Cart, discounts: readonly Discount[], bill: Bill) {
  const money = (amount: number) => moneyJson(amount, bill.currencyCode)
  const offGoods = (discountId: string): number =>
    bill.lines
      .flatMap(({ adjustments }) => adjustments)
      .reduce((sum, adjustment) => (adjustment.discountId === discountId ? sum + adjustment.amount : sum), 0)
  const codes = discounts.map(({ id, code, rule }) => ({
    discount_id: id,
    code,
    name: rule.description ?? code,
    value_type: rule.type,
    value: rule.type === 'free_shipping' ? 0 : rule.value,
    saved: money(rule.type === 'free_shipping' ? shippingSaved(cart, bill) : offGoods(id)),
  }))
  const byHand = cart.manualDiscounts.map(({ id, name, amount }) => ({
    discount_id: id,
    code: null,
    name,
    value_type: 'fixed' as const,
    value: amount,
    saved: money(offGoods(id)),
  }))
  return [...codes, ...byHand]
}

function discountsOf(cart: Cart, books: CatalogView): readonly Discount[] {
  return cart.discounts.flatMap(({ id }) => books.discount(id) ?? [])
}

function shippingSaved({ shippingMethods }: Cart, bill: Bill): number {
  return shippingMethods.reduce((sum, { id, price }) => {
    const billed = bill.shipping.find(({ methodId }) => methodId === id)
    return sum + Math.max(0, price - (billed?.price ?? price))
  }, 0)
}
