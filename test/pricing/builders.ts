import type { Cart, Line, ShippingMethod } from '../../src/cart/cart.ts'
import type { Discount, DiscountRule, GiftCard } from '../../src/catalog/discount.ts'
import type { Region } from '../../src/catalog/region.ts'
import { minor } from '../../src/money/money.ts'
import type { PriceFacts } from '../../src/pricing/bill.ts'

/** A line of one product, `product-<id>`, unless said otherwise. */
export function line(id: string, unitPrice: number, quantity: number, change: Partial<Line> = {}): Line {
  return {
    id,
    kind: 'variant',
    revision: 1,
    variantId: `variant-${id}`,
    productId: `product-${id}`,
    profileId: 'profile',
    title: `Product ${id}`,
    description: null,
    thumbnail: null,
    sku: null,
    unitPrice: minor(unitPrice),
    isPriceGiven: false,
    includesTax: false,
    quantity,
    isGiftcard: false,
    discountable: true,
    hasShipping: false,
    metadata: {},
    createdAt: 0,
    updatedAt: 0,
    ...change,
  }
}

export function method(price: number, change: Partial<ShippingMethod> = {}): ShippingMethod {
  return {
    id: 'method',
    optionId: 'option',
    name: 'Standard',
    profileId: 'profile',
    price: minor(price),
    includesTax: false,
    data: {},
    createdAt: 0,
    ...change,
  }
}

export function cartOf(lines: readonly Line[], shippingMethods: readonly ShippingMethod[] = []): Cart {
  return {
    id: 'cart',
    version: 1,
    revision: 1,
    stage: 'open',
    door: 'medusa',
    regionId: 'region',
    currencyCode: 'eur',
    channelId: 'channel',
    sessionId: null,
    visit: null,
    customerId: null,
    email: null,
    shippingAddress: null,
    billingAddress: null,
    lines,
    discounts: [],
    giftCards: [],
    shippingMethods,
    paymentSessions: [],
    payment: null,
    context: {},
    metadata: null,
    manualDiscounts: [],
    locale: null,
    customerMessage: '',
    createdAt: 0,
    updatedAt: 0,
    completedAt: null,
    isTest: false,
    mergedInto: null,
    paymentAuthorizedAt: null,
  }
}

/** Taxes of 20 % that gift cards spare. */
export function regionOf(change: Partial<Region> = {}): Region {
  return {
    id: 'region',
    name: 'Region',
    currencyCode: 'eur',
    taxRate: 20,
    taxCode: null,
    automaticTaxes: true,
    includesTax: false,
    giftCardsTaxable: true,
    countries: ['de'],
    paymentProviders: ['manual'],
    fulfillmentProviders: ['manual'],
    taxRates: [],
    metadata: null,
    createdAt: 0,
    updatedAt: 0,
    ...change,
  }
}

export function taxRate(
  rate: number,
  named: { readonly productIds?: readonly string[]; readonly shippingOptionIds?: readonly string[] },
  code = 'reduced',
): Region['taxRates'][number] {
  return {
    id: code,
    code,
    name: code,
    rate,
    productIds: [],
    shippingOptionIds: [],
    createdAt: 0,
    updatedAt: 0,
    ...named,
  }
}

export function discount(rule: Partial<DiscountRule>, change: Partial<Discount> = {}): Discount {
  return {
    id: 'discount',
    code: 'DISCOUNT',
    rule: {
      id: 'rule',
      type: 'percentage',
      value: 0,
      allocation: 'total',
      description: null,
      conditions: [],
      createdAt: 0,
      updatedAt: 0,
      ...rule,
    },
    regionIds: [],
    startsAt: 0,
    endsAt: null,
    isDisabled: false,
    usageLimit: null,
    metadata: null,
    createdAt: 0,
    updatedAt: 0,
    ...change,
  }
}

export function giftCard(balance: number, change: Partial<GiftCard> = {}): GiftCard {
  return {
    id: 'card',
    code: 'CARD',
    value: minor(balance),
    balance: minor(balance),
    regionId: 'region',
    orderId: null,
    isDisabled: false,
    endsAt: null,
    metadata: null,
    createdAt: 0,
    updatedAt: 0,
    ...change,
  }
}

export function factsOf(change: Partial<PriceFacts> = {}): PriceFacts {
  return { region: regionOf(), discounts: [], giftCards: [], taxes: 'rates', ...change }
}
