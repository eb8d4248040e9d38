import { currencyDigits, fromDecimal, isCurrencyCode, toDecimal } from '../../../money/currency.ts'
import { type Minor, minor } from '../../../money/money.ts'

/** The amount as the operator's language writes it, with the decimals that the currency has. */
export function money(amount: number, code: string): string {
  if (!isCurrencyCode(code)) return `${amount} ${code}`
  const digits = currencyDigits(code)
  const decimal = Number(toDecimal(minor(amount), code))
  return new Intl.NumberFormat(undefined, {
    style: 'currency',
    currency: code.toUpperCase(),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(decimal)
}

/** The amount as a plain number in the major unit, to be typed over. */
export function typed(amount: number, code: string): string {
  return toDecimal(minor(amount), code)
}

/** What was typed; a comma counts as the point. Null for what is no amount of that currency. */
export function amountIn(text: string, code: string): Minor | null {
  return fromDecimal(text.trim().replace(',', '.'), code)
}
