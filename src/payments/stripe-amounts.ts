import { currencyDigits, isCurrencyCode } from '../money/currency.ts'
import { type Minor, minor } from '../money/money.ts'

/** Where Stripe counts in other units than ISO 4217. https://docs.stripe.com/currencies#special-cases */
const stripeDigits: ReadonlyMap<string, number> = new Map([
  ['isk', 2],
  ['ugx', 2],
  ['mga', 0],
])

/** The amount in Stripe's unit; null when Stripe cannot charge it: a part of its unit, or thousandths not in tens. */
export function toStripe(amount: Minor, currencyCode: string): number | null {
  const inStripe = scaled(amount, extraDigits(currencyCode))
  const step = digitsOf(currencyCode) === 3 ? 10 : 1
  return Number.isSafeInteger(inStripe) && inStripe % step === 0 ? inStripe : null
}

/** What Stripe says, in our unit. What has no whole number there stays as it is: it is not what anybody asked for. */
export function fromStripe(amount: number, currencyCode: string): Minor {
  const ours = scaled(amount, -extraDigits(currencyCode))
  return minor(Number.isSafeInteger(ours) ? ours : amount)
}

/** Dividing is exact where multiplying by a hundredth is not. */
function scaled(amount: number, digits: number): number {
  return digits < 0 ? amount / 10 ** -digits : amount * 10 ** digits
}

function extraDigits(currencyCode: string): number {
  return (stripeDigits.get(currencyCode) ?? digitsOf(currencyCode)) - digitsOf(currencyCode)
}

function digitsOf(currencyCode: string): number {
  return isCurrencyCode(currencyCode) ? currencyDigits(currencyCode) : 2
}
