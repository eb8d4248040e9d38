import { invariant } from '../invariant.ts'
import { amountMax, type Minor, minor } from './money.ts'

/** Where the minor unit is not a hundredth: ISO 4217, list one, column "minor unit". */
const unusualDigits: ReadonlyMap<string, number> = new Map([
  ...'bif clp djf gnf isk jpy kmf krw pyg rwf ugx uyi vnd vuv xaf xof xpf'.split(' ').map((code) => [code, 0] as const),
  ...'bhd iqd jod kwd lyd omr tnd'.split(' ').map((code) => [code, 3] as const),
  ...'clf uyw'.split(' ').map((code) => [code, 4] as const),
])

/** ISO 4217, lists one and three: what is legal tender, and what was so lately enough to be in people's catalogs. */
const known: ReadonlySet<string> = new Set([
  ...'aed afn all amd aoa ars aud awg azn bam bbd bdt bhd bif bmd bnd bob brl bsd btn bwp byn bzd cad cdf'.split(' '),
  ...'chf clf clp cny cop crc cup cve czk djf dkk dop dzd egp ern etb eur fjd fkp gbp gel ghs gip gmd gnf'.split(' '),
  ...'gtq gyd hkd hnl htg huf idr ils inr iqd irr isk jmd jod jpy kes kgs khr kmf kpw krw kwd kyd kzt lak'.split(' '),
  ...'lbp lkr lrd lsl lyd mad mdl mga mkd mmk mnt mop mru mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd'.split(' '),
  ...'omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sdg sek sgd shp sle sos srd ssp stn'.split(' '),
  ...'svc syp szl thb tjs tmt tnd top try ttd twd tzs uah ugx usd uyi uyu uyw uzs ved ves vnd vuv wst xaf'.split(' '),
  ...'xcd xcg xof xpf yer zar zmw zwg'.split(' '),
  ...'ang bgn byr cuc eek hrk ltl lvl mro sll std vef zmk zwl'.split(' '),
])

/** Whether it is a currency's ISO 4217 code in lower case. */
export function isCurrencyCode(code: string): boolean {
  return known.has(code)
}

/** Decimals that amounts in the currency have. */
export function currencyDigits(code: string): number {
  invariant(known.has(code), `${code} is a currency`)
  return unusualDigits.get(code) ?? 2
}

/** The amount in the currency's major unit, exact, with all its decimals: "19.99", "-0.05", "500". */
export function toDecimal(amount: Minor, code: string): string {
  const digits = currencyDigits(code)
  const text = String(Math.abs(amount)).padStart(digits + 1, '0')
  const sign = amount < 0 ? '-' : ''
  if (digits === 0) return sign + text
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** As `toDecimal`, as the JSON number that is printed so, without closing zeros. */
export function toDecimalNumber(amount: Minor, code: string): number {
  return Number(toDecimal(amount, code))
}

/**
 * Reads a plain decimal number in the major unit. Null for anything else, for more decimals than the currency has (closing
 * zeros aside), and beyond `amountMax`.
 */
export function fromDecimal(text: string, code: string): Minor | null {
  const match = /^(-?)(\d{1,16})(?:\.(\d{1,16}))?$/.exec(text)
  if (!match) return null
  const [, sign, units = '', decimals = ''] = match
  const digits = currencyDigits(code)
  const kept = decimals.replace(/0+$/, '')
  if (kept.length > digits) return null
  const amount = Number(units + kept.padEnd(digits, '0'))
  if (amount > amountMax) return null
  return minor(sign === '-' ? -amount : amount)
}
