import type { Discount, DiscountRule } from '../../catalog/discount.ts'
import type { Product } from '../../catalog/product.ts'
import type { Region } from '../../catalog/region.ts'
import type { DiscountRecord } from '../catalog-file.ts'
import { hasFewDecimals, timeOf } from '../fields.ts'
import { type Position, within } from '../mistakes.ts'
import { type Desk, settle, stampOf } from './desk.ts'
import { productIdsOf } from './regions.ts'
import type { Shelf } from './shelf.ts'
import { regionNamed } from './shipping.ts'

const percentMax = 100

/** Discounts by code, which is kept in upper case. Without regions they are valid everywhere; without a start, from now on. */
export function translateDiscounts(
  desk: Desk,
  records: readonly DiscountRecord[],
  shelf: Shelf<Discount>,
  regions: Shelf<Region>,
  products: Shelf<Product>,
): void {
  for (const [at, record] of records.entries()) {
    const position = `discounts[${at}]`
    const code = record.code.toUpperCase()
    const existing = shelf.recognise(desk.mistakes, code, record.id, position)
    const stamp = stampOf(desk, existing)
    const startsAt =
      record.starts_at === undefined
        ? (existing?.startsAt ?? Math.min(stamp.createdAt, desk.now))
        : timeOf(record.starts_at)
    const endsAt = record.ends_at === undefined ? null : timeOf(record.ends_at)
    if (endsAt !== null && record.starts_at !== undefined && endsAt <= startsAt) {
      desk.mistakes.add(within(position, 'ends_at'), 'must be after starts_at')
    }
    shelf.settle(desk, 'discounts', existing, {
      id: existing?.id ?? record.id ?? desk.newId('disc'),
      code,
      rule: ruleFrom(desk, record, existing, stamp, products, within(position, 'rule')),
      regionIds: regionIdsOf(desk, record, regions, within(position, 'regions')),
      startsAt,
      endsAt,
      isDisabled: record.is_disabled ?? false,
      usageLimit: record.usage_limit ?? null,
      metadata: record.metadata ?? null,
      ...stamp,
    })
  }
}

function ruleFrom(
  desk: Desk,
  { rule }: DiscountRecord,
  existing: Discount | null,
  stamp: { readonly createdAt: number; readonly updatedAt: number },
  products: Shelf<Product>,
  position: Position,
): DiscountRule {
  checkValue(desk, rule, within(position, 'value'))
  return settle(desk, existing?.rule ?? null, {
    id: existing?.rule.id ?? desk.newId('dru'),
    type: rule.type,
    value: rule.value ?? 0,
    allocation: rule.allocation ?? 'total',
    description: rule.description ?? null,
    conditions: (rule.conditions ?? []).map((condition, at) => {
      const where = within(within(within(position, 'conditions'), at), 'products')
      return { operator: condition.operator, productIds: productIdsOf(desk, condition.products, products, where) }
    }),
    ...stamp,
  })
}

function checkValue(desk: Desk, rule: DiscountRecord['rule'], position: Position): void {
  const { type, value } = rule
  if (value === undefined) {
    if (type !== 'free_shipping') desk.mistakes.add(position, 'is missing')
  } else if (type === 'percentage' && (value > percentMax || !hasFewDecimals(value))) {
    desk.mistakes.add(position, `must be a percentage from 0 to ${percentMax} with at most 4 decimals, not ${value}`)
  } else if (type === 'fixed' && !Number.isInteger(value)) {
    desk.mistakes.add(position, `must be a whole number of minor units (cents), not ${value}`)
  }
}

function regionIdsOf(desk: Desk, record: DiscountRecord, regions: Shelf<Region>, position: Position): string[] {
  const named = (record.regions ?? []).map((name, at) => regionNamed(desk, name, regions, within(position, at)))
  return [...new Set(named.flatMap((region) => (region === null ? [] : [region.id])))]
}
