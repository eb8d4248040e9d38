import type { Line, ShippingMethod } from '../cart/cart.ts'
import type { Percent, Region, TaxRate } from '../catalog/region.ts'
import { type Exact, million, partsPerMillion, roundedShareOf } from '../money/fraction.ts'
import type { Minor } from '../money/money.ts'
import type { BillTax, PriceFacts } from './bill.ts'

/** A tax that is due on something. `amount` is set where a provider worked it out. */
export interface DueTax {
  readonly rate: Percent
  readonly name: string
  readonly code: string | null
  readonly amount: Minor | null
}

export function lineTaxes(line: Line, { region, taxes }: PriceFacts): readonly DueTax[] {
  if (taxes === 'none' || isUntaxed(line, region)) return []
  if (taxes === 'rates') return productTaxes(region, line.productId)
  return taxes.lines.filter(({ id }) => id === line.id)
}

export function shippingTaxes(method: ShippingMethod, { region, taxes }: PriceFacts): readonly DueTax[] {
  if (taxes === 'none') return []
  if (taxes === 'rates') return optionTaxes(region, method.optionId)
  return taxes.shipping.filter(({ id }) => id === method.id)
}

/** Stored value is taxed once: when it is bought where gift cards are taxable, else when it is spent. */
function isUntaxed({ kind }: Line, region: Region): boolean {
  return kind === 'gift_certificate' && !region.giftCardsTaxable
}

/** All rates of the region that name the product; when none does, the region's own. Null: something without a product. */
export function productTaxes(region: Region, productId: string | null): readonly DueTax[] {
  const named = region.taxRates.filter(({ productIds }) => productId !== null && productIds.includes(productId))
  return dueTaxes(region, named)
}

/** All rates of the region that name the shipping option; when none does, the region's own. */
export function optionTaxes(region: Region, optionId: string | null): readonly DueTax[] {
  return dueTaxes(
    region,
    region.taxRates.filter(({ shippingOptionIds }) => optionId !== null && shippingOptionIds.includes(optionId)),
  )
}

/** The tax on one price at all rates together, rounded once: on top of the price, or contained in it. */
export function taxOnPrice(price: Minor, taxes: readonly { readonly rate: Percent }[], includesTax: boolean): Minor {
  const parts = taxes.reduce((total, { rate }) => total + partsPerMillion(rate), 0)
  return roundedShareOf(price, parts, includesTax ? million + parts : million)
}

/** What each tax makes of an amount without tax: each rounded by itself, a provider's as given. */
export function taxesOn(taxable: Exact, taxes: readonly DueTax[]): readonly BillTax[] {
  return taxes.map(({ rate, name, code, amount }) => ({
    rate,
    name,
    code,
    amount: amount ?? roundedShareOf(taxable, partsPerMillion(rate), million),
  }))
}

/** A region's own rate is called "default", as Medusa calls it. */
function dueTaxes(region: Region, named: readonly TaxRate[]): readonly DueTax[] {
  if (named.length === 0) return [{ rate: region.taxRate, name: 'default', code: 'default', amount: null }]
  return named.map(({ rate, name, code }) => ({ rate, name, code, amount: null }))
}
