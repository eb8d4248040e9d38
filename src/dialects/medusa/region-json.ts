import type { Region, TaxRate } from '../../catalog/region.ts'
import { countryOf } from './countries.ts'
import { type Json, rememberedBy, row, time } from './json.ts'
import { plainShown, shows, usualView, type View } from './views.ts'

/** What `fields` may name. */
export const regionFields = [
  ...[
    'id',
    'name',
    'currency_code',
    'tax_rate',
    'tax_code',
    'gift_cards_taxable',
    'automatic_taxes',
    'tax_provider_id',
  ],
  ...['metadata', 'created_at', 'updated_at', 'deleted_at'],
]

/** What `expand` may name. */
export const regionRelations = ['countries', 'currency', 'fulfillment_providers', 'payment_providers']

/** A region without what belongs to it, as orders and gift cards show it. */
export const regionJson = rememberedBy((region: Region) => ({
  ...row(region),
  name: region.name,
  currency_code: region.currencyCode,
  tax_rate: region.taxRate,
  tax_code: region.taxCode,
  gift_cards_taxable: region.giftCardsTaxable,
  automatic_taxes: region.automaticTaxes,
  tax_provider_id: null,
  metadata: region.metadata,
}))

/** As a cart shows it, with the parts that are asked for. */
export function cartRegionJson(region: Region, parts: ReadonlySet<string>): Json {
  const view = { fields: null, relations: parts }
  return { ...partsOf(region, view), tax_rates: region.taxRates.map((rate) => taxRateJson(rate, region)) }
}

/** As nearly every answer with a cart shows it. */
export const usualCartRegionJson = rememberedBy((region: Region) =>
  cartRegionJson(region, new Set(['countries', 'payment_providers'])),
)

/** As `GET /store/regions` shows it. */
export function viewedRegionJson(region: Region, view: View): Json {
  return view === usualView ? listedRegionJson(region) : partsOf(region, view)
}

const listedRegionJson = rememberedBy((region: Region) => partsOf(region, usualView))

function partsOf(region: Region, view: View): Json {
  return {
    ...plainShown(regionJson(region), view),
    ...(shows(view, 'countries') && { countries: countriesJson(region) }),
    ...(shows(view, 'currency') && { currency: currencyJson(region.currencyCode) }),
    ...(shows(view, 'fulfillment_providers') && { fulfillment_providers: providersJson(region.fulfillmentProviders) }),
    ...(shows(view, 'payment_providers') && { payment_providers: providersJson(region.paymentProviders) }),
  }
}

function countriesJson(region: Region): readonly Json[] {
  return region.countries.map((code) => {
    const { number, iso3, numeric, name } = countryOf(code)
    return {
      id: number,
      iso_2: code,
      iso_3: iso3,
      num_code: numeric,
      name: name.toUpperCase(),
      display_name: name,
      region_id: region.id,
    }
  })
}

function providersJson(ids: readonly string[]): readonly Json[] {
  return ids.map((id) => ({ id, is_installed: true }))
}

/** A rate that the shop has written down. */
export function taxRateJson(rate: TaxRate, region: Region): Json {
  return {
    id: rate.id,
    created_at: time(rate.createdAt),
    updated_at: time(rate.updatedAt),
    rate: rate.rate,
    code: rate.code,
    name: rate.name,
    region_id: region.id,
    metadata: null,
  }
}

/** Symbols and names as Unicode's CLDR has them; Medusa's own list was drawn from it. */
function currencyJson(code: string): Json {
  const upper = code.toUpperCase()
  const symbol = (display: 'symbol' | 'narrowSymbol'): string => {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency: upper, currencyDisplay: display })
    return format.formatToParts(0).find(({ type }) => type === 'currency')?.value ?? upper
  }
  const name = new Intl.DisplayNames('en', { type: 'currency' }).of(upper) ?? upper
  return { code, symbol: symbol('symbol'), symbol_native: symbol('narrowSymbol'), name }
}
