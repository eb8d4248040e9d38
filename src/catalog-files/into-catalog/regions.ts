import type { Product } from '../../catalog/product.ts'
import type { Region, TaxRate } from '../../catalog/region.ts'
import type { ShippingOption } from '../../catalog/shipping-option.ts'
import type { RegionRecord, TaxRateRecord } from '../catalog-file.ts'
import { type Position, within } from '../mistakes.ts'
import { slug } from '../slug.ts'
import { type Desk, settle, stampOf } from './desk.ts'
import type { Shelf } from './shelf.ts'

const defaultProviders = ['manual']

/** A region of the file, to be settled once what its tax rates name is known. */
export interface RegionDraft {
  readonly record: RegionRecord
  readonly position: Position
  readonly existing: Region | null
  readonly made: Region
}

/** Regions by name, still with the tax rates they had. A country may be in one region only. */
export function draftRegions(
  desk: Desk,
  records: readonly RegionRecord[],
  shelf: Shelf<Region>,
  currencies: readonly string[],
): readonly RegionDraft[] {
  const drafts = records.map((record, at) => {
    const position = `regions[${at}]`
    const existing = shelf.recognise(desk.mistakes, record.name, record.id, position)
    checkCurrency(desk, record.currency_code, currencies, position)
    return { record, position, existing, made: regionFrom(desk, record, existing) }
  })
  for (const draft of drafts) shelf.place(draft.made)
  checkCountries(desk, drafts, shelf)
  return drafts
}

/** Says that a currency is not one of the shop's. */
export function checkCurrency(desk: Desk, code: string, currencies: readonly string[], position: Position): void {
  if (!currencies.includes(code)) {
    desk.mistakes.add(within(position, 'currency_code'), `"${code}" is not one of store.currencies`)
  }
}

function regionFrom(desk: Desk, record: RegionRecord, existing: Region | null): Region {
  return {
    id: existing?.id ?? record.id ?? desk.newId('reg'),
    name: record.name,
    currencyCode: record.currency_code,
    taxRate: record.tax_rate ?? 0,
    taxCode: record.tax_code ?? null,
    automaticTaxes: record.automatic_taxes ?? true,
    includesTax: record.includes_tax ?? false,
    giftCardsTaxable: record.gift_cards_taxable ?? true,
    countries: record.countries,
    paymentProviders: record.payment_providers ?? defaultProviders,
    fulfillmentProviders: record.fulfillment_providers ?? defaultProviders,
    taxRates: existing?.taxRates ?? [],
    metadata: record.metadata ?? null,
    ...stampOf(desk, existing),
  }
}

function checkCountries(desk: Desk, drafts: readonly RegionDraft[], shelf: Shelf<Region>): void {
  const drafted = new Set(drafts.map((draft) => draft.made.id))
  const homes = new Map<string, string>()
  for (const region of shelf.all()) {
    if (!drafted.has(region.id)) for (const country of region.countries) homes.set(country, region.name)
  }
  for (const { record, position } of drafts) {
    for (const [at, country] of record.countries.entries()) {
      if (!isCountry(country)) {
        desk.mistakes.add(within(within(position, 'countries'), at), `"${country}" is no country (ISO 3166-1)`)
      }
      const home = homes.get(country)
      if (home !== undefined) {
        desk.mistakes.add(within(within(position, 'countries'), at), `"${country}" is in the region "${home}" already`)
      }
      homes.set(country, record.name)
    }
  }
}

/** By the names that the runtime knows (CLDR), Kosovo's among them; "zz" is its name for none. */
function isCountry(code: string): boolean {
  return (
    code !== 'zz' &&
    new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(code.toUpperCase()) !== undefined
  )
}

/** What the tax rates of a region may name. */
export interface Taxable {
  readonly products: Shelf<Product>
  readonly shippingOptions: Shelf<ShippingOption>
}

/** Settles the regions with the tax rates of the file, each told apart by its code within the region. */
export function settleRegions(
  desk: Desk,
  drafts: readonly RegionDraft[],
  shelf: Shelf<Region>,
  taxable: Taxable,
): void {
  for (const draft of drafts) {
    const taxRates = taxRatesOf(desk, draft, taxable)
    shelf.settle(desk, 'regions', draft.existing, { ...draft.made, taxRates })
  }
}

function taxRatesOf(desk: Desk, draft: RegionDraft, taxable: Taxable): readonly TaxRate[] {
  const codes = new Set<string>()
  return (draft.record.tax_rates ?? []).map((record, at) => {
    const position = within(within(draft.position, 'tax_rates'), at)
    const code = record.code ?? (record.name === undefined ? undefined : slug(record.name))
    if (code === undefined) desk.mistakes.add(within(position, 'code'), 'is missing, and so is a name to make it from')
    else if (codes.has(code)) desk.mistakes.add(within(position, 'code'), `"${code}" is used twice in this region`)
    codes.add(code ?? '')
    return taxRateFrom(desk, draft, record, code ?? '', position, taxable)
  })
}

function taxRateFrom(
  desk: Desk,
  draft: RegionDraft,
  record: TaxRateRecord,
  code: string,
  position: Position,
  taxable: Taxable,
): TaxRate {
  const existing = draft.existing?.taxRates.find((rate) => rate.code === code) ?? null
  const { createdAt, updatedAt } = existing ?? draft.made
  return settle(desk, existing, {
    id: existing?.id ?? desk.newId('txr'),
    code,
    name: record.name ?? code,
    rate: record.rate ?? 0,
    productIds: productIdsOf(desk, record.products ?? [], taxable.products, within(position, 'products')),
    shippingOptionIds: optionIdsOf(desk, draft, record, taxable.shippingOptions, position),
    createdAt,
    updatedAt,
  })
}

/** The ids of products named by handle; an unknown handle is a mistake. */
export function productIdsOf(
  desk: Desk,
  handles: readonly string[],
  products: Shelf<Product>,
  position: Position,
): readonly string[] {
  return [...handles.entries()].flatMap(([at, handle]) => {
    const product = products.find(handle)
    if (product === null) desk.mistakes.add(within(position, at), `there is no product with the handle "${handle}"`)
    return product === null ? [] : [product.id]
  })
}

function optionIdsOf(
  desk: Desk,
  draft: RegionDraft,
  record: TaxRateRecord,
  options: Shelf<ShippingOption>,
  position: Position,
): readonly string[] {
  const ofRegion = options.all().filter((option) => option.regionId === draft.made.id)
  return (record.shipping_options ?? []).flatMap((name, at) => {
    const named = ofRegion.filter((option) => option.name === name)
    if (named.length === 0) {
      const where = within(within(position, 'shipping_options'), at)
      desk.mistakes.add(where, `there is no shipping option "${name}" in this region`)
    }
    return named.map((option) => option.id)
  })
}
