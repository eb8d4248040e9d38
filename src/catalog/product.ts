import type { Minor } from '../money/money.ts'

export type Metadata = Readonly<Record<string, unknown>>

/** What things weigh and measure, and what customs wants to know. */
export interface Physical {
  readonly weight: number | null
  readonly length: number | null
  readonly height: number | null
  readonly width: number | null
  readonly hsCode: string | null
  readonly originCountry: string | null
  readonly midCode: string | null
  readonly material: string | null
}

export interface Product extends Physical {
  readonly id: string
  /** BigCommerce's id: positive, stable. */
  readonly number: number
  readonly title: string
  readonly subtitle: string | null
  readonly description: string | null
  readonly handle: string
  readonly status: 'draft' | 'proposed' | 'published' | 'rejected'
  readonly isGiftcard: boolean
  readonly discountable: boolean
  readonly profileId: string
  readonly thumbnail: string | null
  readonly images: readonly { readonly id: string; readonly url: string }[]
  readonly collectionId: string | null
  readonly tags: readonly { readonly id: string; readonly value: string }[]
  readonly type: { readonly id: string; readonly value: string } | null
  readonly options: readonly { readonly id: string; readonly title: string }[]
  readonly variants: readonly Variant[]
  readonly externalId: string | null
  readonly metadata: Metadata | null
  readonly createdAt: number
  readonly updatedAt: number
}

/** What can be put into a cart. Its stock is counted apart: `Stock`. */
export interface Variant extends Physical {
  readonly id: string
  readonly number: number
  readonly productId: string
  readonly title: string
  readonly sku: string | null
  readonly barcode: string | null
  readonly ean: string | null
  readonly upc: string | null
  readonly rank: number
  /** False: never short; below zero when more was sold than was ever said to be there. */
  readonly manageInventory: boolean
  /** True: sold although nothing is left. */
  readonly allowBackorder: boolean
  readonly options: readonly { readonly id: string; readonly optionId: string; readonly value: string }[]
  readonly prices: readonly Price[]
  readonly metadata: Metadata | null
  readonly createdAt: number
  readonly updatedAt: number
}

export interface Price {
  readonly id: string
  readonly currencyCode: string
  readonly amount: Minor
  /** Set: for this region only. */
  readonly regionId: string | null
  readonly minQuantity: number | null
  readonly maxQuantity: number | null
  /** Set: valid while the list is. */
  readonly priceList: PriceList | null
  readonly createdAt: number
  readonly updatedAt: number
}

export interface PriceList {
  readonly id: string
  readonly name: string
  readonly type: 'sale' | 'override'
  readonly status: 'active' | 'draft'
  readonly startsAt: number | null
  readonly endsAt: number | null
  readonly createdAt: number
  readonly updatedAt: number
}

/** How many are there. `onHand` and `reserved` never go below zero; what is sold beyond stock is `backordered`. */
export interface Stock {
  readonly variantId: string
  readonly onHand: number
  readonly reserved: number
  readonly backordered: number
}

/** What can still be promised to somebody; below zero when backordered. */
export function availableOf(stock: Stock): number {
  return stock.onHand - stock.reserved - stock.backordered
}

/** Groups products that ship together; Medusa's two are `default` and `gift_card`. */
export interface ShippingProfile {
  readonly id: string
  /** The catalog file's word for it. */
  readonly key: string
  readonly name: string
  readonly type: 'default' | 'gift_card' | 'custom'
  readonly createdAt: number
  readonly updatedAt: number
}

export interface Collection {
  readonly id: string
  readonly handle: string
  readonly title: string
  readonly metadata: Metadata | null
  readonly createdAt: number
  readonly updatedAt: number
}
