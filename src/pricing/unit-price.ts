import type { Price, PriceList, Variant } from '../catalog/product.ts'
import type { Minor } from '../money/money.ts'

/** For whom, how many and when. Quantity null: nobody said how many, so prices from a minimum on do not fit. */
export interface PriceQuestion {
  readonly currencyCode: string
  /** Null: prices of a region do not fit. */
  readonly regionId: string | null
  readonly quantity: number | null
  readonly now: number
}

export interface UnitPrice {
  readonly amount: Minor
  /** Without price lists and quantity steps; `amount` where there is no such price. */
  readonly originalAmount: Minor
  readonly priceType: 'default' | PriceList['type']
  /** All that match but for the quantity. */
  readonly prices: readonly Price[]
}

/** The lowest fitting price, from an active price list or the variant's own; null when none fits. Of own ones the region's hide the currency's. */
export function unitPriceFor(variant: Variant, question: PriceQuestion): UnitPrice | null {
  const prices = variant.prices.filter((price) => matches(price, question))
  const fitting = prices.filter((price) => fitsQuantity(price, question.quantity))
  const own = regionsFirst(fitting.filter(({ priceList }) => priceList === null))
  const listed = fitting.filter(({ priceList }) => priceList !== null)
  const chosen = lowest([...own, ...listed])
  if (chosen === null) return null
  const unstepped = prices.filter((price) => price.priceList === null && !hasSteps(price))
  const original = lowest(regionsFirst(unstepped)) ?? chosen
  return {
    amount: chosen.amount,
    originalAmount: original.amount,
    priceType: chosen.priceList?.type ?? 'default',
    prices,
  }
}

function matches({ currencyCode, regionId, priceList }: Price, question: PriceQuestion): boolean {
  const isForBuyer = currencyCode === question.currencyCode && (regionId === null || regionId === question.regionId)
  return isForBuyer && (priceList === null || isActive(priceList, question.now))
}

/** Whether the list's prices hold at the time. */
export function isActive({ status, startsAt, endsAt }: PriceList, now: number): boolean {
  return status === 'active' && (startsAt === null || startsAt <= now) && (endsAt === null || now < endsAt)
}

function fitsQuantity({ minQuantity, maxQuantity }: Price, quantity: number | null): boolean {
  if (quantity === null) return minQuantity === null
  return (minQuantity === null || minQuantity <= quantity) && (maxQuantity === null || quantity <= maxQuantity)
}

function hasSteps({ minQuantity, maxQuantity }: Price): boolean {
  return minQuantity !== null || maxQuantity !== null
}

/** A region's price that is higher than its currency's would otherwise never be asked. */
function regionsFirst(own: readonly Price[]): readonly Price[] {
  const regional = own.filter(({ regionId }) => regionId !== null)
  return regional.length > 0 ? regional : own
}

/** Of equal ones the earlier, so that a list has to be cheaper to count. */
function lowest(prices: readonly Price[]): Price | null {
  return prices.reduce<Price | null>((best, price) => (best && best.amount <= price.amount ? best : price), null)
}
