import type { GiftCard } from '../../catalog/discount.ts'
import type { Region } from '../../catalog/region.ts'
import { type Minor, minor } from '../../money/money.ts'
import type { GiftCardRecord } from '../catalog-file.ts'
import { timeOf } from '../fields.ts'
import { type Position, within } from '../mistakes.ts'
import { type Desk, stampOf } from './desk.ts'
import type { Shelf } from './shelf.ts'
import { regionNamed } from './shipping.ts'

/**
 * Gift cards by code, as written. What was spent of a card stays spent, and a card spent up stays disabled; `balance`
 * speaks of new cards only.
 */
export function translateGiftCards(
  desk: Desk,
  records: readonly GiftCardRecord[],
  shelf: Shelf<GiftCard>,
  regions: Shelf<Region>,
): void {
  for (const [at, record] of records.entries()) {
    const position = `gift_cards[${at}]`
    const existing = shelf.recognise(desk.mistakes, record.code, record.id, position)
    const region = regionNamed(desk, record.region, regions, within(position, 'region'))
    const balance = balanceOf(desk, record, existing, position)
    const isSpent = existing?.isDisabled === true && balance === 0
    shelf.settle(desk, 'gift_cards', existing, {
      id: existing?.id ?? record.id ?? desk.newId('gift'),
      code: record.code,
      value: minor(record.value),
      balance,
      regionId: region?.id ?? '',
      orderId: existing?.orderId ?? null,
      isDisabled: (record.is_disabled ?? false) || isSpent,
      endsAt: record.ends_at === undefined ? null : timeOf(record.ends_at),
      metadata: record.metadata ?? null,
      ...stampOf(desk, existing),
    })
  }
}

function balanceOf(desk: Desk, record: GiftCardRecord, existing: GiftCard | null, position: Position): Minor {
  if (existing === null) {
    const balance = record.balance ?? record.value
    if (balance > record.value) desk.mistakes.add(within(position, 'balance'), 'must not be above the value')
    return minor(balance)
  }
  const balance = existing.balance + record.value - existing.value
  if (balance < 0) desk.mistakes.add(within(position, 'value'), `cannot be ${record.value}: more is spent already`)
  return minor(Math.max(0, balance))
}
