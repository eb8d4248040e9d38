import type { Customer } from '../../src/cart/customer.ts'
import type { Discount, GiftCard } from '../../src/catalog/discount.ts'
import type { Product, Variant } from '../../src/catalog/product.ts'
import type { Region } from '../../src/catalog/region.ts'
import { minor } from '../../src/money/money.ts'
import type { CatalogRows, Store } from '../../src/store/store.ts'
import { noon } from '../support/carts.ts'

const dated = { createdAt: noon, updatedAt: noon }
const unmeasured = {
  weight: null,
  length: null,
  height: null,
  width: null,
  hsCode: null,
  originCountry: null,
  midCode: null,
  material: null,
}

export function catalogOf(more: Partial<CatalogRows>): CatalogRows {
  return {
    profile: null,
    channels: [],
    regions: [],
    shippingProfiles: [],
    shippingOptions: [],
    collections: [],
    products: [],
    stock: [],
    discounts: [],
    giftCards: [],
    customers: [],
    ...more,
  }
}

export function importInto(store: Store, more: Partial<CatalogRows>): Promise<null> {
  return store.catalog.save(() => ({ catalog: catalogOf(more), result: null }))
}

export function region(id: string, more: Partial<Region> = {}): Region {
  return {
    id,
    name: id,
    currencyCode: 'eur',
    taxRate: 20,
    taxCode: null,
    automaticTaxes: true,
    includesTax: false,
    giftCardsTaxable: true,
    countries: ['dk'],
    paymentProviders: ['manual'],
    fulfillmentProviders: ['manual'],
    taxRates: [],
    metadata: null,
    ...dated,
    ...more,
  }
}

export function product(number: number, variants: readonly Variant[], more: Partial<Product> = {}): Product {
  return {
    ...unmeasured,
    id: `prod_${number}`,
    number,
    title: `Product ${number}`,
    subtitle: null,
    description: null,
    handle: `product-${number}`,
    status: 'published',
    isGiftcard: false,
    discountable: true,
    profileId: 'sp_1',
    thumbnail: null,
    images: [],
    collectionId: null,
    tags: [],
    type: null,
    options: [],
    variants,
    externalId: null,
    metadata: null,
    ...dated,
    ...more,
  }
}

export function variant(number: number, more: Partial<Variant> = {}): Variant {
  return {
    ...unmeasured,
    id: `variant_${number}`,
    number,
    productId: 'prod_1',
    title: `Variant ${number}`,
    sku: `SKU-${number}`,
    barcode: null,
    ean: null,
    upc: null,
    rank: 0,
    manageInventory: true,
    allowBackorder: false,
    options: [],
    prices: [],
    metadata: null,
    ...dated,
    ...more,
  }
}

export function discount(code: string, usageLimit: number | null): Discount {
  const rule = { id: `dru_${code}`, type: 'percentage', value: 10, allocation: 'total', description: null } as const
  return {
    id: `disc_${code}`,
    code,
    rule: { ...rule, conditions: [], ...dated },
    regionIds: [],
    startsAt: noon,
    endsAt: null,
    isDisabled: false,
    usageLimit,
    metadata: null,
    ...dated,
  }
}

export function giftCard(code: string, value: number): GiftCard {
  return {
    id: `gift_${code}`,
    code,
    value: minor(value),
    balance: minor(value),
    regionId: 'reg_1',
    orderId: null,
    isDisabled: false,
    endsAt: null,
    metadata: null,
    ...dated,
  }
}

export function customer(number: number, more: Partial<Customer> = {}): Customer {
  return {
    id: `cus_${number}`,
    number,
    email: `customer${number}@example.com`,
    firstName: null,
    lastName: null,
    phone: null,
    hasAccount: true,
    isTest: false,
    passwordHash: null,
    billingAddressId: null,
    addresses: [],
    metadata: null,
    ...dated,
    ...more,
  }
}
