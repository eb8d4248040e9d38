import type { Cart } from '../../cart/cart.ts'
import type { Books } from '../../checkout/books.ts'
import { billOf } from '../../commands/bills.ts'
import { sum } from '../../money/money.ts'
import type { Bill } from '../../pricing/bill.ts'
import { type GoodsAmounts, goodsAmounts } from '../../pricing/goods-amounts.ts'
import { decimalsIn, type Json, time, uuid } from './json.ts'
import { couponType, type ItemView, itemsJson } from './line-json.ts'
import { bannersJson } from './promotions-json.ts'

/** What of a cart is shown besides the usual. */
export interface CartView extends ItemView {
  readonly banners: boolean
  /** Null: not asked for. */
  readonly redirectUrls: Json | null
}

/** A cart, priced with the taxes that would be due now. */
export function cartJson(cart: Cart, books: Books, view: CartView): Json {
  const bill = billOf(cart, books, 'due')
  const goods = goodsAmounts(cart, bill)
  return {
    ...cartFields(cart, bill, goods, books, view),
    ...(view.banners && { promotions: { banners: bannersJson(cart, books) } }),
    ...(view.redirectUrls && { redirect_urls: view.redirectUrls }),
  }
}

/** What a cart and the cart in a checkout have in common. */
export function cartFields(cart: Cart, bill: Bill, goods: GoodsAmounts, books: Books, view: ItemView): Json {
  const decimal = decimalsIn(cart.currencyCode)
  const customer = cart.customerId === null ? null : books.customer(cart.customerId)
  const offAll = cart.manualDiscounts.filter(({ lineId }) => lineId === null)
  return {
    id: uuid(cart.id),
    parent_id: null,
    customer_id: customer?.hasAccount ? customer.number : 0,
    email: cart.email ?? '',
    currency: { code: cart.currencyCode.toUpperCase() },
    tax_included: books.region(cart.regionId)?.includesTax ?? false,
    base_amount: decimal(goods.base),
    discount_amount: decimal(goods.orderDiscount),
    manual_discount_amount: decimal(sum(offAll.map(({ amount }) => amount))),
    cart_amount: decimal(goods.total),
    cart_amount_inc_tax: decimal(goods.total),
    cart_amount_ex_tax: decimal(goods.totalWithoutTax),
    coupons: couponsJson(cart, bill, goods, books),
    discounts: goods.lines.map(({ lineId, coupons, byHand, itemDiscount }) => {
      const off = [...coupons, ...byHand].map(({ amount }) => amount)
      return { id: uuid(lineId), discounted_amount: decimal(sum([...off, itemDiscount])) }
    }),
    line_items: itemsJson(cart, goods.lines, books, view),
    created_time: time(cart.createdAt),
    updated_time: time(cart.updatedAt),
    channel_id: books.channels().find(({ id }) => id === cart.channelId)?.number ?? 1,
    locale: cart.locale ?? '',
    version: cart.version,
  }
}

/** The codes on a cart with what each takes off; one that makes shipping free, what shipping would cost. */
export function couponsJson(cart: Cart, bill: Bill, goods: GoodsAmounts, books: Books): readonly Json[] {
  const decimal = decimalsIn(cart.currencyCode)
  return cart.discounts.flatMap(({ id }) => {
    const discount = books.discount(id)
    if (!discount) return []
    const isFreeShipping = discount.rule.type === 'free_shipping'
    const shipping = cart.shippingMethods.filter((_, at) => bill.shipping[at]?.price === 0)
    const saved = isFreeShipping
      ? sum(shipping.map(({ price }) => price))
      : (goods.coupons.find(({ discountId }) => discountId === id)?.amount ?? sum([]))
    return [
      {
        id: books.discountNumber(id),
        code: discount.code,
        coupon_type: String(couponType(discount)),
        display_name: discount.rule.description ?? discount.code,
        discounted_amount: decimal(saved),
      },
    ]
  })
}
