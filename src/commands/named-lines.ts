import type { Line } from '../cart/cart.ts'
import { certificateMetadata, type GiftCertificate } from '../cart/gift-certificates.ts'
import { assertQuantity } from '../cart/line-items.ts'
import type { Books } from '../checkout/books.ts'
import type { Minor } from '../money/money.ts'
import { assertNoCardNumber } from '../payments/card-data.ts'
import type { Shop } from './shop.ts'

/** Reads an amount in the cart's currency, which is known only then; refuses what is none. */
export type PriceGiven = (currencyCode: string) => Minor

export interface CustomItem {
  readonly name: string
  readonly sku: string | null
  readonly quantity: number
  readonly price: PriceGiven
  readonly imageUrl: string | null
}

export interface CertificateItem {
  readonly name: string
  readonly amount: PriceGiven
  readonly quantity: number
  readonly certificate: GiftCertificate
}

/** What every new line of a cart is made with. */
export interface Blank {
  readonly includesTax: boolean
  readonly now: number
  readonly newId: Shop['newId']
  readonly currencyCode: string
}

/** Ships as ordinary goods do, and is taxed at the region's own rate. */
export function customLine(item: CustomItem, { includesTax, now, newId, currencyCode }: Blank, books: Books): Line {
  const unitPrice = item.price(currencyCode)
  assertNoCardNumber(item.name)
  assertQuantity(item.quantity, unitPrice)
  return {
    id: newId('item'),
    kind: 'custom',
    ...ofNoProduct,
    profileId: books.shippingProfiles().find(({ type }) => type === 'default')?.id ?? null,
    title: item.name,
    thumbnail: item.imageUrl,
    sku: item.sku,
    unitPrice,
    includesTax,
    quantity: item.quantity,
    isGiftcard: false,
    discountable: true,
    metadata: {},
    createdAt: now,
    updatedAt: now,
  }
}

/** Ships with nothing, and is worth what it costs: no discount makes stored value cheaper. */
export function certificateLine(item: CertificateItem, { includesTax, now, newId, currencyCode }: Blank): Line {
  const unitPrice = item.amount(currencyCode)
  assertNoCardNumber(item.name, item.certificate)
  assertQuantity(item.quantity, unitPrice)
  return {
    id: newId('item'),
    kind: 'gift_certificate',
    ...ofNoProduct,
    profileId: null,
    title: item.name,
    thumbnail: null,
    sku: null,
    unitPrice,
    includesTax,
    quantity: item.quantity,
    isGiftcard: true,
    discountable: false,
    metadata: certificateMetadata(item.certificate),
    createdAt: now,
    updatedAt: now,
  }
}

const ofNoProduct = {
  revision: 1,
  variantId: null,
  productId: null,
  description: null,
  isPriceGiven: true,
  hasShipping: false,
} as const
