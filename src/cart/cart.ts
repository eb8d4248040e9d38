import type { Metadata } from '../catalog/product.ts'
import type { Minor } from '../money/money.ts'
import type { Address } from './addresses.ts'

/** The shape of the stored document; raised with every change of it, together with a step in `store/sqlite/shapes.ts`. */
export const cartShape = 4

/** The door a cart came in by. Every door can read every cart. */
export type Door = 'medusa' | 'brink' | 'headless' | 'bigcommerce'

/** Open: the shopper's. Frozen: a running attempt's. Completed: an order's, for ever. Merged: what was in it is in another. */
export type CartStage = 'open' | 'frozen' | 'completed' | 'merged'

/** What somebody means to buy. Read and written whole; prices are stored, totals never: `billFor` works them out. */
export interface Cart {
  readonly id: string
  /** One more with every change that is saved. */
  readonly version: number
  /** From 1, one more with each change of what is bought: lines, discounts, gift cards. Steps towards paying do not count. */
  readonly revision: number
  readonly stage: CartStage
  readonly door: Door
  /**
   * Made with a test key: nobody without one sees it, no real money is asked for it, and what it takes of stock, codes and
   * gift cards goes back when it is an order.
   */
  readonly isTest: boolean
  /** The cart that has its lines now; set exactly when it is `merged`. */
  readonly mergedInto: string | null
  readonly regionId: string
  readonly currencyCode: string
  readonly channelId: string
  /** The session that owns it, where a dialect has one. */
  readonly sessionId: string | null
  /** Set: it was made for a visit, and ends with it. */
  readonly visit: Visit | null
  readonly customerId: string | null
  readonly email: string | null
  readonly shippingAddress: Address | null
  readonly billingAddress: Address | null
  readonly lines: readonly Line[]
  readonly discounts: readonly CartDiscount[]
  readonly giftCards: readonly CartGiftCard[]
  readonly shippingMethods: readonly ShippingMethod[]
  readonly paymentSessions: readonly PaymentSession[]
  readonly payment: Payment | null
  readonly context: Metadata
  readonly metadata: Metadata | null
  /** What the shop's own people took off, besides codes. */
  readonly manualDiscounts: readonly ManualDiscount[]
  /** `xx` or `xx-YY` (ISO 639, ISO 3166), where a dialect was told. */
  readonly locale: string | null
  /** What the shopper wants the shop to know; empty when nothing was said. */
  readonly customerMessage: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly completedAt: number | null
  readonly paymentAuthorizedAt: number | null
}

/** A shopper's visit as it was begun: it takes one cart along, and has an end that no change puts off. */
export interface Visit {
  /** ISO 3166-1 alpha-2, lower case. */
  readonly countryCode: string
  /** ISO 639-1, lower case. */
  readonly languageCode: string
  readonly endsAt: number
}

export interface Line {
  readonly id: string
  /** From 1, one more with each change of quantity, price or metadata. */
  readonly revision: number
  /** A catalog variant; something named and priced by the caller; stored value bought for somebody; or what a service costs. */
  readonly kind: 'variant' | 'custom' | 'gift_certificate' | 'fee'
  readonly variantId: string | null
  readonly productId: string | null
  readonly profileId: string | null
  readonly title: string
  readonly description: string | null
  readonly thumbnail: string | null
  readonly sku: string | null
  readonly unitPrice: Minor
  /** True: the shop's own people named the price, and the catalog's does not replace it. */
  readonly isPriceGiven: boolean
  /** True: `unitPrice` contains its tax. */
  readonly includesTax: boolean
  readonly quantity: number
  readonly isGiftcard: boolean
  readonly discountable: boolean
  /** Medusa's has_shipping: a shipping method of its profile was there when last looked. */
  readonly hasShipping: boolean
  readonly metadata: Metadata
  readonly createdAt: number
  readonly updatedAt: number
}

/** An amount that is taken off by hand: as it is listed, so with tax where prices have it in them. */
export interface ManualDiscount {
  readonly id: string
  readonly name: string
  readonly amount: Minor
  /** Null: off all goods together. */
  readonly lineId: string | null
}

/** A discount on the cart, by id; `code` as the catalog spells it. */
export interface CartDiscount {
  readonly id: string
  readonly code: string
}

export interface CartGiftCard {
  readonly id: string
  readonly code: string
}

/** A chosen way to ship; its price is the option's when chosen. */
export interface ShippingMethod {
  readonly id: string
  /** Null: no option of the catalog, but named and priced by the shop's own people. */
  readonly optionId: string | null
  readonly name: string
  readonly profileId: string
  readonly price: Minor
  readonly includesTax: boolean
  readonly data: Metadata
  readonly createdAt: number
}

export type PaymentSessionStatus = 'pending' | 'authorized' | 'requires_more' | 'error' | 'canceled'

/** An open talk with a payment provider about the cart's total. At most one is selected. */
export interface PaymentSession {
  readonly id: string
  readonly providerId: string
  readonly isSelected: boolean
  readonly isInitiated: boolean
  readonly status: PaymentSessionStatus
  readonly data: Metadata
  readonly amount: Minor
  readonly authorizedAt: number | null
  readonly createdAt: number
  readonly updatedAt: number
}

/** Money that a provider has set aside or taken for the cart. */
export interface Payment {
  readonly id: string
  readonly providerId: string
  /** The provider's own name for it. */
  readonly reference: string
  readonly orderId: string | null
  readonly amount: Minor
  readonly currencyCode: string
  readonly amountRefunded: Minor
  readonly data: Metadata
  readonly capturedAt: number | null
  readonly canceledAt: number | null
  readonly createdAt: number
  readonly updatedAt: number
}
