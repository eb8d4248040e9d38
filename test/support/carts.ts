import type { Cart, Line } from '../../src/cart/cart.ts'
import type { IdPrefix, NewId } from '../../src/id.ts'
import { minor } from '../../src/money/money.ts'

export const noon = Date.UTC(2026, 0, 15, 12)

/** Ids that count up: cart_1, item_2 … */
export function countingIds(): NewId {
  let last = 0
  return (prefix: IdPrefix) => {
    last += 1
    return `${prefix}_${last}`
  }
}

export function cartWith(lines: readonly Line[], more: Partial<Cart> = {}): Cart {
  return {
    id: 'cart_1',
    version: 1,
    revision: 1,
    stage: 'open',
    door: 'medusa',
    regionId: 'reg_1',
    currencyCode: 'eur',
    channelId: 'sc_1',
    sessionId: null,
    visit: null,
    customerId: null,
    email: null,
    shippingAddress: null,
    billingAddress: null,
    lines,
    discounts: [],
    giftCards: [],
    shippingMethods: [],
    paymentSessions: [],
    payment: null,
    context: {},
    metadata: null,
    manualDiscounts: [],
    locale: null,
    customerMessage: '',
    createdAt: noon,
    updatedAt: noon,
    completedAt: null,
    isTest: false,
    mergedInto: null,
    paymentAuthorizedAt: null,
    ...more,
  }
}

export function lineWith(id: string, more: Partial<Line> = {}): Line {
  return {
    id,
    revision: 1,
    kind: 'variant',
    variantId: 'variant_1',
    productId: 'prod_1',
    profileId: 'sp_1',
    title: 'T-shirt',
    description: 'S',
    thumbnail: null,
    sku: 'T-SHIRT-S',
    unitPrice: minor(1000),
    isPriceGiven: false,
    includesTax: false,
    quantity: 1,
    isGiftcard: false,
    discountable: true,
    hasShipping: false,
    metadata: {},
    createdAt: noon,
    updatedAt: noon,
    ...more,
  }
}
