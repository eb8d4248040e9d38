import type { Discount, GiftCard } from '../../catalog/discount.ts'
import type { CatalogView } from '../../checkout/books.ts'
import { type Json, rememberedBy, row, time, timeOrNull } from './json.ts'

/** A discount with its rule, as carts and orders show it. */
export function discountJson(discount: Discount, books: CatalogView): Json {
  return { ...discountRow(discount), usage_count: books.discountUses(discount.id).used, rule: ruleJson(discount) }
}

/** A gift card as carts and orders show it. `tax_rate` is null where the card is not taxed, or at no rate. */
export function giftCardJson(card: GiftCard, books: CatalogView): Json {
  const region = books.region(card.regionId)
  return {
    ...row(card),
    code: card.code,
    value: card.value,
    balance: card.balance,
    region_id: card.regionId,
    order_id: card.orderId,
    is_disabled: card.isDisabled,
    ends_at: timeOrNull(card.endsAt),
    tax_rate: region?.giftCardsTaxable && region.taxRate > 0 ? region.taxRate : null,
    metadata: card.metadata,
  }
}

const discountRow = rememberedBy((discount: Discount) => ({
  ...row(discount),
  code: discount.code,
  is_dynamic: false,
  rule_id: discount.rule.id,
  is_disabled: discount.isDisabled,
  parent_discount_id: null,
  starts_at: time(discount.startsAt),
  ends_at: timeOrNull(discount.endsAt),
  valid_duration: null,
  usage_limit: discount.usageLimit,
  usage_count: 0,
  metadata: discount.metadata,
}))

const ruleJson = rememberedBy(({ rule }: Discount) => ({
  ...row(rule),
  description: rule.description,
  type: rule.type,
  value: rule.value,
  allocation: rule.allocation,
  metadata: null,
}))
