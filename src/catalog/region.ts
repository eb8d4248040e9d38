/** A percentage, such as 20 or 5.5; at most four decimals are counted. */
export type Percent = number

/** Where the shop sells: one currency, its countries, its taxes, its providers. */
export interface Region {
  readonly id: string
  readonly name: string
  /** ISO 4217, lower case. */
  readonly currencyCode: string
  readonly taxRate: Percent
  readonly taxCode: string | null
  /** False: taxes are worked out only when asked for (and always on payment and order). */
  readonly automaticTaxes: boolean
  /** True: prices in this region contain their tax. */
  readonly includesTax: boolean
  readonly giftCardsTaxable: boolean
  /** ISO 3166-1 alpha-2, lower case. */
  readonly countries: readonly string[]
  readonly paymentProviders: readonly string[]
  readonly fulfillmentProviders: readonly string[]
  /** Rates that replace `taxRate` for what they name. */
  readonly taxRates: readonly TaxRate[]
  readonly metadata: Readonly<Record<string, unknown>> | null
  readonly createdAt: number
  readonly updatedAt: number
}

export interface TaxRate {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly rate: Percent
  readonly productIds: readonly string[]
  readonly shippingOptionIds: readonly string[]
  readonly createdAt: number
  readonly updatedAt: number
}

/** Medusa's sales channel, BigCommerce's channel and Brink's store group at once. */
export interface Channel {
  readonly id: string
  readonly name: string
  readonly description: string | null
  /** BigCommerce's number. */
  readonly number: number
  /** Brink's name for it. */
  readonly storeGroupId: string
  readonly createdAt: number
  readonly updatedAt: number
}

/** What is said once about the shop. */
export interface StoreProfile {
  readonly name: string
  readonly currencies: readonly string[]
  readonly defaultCurrencyCode: string
}
