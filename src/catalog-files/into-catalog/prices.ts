import type { Price, PriceList, Variant } from '../../catalog/product.ts'
import type { Region } from '../../catalog/region.ts'
import { minor } from '../../money/money.ts'
import { type Position, within } from '../mistakes.ts'
import type { PriceRecord } from '../product-records.ts'
import { type Desk, settle } from './desk.ts'
import { checkCurrency } from './regions.ts'
import type { Shelf } from './shelf.ts'
import { regionNamed } from './shipping.ts'

/** Where things may be sold and in what. */
export interface Markets {
  readonly regions: Shelf<Region>
  readonly currencies: readonly string[]
}

/** When a variant's prices are said to be made. */
export type Made = Pick<Variant, 'createdAt' | 'updatedAt'>

type PriceKey = Pick<Price, 'currencyCode' | 'regionId' | 'minQuantity' | 'maxQuantity'>

/** What tells the prices of one variant in one list apart. */
function priceKeyOf(price: PriceKey): string {
  return JSON.stringify([price.currencyCode, price.regionId, price.minQuantity, price.maxQuantity])
}

/**
 * One price; what is there under the same key keeps its id. A currency that the shop does not have, one that is not
 * the region's, and an empty span of quantities are mistakes.
 */
export function priceFrom(
  desk: Desk,
  record: PriceRecord,
  markets: Markets,
  existing: readonly Price[],
  priceList: PriceList | null,
  made: Made,
  position: Position,
): Price {
  checkCurrency(desk, record.currency_code, markets.currencies, position)
  const least = record.min_quantity ?? null
  const most = record.max_quantity ?? null
  if (least !== null && most !== null && least > most) {
    desk.mistakes.add(within(position, 'min_quantity'), 'must not be above max_quantity')
  }
  const key: PriceKey = {
    currencyCode: record.currency_code,
    regionId: regionOf(desk, record, markets, position),
    minQuantity: least,
    maxQuantity: most,
  }
  const known = existing.find((price) => priceKeyOf(price) === priceKeyOf(key)) ?? null
  return settle(desk, known, {
    id: known?.id ?? desk.newId('ma'),
    ...key,
    amount: minor(record.amount),
    priceList,
    createdAt: made.createdAt,
    updatedAt: made.updatedAt,
  })
}

/** Says which prices of one variant have the same key as an earlier one. */
export function checkPriceKeys(desk: Desk, prices: readonly Price[], position: Position): void {
  const seen = new Set<string>()
  for (const [at, price] of prices.entries()) {
    const key = priceKeyOf(price)
    if (seen.has(key))
      desk.mistakes.add(within(position, at), 'is for the same currency, region and quantities as another')
    seen.add(key)
  }
}

function regionOf(desk: Desk, record: PriceRecord, markets: Markets, position: Position): string | null {
  if (record.region === undefined) return null
  const region = regionNamed(desk, record.region, markets.regions, within(position, 'region'))
  if (region !== null && region.currencyCode !== record.currency_code) {
    const sentence = `must be "${region.currencyCode}", the currency of the region "${region.name}"`
    desk.mistakes.add(within(position, 'currency_code'), sentence)
  }
  return region?.id ?? null
}
