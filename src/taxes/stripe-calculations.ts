import type Stripe from 'stripe'
import type { SaidTax } from './checked-taxes.ts'

/** What a calculation of Stripe Tax says, line by line, and its own total. */
export interface Calculated {
  readonly taxes: readonly SaidTax[]
  readonly total: number
}

/** Amounts as Stripe gave them; who takes the tax and at what rate comes from its breakdown. */
export function calculatedTaxes(
  { shipping_cost: cost, ...calculation }: Stripe.Tax.Calculation,
  lines: readonly Stripe.Tax.CalculationLineItem[],
  shippingId: string | null,
): Calculated {
  const goods = lines.flatMap((line) => taxesOf(line.reference, line.amount_tax, line.tax_breakdown ?? []))
  const shipping = cost && shippingId ? taxesOf(shippingId, cost.amount_tax, cost.tax_breakdown ?? []) : []
  return { taxes: [...goods, ...shipping], total: calculation.tax_amount_exclusive + calculation.tax_amount_inclusive }
}

type Part = Pick<Stripe.Tax.CalculationLineItem.TaxBreakdown, 'amount' | 'jurisdiction' | 'tax_rate_details'>

/** One tax for each who takes one. Should the parts not be the whole, it is the whole that was calculated. */
function taxesOf(id: string, whole: number, breakdown: readonly Part[]): readonly SaidTax[] {
  const taxes = breakdown.flatMap((part) => taxOf(id, part))
  const sum = taxes.reduce((total, { amount }) => total + amount, 0)
  if (sum === whole) return taxes
  const rate = taxes.reduce((total, tax) => total + tax.rate, 0)
  return [{ id, rate, name: taxes[0]?.name ?? 'Tax', code: taxes[0]?.code ?? null, amount: whole }]
}

/** Named as on an invoice: "California Sales Tax", "Ireland VAT". A tax that is not taken is none. */
function taxOf(id: string, { amount, jurisdiction, tax_rate_details: details }: Part): readonly SaidTax[] {
  if (!details) return []
  const rate = Number(details.percentage_decimal)
  if (amount === 0 && rate === 0) return []
  return [{ id, rate, name: `${jurisdiction.display_name} ${details.display_name}`, code: details.tax_type, amount }]
}
