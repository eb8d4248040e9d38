import { ask } from './wire.ts'

/** Whom a region's shoppers pay, which is also the region's name; `plain` is the test bank's, without tax. */
export type RegionName = 'test' | 'plain' | 'http' | 'stripe'

/** What is there to be had, by the names that faults use. */
export interface Shelf {
  region(name: RegionName): { readonly id: string; readonly country: string; readonly shipping: string }
  variant(sku: string): string
}

const regions = [
  { name: 'test', country: 'de', tax: 19, provider: 'test' },
  { name: 'plain', country: 'fr', tax: 0, provider: 'test' },
  { name: 'http', country: 'it', tax: 22, provider: 'http' },
  { name: 'stripe', country: 'es', tax: 21, provider: 'stripe' },
] as const

/** Never runs out; prices that do not divide well. */
export const plenty = ['TEE', 'MUG', 'CAP', 'SOCKS'] as const
const prices: Readonly<Record<string, number>> = { TEE: 1999, MUG: 333, CAP: 1001, SOCKS: 707, THIRTY: 3000 }

/** Taken off the whole cart, so that it has to be divided among its lines. */
export const wholeDiscount = { code: 'SEVEN-OFF', value: 700 } as const

export const scarce = {
  /** One of it is there; one kind per round. */
  last: (round: number) => `LAST-${round}`,
  /** 37 of it are there. */
  few: (round: number) => `FEW-${round}`,
  fewCount: 37,
  /** May be used once. */
  coupon: (round: number) => `ONCE-${round}`,
  /** Holds 100.00; for carts of `THIRTY`, in the region `plain`. */
  giftCard: (round: number) => `GIFT-${round}`,
  giftCardValue: 10_000,
} as const

const manyOfIt = 1_000_000_000

/** The catalog file; `rounds` is how many of each scarce thing there are. */
export function faultCatalog(rounds: number): object {
  const each = Array.from({ length: rounds }, (_, round) => round)
  return {
    store: { name: 'Faults', currencies: ['eur'], default_currency_code: 'eur' },
    channels: [{ name: 'Web', channel_id: 1, store_group_id: 'FAULTS' }],
    regions: regions.map(({ name, country, tax, provider }) => ({
      name,
      currency_code: 'eur',
      tax_rate: tax,
      automatic_taxes: true,
      gift_cards_taxable: false,
      countries: [country],
      payment_providers: [provider],
      fulfillment_providers: ['manual'],
    })),
    shipping_options: regions.map(({ name }) => ({
      name: 'Standard',
      region: name,
      profile: 'default',
      provider_id: 'manual',
      price_type: 'flat_rate',
      amount: 499,
    })),
    products: [
      product(
        'plenty',
        Object.keys(prices).map((sku) => ({ sku, count: manyOfIt })),
      ),
      product(
        'last',
        each.map((round) => ({ sku: scarce.last(round), count: 1 })),
      ),
      product(
        'few',
        each.map((round) => ({ sku: scarce.few(round), count: scarce.fewCount })),
      ),
    ],
    discounts: [
      {
        code: wholeDiscount.code,
        rule: { type: 'fixed', value: wholeDiscount.value, allocation: 'total' },
        ...anywhere,
      },
      ...each.map((round) => ({
        code: scarce.coupon(round),
        rule: { type: 'percentage', value: 10, allocation: 'total' },
        usage_limit: 1,
        ...anywhere,
      })),
    ],
    gift_cards: each.map((round) => ({
      code: scarce.giftCard(round),
      value: scarce.giftCardValue,
      region: 'plain',
    })),
  }
}

const anywhere = { regions: regions.map(({ name }) => name) }

function product(handle: string, variants: readonly { readonly sku: string; readonly count: number }[]): object {
  return {
    title: handle,
    handle,
    options: [{ title: 'Kind' }],
    variants: variants.map(({ sku, count }) => ({
      title: sku,
      sku,
      inventory_quantity: count,
      options: [{ value: sku }],
      prices: [{ currency_code: 'eur', amount: prices[sku] ?? 1234 }],
    })),
  }
}

/** Looks through the shop that was filled with the catalog. */
export async function browse(base: string): Promise<Shelf> {
  const [{ regions: found }, { shipping_options }, { products }] = await Promise.all([
    get<{ regions: { id: string; name: string }[] }>(base, '/store/regions'),
    get<{ shipping_options: { id: string; region_id: string }[] }>(base, '/store/shipping-options'),
    get<{ products: { variants: { id: string; sku: string }[] }[] }>(base, '/store/products?limit=100'),
  ])
  const variants = new Map(products.flatMap((one) => one.variants.map(({ sku, id }) => [sku, id] as const)))
  const byName = new Map(
    regions.map(({ name, country }) => {
      const id = known(found.find((one) => one.name === name)?.id, name)
      const shipping = known(shipping_options.find((one) => one.region_id === id)?.id, `shipping to ${name}`)
      return [name, { id, country, shipping }] as const
    }),
  )
  return {
    region: (name) => known(byName.get(name), name),
    variant: (sku) => known(variants.get(sku), sku),
  }
}

/** Before anybody has looked. */
export const closedShelf: Shelf = {
  region: (name) => known<ReturnType<Shelf['region']>>(undefined, name),
  variant: (sku) => known<string>(undefined, sku),
}

async function get<Shown>(base: string, path: string): Promise<Shown> {
  const heard = await ask(base, { method: 'GET', path })
  if (heard.kind !== 'answer' || heard.status !== 200) throw new Error(`GET ${path}: ${JSON.stringify(heard)}`)
  return JSON.parse(heard.text)
}

function known<Thing>(thing: Thing | undefined, name: string): Thing {
  if (thing === undefined) throw new Error(`the shop has no ${name}`)
  return thing
}
