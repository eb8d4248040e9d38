import type { Cart, ShippingMethod } from '../../cart/cart.ts'
import { feesOf } from '../../cart/fees.ts'
import type { ShippingOption } from '../../catalog/shipping-option.ts'
import type { Books } from '../../checkout/books.ts'
import { billOf } from '../../commands/bills.ts'
import { consignmentOf, optionsFor, shippedLines } from '../../commands/shipped-lines.ts'
import { type Minor, minor, sum } from '../../money/money.ts'
import type { Bill } from '../../pricing/bill.ts'
import { goodsAmounts } from '../../pricing/goods-amounts.ts'
import { addressJson } from './address-json.ts'
import { cartFields, couponsJson } from './cart-json.ts'
import { decimalsIn, type Json, time, uuid } from './json.ts'
import type { ItemView } from './line-json.ts'
import { bannersJson } from './promotions-json.ts'

/** What of a checkout is shown besides the usual. */
export interface CheckoutView extends ItemView {
  readonly shippingOptions: boolean
  readonly banners: boolean
}

/** A cart on its way to be an order, with everything that will be charged. */
export function checkoutJson(cart: Cart, books: Books, view: CheckoutView): Json {
  const order = cart.stage === 'completed' ? books.orderOfCart(cart.id) : null
  const bill = order?.bill ?? billOf(cart, books, 'due')
  const goods = goodsAmounts(cart, bill)
  const decimal = decimalsIn(cart.currencyCode)
  const shipping = shippingTotals(bill)
  const coupons = couponsJson(cart, bill, goods, books)
  return {
    id: uuid(cart.id),
    cart: cartFields(cart, bill, goods, books, view),
    billing_address: cart.billingAddress ? addressJson(cart.billingAddress, cart.email) : {},
    consignments: consignmentsJson(cart, bill, books, view),
    taxes: taxesJson(bill, decimal),
    coupons,
    fees: feesJson(cart, bill),
    order_id: order?.displayId ?? null,
    shipping_cost_total_inc_tax: decimal(shipping.withTax),
    shipping_cost_total_ex_tax: decimal(shipping.withoutTax),
    handling_cost_total_inc_tax: 0,
    handling_cost_total_ex_tax: 0,
    tax_total: decimal(bill.taxTotal),
    subtotal_inc_tax: decimal(goods.subtotal),
    subtotal_ex_tax: decimal(goods.subtotalWithoutTax),
    grand_total: decimal(minor(bill.total + bill.giftCardTotal + bill.giftCardTaxTotal)),
    created_time: time(cart.createdAt),
    updated_time: time(cart.updatedAt),
    customer_message: cart.customerMessage,
    ...(view.banners && { promotions: { banners: bannersJson(cart, books) } }),
    version: cart.version,
  }
}

function shippingTotals({ shipping }: Bill): { readonly withTax: Minor; readonly withoutTax: Minor } {
  return { withTax: sum(shipping.map(({ total }) => total)), withoutTax: sum(shipping.map(({ subtotal }) => subtotal)) }
}

function consignmentsJson(cart: Cart, bill: Bill, books: Books, { shippingOptions }: CheckoutView): readonly Json[] {
  const address = consignmentOf(cart)
  if (!address) return []
  const decimal = decimalsIn(cart.currencyCode)
  const { withTax, withoutTax } = shippingTotals(bill)
  const chosen = cart.shippingMethods.at(-1)
  return [
    {
      id: uuid(address.id),
      shipping_cost_inc_tax: decimal(withTax),
      shipping_cost_ex_tax: decimal(withoutTax),
      handling_cost_inc_tax: 0,
      handling_cost_ex_tax: 0,
      coupon_discounts: [],
      discounts: [],
      line_item_ids: shippedLines(cart, books).map(({ id }) => uuid(id)),
      selected_shipping_option: chosen ? chosenJson(chosen, decimal, books) : null,
      address: addressJson(address, cart.email),
      ...(shippingOptions && {
        available_shipping_options: optionsFor(cart, books).map((option) => optionJson(option, decimal)),
      }),
    },
  ]
}

type Decimal = (amount: Minor) => number

function optionJson(option: ShippingOption, decimal: Decimal): Json {
  return shownOption({ id: uuid(option.id), type: typeOf(option), name: option.name, cost: decimal(option.amount) })
}

function chosenJson({ optionId, name, price }: ShippingMethod, decimal: Decimal, books: Books): Json {
  const option = optionId === null ? null : books.shippingOption(optionId)
  const id = optionId === null ? 'custom' : uuid(optionId)
  return shownOption({ id, type: option ? typeOf(option) : 'shipping_custom', name, cost: decimal(price) })
}

function typeOf({ priceType }: ShippingOption): string {
  return priceType === 'flat_rate' ? 'shipping_flatrate' : 'shipping_calculated'
}

function shownOption({ id, type, name, cost }: { id: string; type: string; name: string; cost: number }): Json {
  return { id, type, description: name, image_url: '', cost, transit_time: '', additional_description: '' }
}

/** All taxes of one name together. */
function taxesJson({ lines, shipping }: Bill, decimal: Decimal): readonly Json[] {
  const totals = new Map<string, Minor>()
  for (const { name, amount } of [...lines, ...shipping].flatMap(({ taxLines }) => taxLines)) {
    totals.set(name, minor((totals.get(name) ?? 0) + amount))
  }
  return [...totals].map(([name, amount]) => ({ name: name === 'default' ? 'Tax' : name, amount: decimal(amount) }))
}

function feesJson(cart: Cart, bill: Bill): readonly Json[] {
  const decimal = decimalsIn(cart.currencyCode)
  return feesOf(cart).map(({ id, title, unitPrice, metadata }) => {
    const billed = bill.lines.find(({ lineId }) => lineId === id)
    return {
      id: uuid(id),
      type: 'custom_fee',
      name: metadata['name'] ?? title,
      display_name: title,
      cost_inc_tax: decimal(billed?.total ?? unitPrice),
      cost_ex_tax: decimal(minor((billed?.total ?? unitPrice) - (billed?.taxTotal ?? 0))),
      source: metadata['source'] ?? '',
      tax_class_id: metadata['tax_class_id'] ?? null,
    }
  })
}
