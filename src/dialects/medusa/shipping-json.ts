import type { ShippingMethod } from '../../cart/cart.ts'
import type { ShippingOption } from '../../catalog/shipping-option.ts'
import type { CatalogView } from '../../checkout/books.ts'
import type { BillShipping } from '../../pricing/bill.ts'
import { type Json, rememberedBy, row } from './json.ts'
import { type Owner, taxLinesJson } from './line-json.ts'

/** A way to ship, as a method shows it. */
export const shippingOptionJson = rememberedBy((option: ShippingOption) => ({
  ...row(option),
  name: option.name,
  region_id: option.regionId,
  profile_id: option.profileId,
  provider_id: option.providerId,
  price_type: option.priceType,
  amount: option.amount,
  is_return: false,
  admin_only: false,
  data: option.data,
  metadata: option.metadata,
}))

/** A chosen way to ship and what it costs. */
export function shippingMethodJson(method: ShippingMethod, bill: BillShipping | undefined, owner: Owner): Json {
  return {
    id: method.id,
    shipping_option_id: method.optionId,
    order_id: owner.orderId,
    claim_order_id: null,
    cart_id: owner.cartId,
    swap_id: null,
    return_id: null,
    price: bill?.price ?? method.price,
    data: method.data,
    ...owner.withOptions(method.optionId),
    tax_lines: taxLinesJson(bill?.taxLines ?? [], { shipping_method_id: method.id }, 'smtl', owner),
    original_total: bill?.originalTotal ?? 0,
    total: bill?.total ?? 0,
    subtotal: bill?.subtotal ?? 0,
    original_tax_total: bill?.originalTaxTotal ?? 0,
    tax_total: bill?.taxTotal ?? 0,
  }
}

/** For `Owner`: shows each method's option. */
export function withOptionsOf(books: CatalogView): Owner['withOptions'] {
  return (optionId) => {
    const option = optionId === null ? null : books.shippingOption(optionId)
    return { shipping_option: option && shippingOptionJson(option) }
  }
}

/** For `Owner`: leaves the options out. */
export function withoutOptions(): Json {
  return {}
}
