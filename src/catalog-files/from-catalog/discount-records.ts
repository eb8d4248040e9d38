import type { Discount, GiftCard } from '../../catalog/discount.ts'
import type { CatalogView } from '../../checkout/books.ts'
import type { ExportedDiscount, ExportedGiftCard, ExportOptions } from './exported.ts'
import { idFields } from './ids.ts'
import { dateOf, metadataOf, spare } from './spare.ts'

/** A discount whose start the file left to the import is told without one. */
export function discountRecord(view: CatalogView, discount: Discount, options: ExportOptions): ExportedDiscount {
  const { rule } = discount
  return {
    ...idFields(discount.id, options),
    code: discount.code,
    rule: {
      type: rule.type,
      value: rule.value,
      allocation: rule.allocation,
      ...spare({
        description: rule.description,
        conditions: rule.conditions.map((condition) => ({
          operator: condition.operator,
          products: condition.productIds.flatMap((id) => view.product(id)?.handle ?? []),
        })),
      }),
    },
    regions: discount.regionIds.flatMap((id) => view.region(id)?.name ?? []),
    starts_at: discount.startsAt === discount.createdAt ? null : dateOf(discount.startsAt),
    ends_at: dateOf(discount.endsAt),
    is_disabled: discount.isDisabled,
    usage_limit: discount.usageLimit,
    ...spare({ metadata: metadataOf(discount.metadata) }),
  }
}

/** A card of which something is spent is told with its balance, which speaks to another shop only. */
export function giftCardRecord(view: CatalogView, card: GiftCard, options: ExportOptions): ExportedGiftCard {
  return {
    ...idFields(card.id, options),
    code: card.code,
    value: card.value,
    ...(card.balance === card.value ? {} : { balance: card.balance }),
    ...spare({ region: view.region(card.regionId)?.name }),
    is_disabled: card.isDisabled,
    ends_at: dateOf(card.endsAt),
    ...spare({ metadata: metadataOf(card.metadata) }),
  }
}
