import type { Minor } from '../../money/money.ts'

/** Money as headlesscommerce.io says it: in the smallest unit, with the currency's ISO 4217 code. */
export interface MoneyJson {
  readonly amount: number
  readonly currency: string
}

export function moneyJson(amount: Minor | number, currencyCode: string): MoneyJson {
  return { amount, currency: currencyCode.toUpperCase() }
}

/** RFC 3339. */
export function timeJson(at: number): string {
  return new Date(at).toISOString()
}

export function timeOrNull(at: number | null): string | null {
  return at === null ? null : timeJson(at)
}
